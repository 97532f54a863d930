"""Every step of an import. Rows are written by the room's own hook, all or none."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from pueredu.files.actions import store_file
from pueredu.files.kinds import WORKBOOK_KINDS
from pueredu.files.limits import MAX_WORKBOOK_BYTES
from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.units.access.acts import acting
from pueredu.workbooks import bell, engine
from pueredu.workbooks.enums import APPLICABLE, ImportState
from pueredu.workbooks.enums import ImportTransition as T
from pueredu.workbooks.kinds import Context, SheetKind, kind_for
from pueredu.workbooks.models import ImportJob, StagedRow
from pueredu.workbooks.reader import WrongTemplate
from pueredu.workbooks.staging import unstage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from pueredu.accounts.models import User
    from pueredu.units.models import Unit


KEPT_FOR = timedelta(days=30)  # an error workbook is fetched within days, or the file sent anew


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


def check_import_job(
    job: ImportJob, *, by: User | None, at: datetime, notes: Iterable[str] = ()
) -> ImportJob:
    """Read and judge the file; a file with nothing to show fails the job with its sentences.

    May be repeated, after a kill or when the stored data changed: a confirmation given before is
    asked for again. `notes` are shown before those on the file.
    """
    kind, context = kind_for(job.kind), Context(job.unit, job.uploaded_by, at)
    try:
        form = kind.form(context)
        reading = engine.read(job, kind, form)
        engine.report(job, "正在核对", done=reading.rows, total=reading.rows)
    except Refused as refused:
        lines = refused.lines if isinstance(refused, WrongTemplate) else [str(refused)]
        return fail_import_job(job, by=by, at=at, lines=lines)
    with acting(T.CHECK, job, by=by, at=at) as record:
        found = engine.judge(record, kind, context, form)
        record.counts, record.messages = found.counts, found.lines
        record.suggestions = found.suggestions
        record.notes = [*notes, *reading.notes, *engine.seen_before(record)]
        record.stage, record.checked_at, record.confirmed_by = "", at, None
    return record


def correct_import_job(
    job: ImportJob, *, by: User, at: datetime, corrections: Mapping[str, Mapping[str, str]]
) -> ImportJob:
    """Say by field name what typed texts shall mean, and have the file judged anew. Only what was
    suggested can be chosen; raises Incomplete when nothing was."""
    if not any(corrections.values()):
        raise Incomplete("没有选择任何更正。")
    with acting(T.CORRECT, job, by=by, at=at) as record:
        offered = {
            (one["column"], one["typed"], value)
            for one in record.suggestions
            for value, _ in one["options"]
        }
        for name, texts in corrections.items():
            if not all((name, typed, value) in offered for typed, value in texts.items()):
                raise Refused("所选更正已不在建议之中，请刷新后重新选择。")
            record.corrections[name] = {**record.corrections.get(name, {}), **texts}
        record.confirmed_by, record.stage = None, "等待检查"
        bell.ring("check", record.pk)
    return record


def confirm_import_job(job: ImportJob, *, by: User, at: datetime) -> ImportJob:
    """Ask for the rows to go in, in the background. Raises Refused when there is none to write."""
    with acting(T.CONFIRM, job, by=by, at=at) as record:
        _may_import(kind_for(record.kind), record, by)
        if not any(record.counts[verdict] for verdict in APPLICABLE):
            raise Refused("没有需要写入的行：内容与系统中相同，或都有错误。")
        record.confirmed_by, record.stage = by, "等待导入"
        bell.ring("apply", record.pk)
    return record


def apply_import_job(job: ImportJob, *, by: User, at: datetime) -> ImportJob:
    """Write the new, changed and warned rows in one transaction: all of them or none.

    The rows are judged once more; OutOfDate when the counts that were confirmed are not true any
    longer. One audit entry holds the digest of the rows.
    """
    engine.report(job, "正在写入", done=job.done, total=job.total)
    details: dict = {}
    with acting(T.APPLY, job, by=by, at=at, details=details) as record:
        kind = kind_for(record.kind)
        _may_import(kind, record, by)
        engine.take_turns(record)
        engine.judge_again(record, kind, Context(record.unit, record.uploaded_by, at))
        details["rows_digest"] = ["", engine.digest_of_rows(record)]
        record.outcome = kind.write(record, by=by, at=at)
        record.stage, record.applied_at = "", at
    return record


def undo_import_job(job: ImportJob, *, by: User, at: datetime) -> ImportJob:
    """Take back all that an import wrote. Raises Refused when any of it went further."""
    with acting(T.UNDO, job, by=by, at=at) as record:
        kind = kind_for(record.kind)
        _may_import(kind, record, by)
        engine.take_turns(record)
        kind.undo(record, by=by, at=at)
    return record


def hand_out_import_job(
    job: ImportJob, *, by: User, at: datetime
) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of the list that an applied import ends with, made anew each time."""
    if job.state != ImportState.APPLIED:
        raise Refused("导入完成后才能生成清单。")
    kind = kind_for(job.kind)
    _may_import(kind, job, by)
    return kind.handout(job, by=by, at=at)


def fail_import_job(
    job: ImportJob,
    *,
    by: User | None,
    at: datetime,
    lines: list[str],
) -> ImportJob:
    """End a job that cannot go on; `lines` are the sentences that its page shows."""
    with acting(T.FAIL, job, by=by, at=at, reason="；".join(lines)) as record:
        unstage(record)
        record.notes, record.stage = lines, ""
    return record


def cancel_import_job(job: ImportJob, *, by: User, at: datetime) -> ImportJob:
    """Drop the staged rows; the file and the job stay as a record."""
    with acting(T.CANCEL, job, by=by, at=at) as record:
        unstage(record)
        record.stage = ""
    return record


def forget_staged_rows(*, at: datetime) -> None:
    """Drop what was staged long ago: personal data that stand where they belong by now, or never
    will. A job that somebody still confirms is read from its file again. Safe to repeat."""
    old = ImportJob.objects.filter(uploaded_at__lt=at - KEPT_FOR)
    StagedRow.objects.filter(job__in=old).delete()


def _may_import(kind: SheetKind, job: ImportJob, by: User) -> None:
    if not by.has_perm(kind.permission, job):
        raise NotPermitted("您的职务不能为这个单位导入此表。")
