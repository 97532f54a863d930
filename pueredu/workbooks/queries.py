"""Reads others may call: an import's page, its rows and its workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from django.db import connection

from pueredu.workbooks.enums import ImportState
from pueredu.workbooks.kinds import Context, kind_for
from pueredu.workbooks.models import ImportJob, StagedRow
from pueredu.workbooks.staging import fetched, typed
from pueredu.workbooks.template import SheetWriter, write_template

if TYPE_CHECKING:
    from datetime import datetime

    from pueredu.accounts.models import User
    from pueredu.units.models import Unit
    from pueredu.workbooks.columns import SheetForm
    from pueredu.workbooks.models import ImportJobQuerySet


def jobs_of(user: User, key: str = "") -> ImportJobQuerySet:
    """The imports that `user` may see, perhaps of one kind only, newest first."""
    jobs = ImportJob.objects.visible_to(user).select_related("file", "unit").order_by("-id")
    return jobs.filter(kind=key) if key else jobs


def form_for(job: ImportJob) -> SheetForm:
    """The columns as they were offered to the one who uploaded."""
    return kind_for(job.kind).form(Context(job.unit, job.uploaded_by, job.uploaded_at))


def problems(job: ImportJob) -> list[dict]:
    """What the import page lists: notes on the file (of one not taken: why), then aggregated
    messages."""
    tones = {"error": "danger", "warning": "warn", "note": "warn"}
    tone = "danger" if job.state == ImportState.FAILED else "warn"
    notes = [{"text": note, "tone": tone} for note in job.notes]
    lines = [{"text": one["sentence"], "tone": tones[one["level"]]} for one in job.messages]
    return notes + lines


def write_filled_template(
    stream: BinaryIO,
    key: str,
    place: Unit,
    by: User,
    at: datetime,
) -> None:
    """The template of a kind, pre-filled for a place."""
    kind, context = kind_for(key), Context(place, by, at)
    write_template(stream, kind.form(context), key, kind.template_rows(context))


def wanted_rows() -> list[dict]:
    """The rows that a kind is to write, for kinds that write one by one: inside `write` only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM judged WHERE is_wanted ORDER BY row_no")
        return list(fetched(cursor))


def write_error_workbook(stream: BinaryIO, job: ImportJob) -> None:
    """The rows that stayed out, in the layout of the template, with their faults."""
    form = form_for(job)
    writer = SheetWriter(stream, form, job.kind, errors=True)
    for row in StagedRow.objects.filter(job=job).faulty().iterator(chunk_size=2_000):
        faults = dict(row.misread or [row.fault])
        values = {
            column.name: typed(cell, column.kind, is_misread=column.name in (row.misread or ()))
            for column, cell in zip(form.columns, row.cells, strict=True)
        }
        writer.row(values, faults, "；".join(faults.values()))
    writer.close()
