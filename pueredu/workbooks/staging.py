"""The rows of a file in the database: in by COPY, out as a table with typed columns."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING

from django.db import connection
from psycopg2 import sql

from pueredu.workbooks.columns import CellKind
from pueredu.workbooks.literals import escaped
from pueredu.workbooks.models import StagedRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pueredu.workbooks.columns import SheetForm
    from pueredu.workbooks.models import ImportJob
    from pueredu.workbooks.reader import Batch

AT_ONCE = 2_000  # rows fetched
COPY = "COPY workbooks_stagedrow (job_id, row_no, cells, misread, is_hidden) FROM STDIN"
COPY_FROM = """
INSERT INTO workbooks_stagedrow (job_id, row_no, cells, misread, is_hidden)
SELECT %s, row_no, cells, misread, is_hidden FROM workbooks_stagedrow WHERE job_id = %s
"""
SHEET = sql.SQL(
    """
SET LOCAL work_mem = '64MB';
DROP TABLE IF EXISTS pg_temp.judged, pg_temp.sheet;
CREATE TEMP TABLE sheet ON COMMIT DROP AS
SELECT row_no, is_hidden, {columns} FROM workbooks_stagedrow
WHERE job_id = %(job)s AND misread IS NULL
"""
)
FAULTS = """
UPDATE workbooks_stagedrow s SET fault = f.fault
FROM unnest(%(rows)s::int[], %(faults)s::jsonb[]) AS f(row_no, fault)
WHERE s.job_id = %(job)s AND s.row_no = f.row_no
"""
READERS = {
    CellKind.NUMBER: Decimal,
    CellKind.INTEGER: int,
    CellKind.DATE: date.fromisoformat,
    CellKind.YES_NO: "True".__eq__,
}
TYPES = {
    CellKind.NUMBER: "numeric",
    CellKind.INTEGER: "bigint",
    CellKind.DATE: "date",
    CellKind.YES_NO: "boolean",
}


class Lines:
    """Batches as the file that a COPY reads: the database takes rows while the next are read.

    What goes wrong in between ends the file and is kept: psycopg2 would lose it.
    """

    def __init__(self, job: ImportJob, batches: Iterable[Batch]):
        self.parts = (StringIO(_lines(job.pk, batch)) for batch in batches)
        self.part = StringIO()
        self.error: Exception | None = None

    def read(self, size: int) -> str:
        try:
            while not (text := self.part.read(size)):
                self.part = next(self.parts)
        except StopIteration:
            return ""
        except Exception as error:  # noqa: BLE001 -- raised again by `stage`
            self.error = error
            return ""
        return text


def stage(job: ImportJob, batches: Iterable[Batch]) -> None:
    """Add rows to those of the job, in one COPY."""
    lines = Lines(job, batches)
    with connection.cursor() as cursor:
        cursor.copy_expert(COPY, lines)
    if lines.error:
        raise lines.error


def _lines(job_id: int, batch: Batch) -> str:
    if not (batch.misread or batch.hidden):
        rows = zip(batch.row_nos, batch.cells, strict=True)
        return "".join([f"{job_id}\t{row_no}\t{{{cells}}}\t\\N\tf\n" for row_no, cells in rows])
    lines = []
    for row_no, cells in zip(batch.row_nos, batch.cells, strict=True):
        wrong = batch.misread.get(row_no)
        misread = escaped(json.dumps(wrong, ensure_ascii=False)) if wrong else r"\N"
        hidden = "t" if row_no in batch.hidden else "f"
        lines.append(f"{job_id}\t{row_no}\t{{{cells}}}\t{misread}\t{hidden}\n")
    return "".join(lines)


def stage_from(job: ImportJob, earlier: ImportJob) -> int:
    """Take the rows that another job read from the same file; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(COPY_FROM, [job.pk, earlier.pk])
        return cursor.rowcount


def unstage(job: ImportJob) -> None:
    """Forget the rows of the job."""
    StagedRow.objects.filter(job=job)._raw_delete(StagedRow.objects.db)


def open_sheet(job: ImportJob, form: SheetForm) -> None:
    """The readable rows as the temporary table `sheet`: row_no, is_hidden, and the form's columns
    by field name with their types. Gone with the transaction."""
    columns = [
        sql.SQL("cells[{}]::{} AS {}").format(
            sql.Literal(place), sql.SQL(TYPES.get(column.kind, "text")), sql.Identifier(column.name)
        )
        for place, column in enumerate(form.columns, start=1)
    ]
    with connection.cursor() as cursor:
        statement = SHEET.format(columns=sql.SQL(", ").join(columns))
        cursor.execute(statement.as_string(cursor.connection), {"job": job.pk})


def fetched(cursor) -> Iterator[dict]:
    """The rows that a cursor has selected, by column name."""
    names = [column.name for column in cursor.description]
    while rows := cursor.fetchmany(AT_ONCE):
        for row in rows:
            yield dict(zip(names, row, strict=True))


def keep_faults(job: ImportJob, faults: dict[int, tuple[str, str]]) -> None:
    """Write field name and text beside the rows that stay out; earlier faults are gone."""
    StagedRow.objects.filter(job=job).exclude(fault=None).update(fault=None)
    if not faults:
        return
    words = {
        "job": job.pk,
        "rows": list(faults),
        "faults": [json.dumps(fault, ensure_ascii=False) for fault in faults.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(FAULTS, words)


def typed(cell: str | None, kind: CellKind, *, is_misread: bool) -> object:
    """A staged cell as the value that it is; one that could not be read stays what was typed."""
    if cell is None or is_misread or kind not in READERS:
        return cell
    return READERS[kind](cell)
