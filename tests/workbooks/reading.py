"""Read a file as an import does, and show what came of it."""

from dataclasses import dataclass

from django.db import connection

from pueredu.workbooks.columns import form_of
from pueredu.workbooks.kinds import SheetKind
from pueredu.workbooks.models import ImportJob, StagedRow
from pueredu.workbooks.reader import SheetReader
from pueredu.workbooks.sources import open_source
from pueredu.workbooks.staging import open_sheet, stage

from .sheets import HoursResource

FORM = form_of(HoursResource)


class HoursKind(SheetKind):
    key = "training.hours"


@dataclass
class Found:
    """What came of a file: the readable rows as the database has them, and what was said."""

    rows: list[dict]
    row_nos: list[int]
    lines: list
    notes: list[str]
    unlisted: dict

    @property
    def sentences(self):
        return sorted(line.sentence for line in self.lines)


def read(path, kind="xlsx", corrections=None):
    job = ImportJob(pk=1)
    with open_source(path, kind) as source:
        reader = SheetReader(source, FORM, HoursKind(), corrections)
        stage(job, reader.batches())
    open_sheet(job, FORM)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sheet ORDER BY row_no")
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        del row["is_hidden"]
    row_nos = list(StagedRow.objects.order_by("row_no").values_list("row_no", flat=True))
    return Found(rows, row_nos, reader.tally.lines(), reader.notes, reader.unlisted)
