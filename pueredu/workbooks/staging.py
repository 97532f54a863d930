"""Rows into the staging table by COPY, and back with their types. Set-based both ways."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import connection

from pueredu.workbooks.columns import CellKind
from pueredu.workbooks.models import StagedRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pueredu.workbooks.columns import SheetForm
    from pueredu.workbooks.messages import Message
    from pueredu.workbooks.models import ImportJob

BATCH = 5_000
COPY = (
    "COPY workbooks_stagedrow (job_id, row_no, values, verdict, messages) "
    "FROM STDIN WITH (FORMAT csv)"
)
READERS = {CellKind.NUMBER: Decimal, CellKind.DATE: date.fromisoformat}


def stage(job: ImportJob, rows: list[dict], verdicts: list[str], messages: list[Message]) -> None:
    """Replace the staged rows of a job; part of the caller's transaction."""
    StagedRow.objects.filter(job=job)._raw_delete(StagedRow.objects.db)
    said: dict[int, list] = {}
    for message in messages:
        said.setdefault(message.row_no, []).append([message.level, message.column, message.text])
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            part = slice(start, start + BATCH)
            batch = zip(rows[part], verdicts[part], strict=True)
            cursor.copy_expert(COPY, _text(job.pk, batch, said))


def _text(job_id: int, batch: Iterable[tuple], said: dict[int, list]) -> io.StringIO:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row, verdict in batch:
        number = row["row_no"]
        values = json.dumps(row, default=str, ensure_ascii=False, separators=(",", ":"))
        told = json.dumps(said[number], ensure_ascii=False) if number in said else "[]"
        writer.writerow((job_id, number, values, verdict.value, told))
    buffer.seek(0)
    return buffer


def staged_rows(job: ImportJob, form: SheetForm) -> Iterator[dict]:
    """The applicable rows with the types they were read with."""
    values = StagedRow.objects.filter(job=job).applicable().values_list("values", flat=True)
    for row in values.iterator(chunk_size=BATCH):
        yield restored(row, form)


def restored(row: dict, form: SheetForm, faulty: Collection[str] = ()) -> dict:
    """The row with numbers and dates as such again, but for columns whose text was wrong."""
    for column in form.columns:
        value = row.get(column.name)
        if value is not None and column.kind in READERS and column.name not in faulty:
            row[column.name] = READERS[column.kind](value)
    return row


def digest(rows: Iterable[dict]) -> str:
    """A fingerprint of rows in their order, for the audit."""
    found = hashlib.sha256()
    for row in rows:
        found.update(json.dumps(row, default=str, sort_keys=True).encode())
    return found.hexdigest()
