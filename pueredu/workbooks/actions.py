"""Every step of an import. Rows are written by the room's own hook, all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from pueredu.files.actions import store_file
from pueredu.files.enums import WORKBOOK_KINDS
from pueredu.files.limits import MAX_WORKBOOK_BYTES
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.units.access.acts import acting
from pueredu.workbooks import bell, engine
from pueredu.workbooks.enums import ImportTransition as T
from pueredu.workbooks.kinds import Context, SheetKind, kind_for
from pueredu.workbooks.models import ImportJob, StagedRow
from pueredu.workbooks.reader import WrongTemplate
from pueredu.workbooks.staging import digest, stage, staged_rows

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from pueredu.accounts.models import User
    from pueredu.units.models import Unit


@transaction.atomic
def add_import_job(
    upload: UploadedFile,
    *,
    by: User,
    at: datetime,
    kind: str,
    place: Unit,
) -> ImportJob:
    """Keep the file and have it checked in the background after the commit.

    Raises FileRefused with a sentence, NotPermitted when `by` may not import this kind there.
    """
    job = ImportJob(
        kind=kind,
        county=place.area,
        school=place if place.is_school else None,
        unit=place,
        uploaded_by=by,
        uploaded_at=at,
        stage="等待检查",
    )
    _may_import(kind_for(kind), job, by)
    job.file = store_file(
        upload,
        by=by,
        at=at,
        owner_label="workbooks.importjob",
        kinds=WORKBOOK_KINDS,
        max_bytes=MAX_WORKBOOK_BYTES,
    )
    job.sha256 = job.file.sha256
    with acting("add", job, by=by, at=at) as record:
        pass
    bell.ring("check", record.pk)
    return record


def check_import_job(job: ImportJob, *, by: User | None, at: datetime) -> ImportJob:
    """Read and stage the file; a file with nothing to show fails the job with its sentences.

    May be repeated after a kill: the rows of an earlier try are replaced.
    """
    kind = kind_for(job.kind)
    try:
        found = engine.examine(job, kind, Context(job.unit, job.uploaded_by, at))
    except Refused as refused:
        lines = refused.lines if isinstance(refused, WrongTemplate) else [str(refused)]
        return fail_import_job(job, by=by, at=at, lines=lines)
    with acting(T.CHECK, job, by=by, at=at) as record:
        stage(record, found.rows, found.verdicts, found.messages)
        record.counts, record.messages, record.notes = found.counts, found.lines, found.notes
        record.stage, record.checked_at = "", at
        record.done = record.total = len(found.rows)
    return record


def confirm_import_job(job: ImportJob, *, by: User, at: datetime) -> ImportJob:
    """Ask for the rows to go in, in the background. Raises Refused when there is none to write."""
    with acting(T.CONFIRM, job, by=by, at=at) as record:
        _may_import(kind_for(record.kind), record, by)
        if not StagedRow.objects.filter(job=record).applicable().exists():
            raise Refused("没有需要写入的行：内容与系统中相同，或都有错误。")
        record.confirmed_by, record.stage = by, "等待导入"
        bell.ring("apply", record.pk)
    return record


def apply_import_job(job: ImportJob, *, by: User, at: datetime) -> ImportJob:
    """Write the new, changed and warned rows in one transaction: all of them or none.

    One audit entry holds the counts and the digest of the rows.
    """
    details: dict = {}
    with acting(T.APPLY, job, by=by, at=at, details=details) as record:
        kind = kind_for(record.kind)
        _may_import(kind, record, by)
        form = kind.form(Context(record.unit, by, at))
        rows = list(staged_rows(record, form))
        details["rows_digest"] = ["", digest(rows)]
        record.outcome = kind.apply(rows, job=record, by=by, at=at)
        record.stage, record.applied_at = "", at
    return record


def fail_import_job(
    job: ImportJob,
    *,
    by: User | None,
    at: datetime,
    lines: list[str],
) -> ImportJob:
    """End a job that cannot go on; `lines` are the sentences that its page shows."""
    with acting(T.FAIL, job, by=by, at=at, reason="；".join(lines)) as record:
        record.notes, record.stage = lines, ""
    return record


def cancel_import_job(job: ImportJob, *, by: User, at: datetime) -> ImportJob:
    """Drop the staged rows; the file and the job stay as a record."""
    with acting(T.CANCEL, job, by=by, at=at) as record:
        StagedRow.objects.filter(job=record).delete()
        record.stage = ""
    return record


def _may_import(kind: SheetKind, job: ImportJob, by: User) -> None:
    if not by.has_perm(kind.permission, job):
        raise NotPermitted("您的职务不能为这个单位导入此表。")
