"""One uploaded table to rows ready for staging, and what was found on the way. Writes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pueredu.workbooks.cells import Converter
from pueredu.workbooks.headers import (
    OWN_SHEETS,
    Heading,
    WrongTemplate,
    check_origin,
    find_heading,
    merged_in,
)
from pueredu.workbooks.literals import NULL, Literals, elements
from pueredu.workbooks.messages import Level, Tally
from pueredu.workbooks.sources import Source, UnreadableSheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pueredu.workbooks.columns import SheetForm
    from pueredu.workbooks.kinds import SheetKind
    from pueredu.workbooks.sources import SheetHead

__all__ = ["Batch", "SheetReader", "UnreadableSheet", "WrongTemplate"]

# what a line of sums says in one of the first columns, with the gaps that people put into it
SUM_PLACES = 3
SUMS = frozenset(
    f"{total}{gap}计{mark}"
    for total in "合总小共"
    for gap in ("", " ", "  ", "\u3000")
    for mark in ("", "：", ":")
)


@dataclass
class Batch:
    """Rows in their order: number and cells (elements of an array, in the order of the form).

    `misread` says by row and field name which cells could not be read and why.
    """

    row_nos: list[int]
    cells: list[str]
    misread: dict[int, dict[str, str]] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()


class SheetReader:
    """Reads the sheet that fits `form`; raises WrongTemplate or UnreadableSheet.

    The `kind` says which template it must be, and how many rows at most. `tally`, `notes`,
    `unlisted` (by field name: how often which text stood in no list), `count` of rows and how
    many were `misread` are complete when `batches` is used up.
    """

    def __init__(
        self,
        source: Source,
        form: SheetForm,
        kind: SheetKind,
        corrections: Mapping[str, Mapping[str, str]] | None = None,
    ):
        self.source, self.form, self.most_rows = source, form, kind.most_rows
        notes = check_origin(form, kind.key, source.sheets)
        self.heading = find_heading(form, source.sheets)
        self.sheet = source.sheets[self.heading.sheet]
        self.notes = [*notes, *oddities(source.sheets, self.heading)]
        self.tally, self.count, self.misread = Tally(), 0, 0
        self.unlisted: dict[str, Counter] = {}
        self.columns = {
            column.name: Literals(Converter(column, (corrections or {}).get(column.name)))
            for column in form.columns
            if column.name in self.heading.places
        }
        self.blank = ",".join([NULL] * len(form.columns))

    @property
    def expected(self) -> int:
        """Rows below the heading, empty ones included."""
        return max(self.sheet.height - self.heading.row_no, 0)

    def batches(self) -> Iterator[Batch]:
        """The rows that hold anything."""
        first = self.heading.row_no + 1
        places = [self.heading.places[name] for name in self.columns]
        left = range(min(SUM_PLACES, max(places) + 1))
        wanted = [*places, *(place for place in left if place not in places)]
        for columns in self.source.columns(self.heading.sheet, first - 1, wanted):
            sums = _sums(
                column for place, column in zip(wanted, columns, strict=True) if place in left
            )
            batch = self._batch(first, dict(zip(self.columns, columns, strict=False)), sums)
            first += len(columns[0])
            self.count += len(batch.row_nos)
            self.misread += len(batch.misread)
            if self.count > self.most_rows:
                raise UnreadableSheet(f"表格超过 {self.most_rows:,} 行，请分成几个文件上传。")
            yield batch
        if not self.count:
            raise UnreadableSheet("表头下面没有数据，请填写后再上传。")

    def _batch(self, first: int, columns: dict[str, Sequence], sums: set[int]) -> Batch:
        texts = {name: list(map(self.columns[name].__getitem__, columns[name])) for name in columns}
        cells = elements(texts.get(column.name) for column in self.form.columns)
        rows = [row for row, text in enumerate(cells) if text != self.blank and row not in sums]
        for row in sorted(sums):
            self.tally.add(first + row, Level.NOTE, "是合计，没有读取")
        batch = Batch([first + row for row in rows], [cells[row] for row in rows])
        for name, column in columns.items():
            if self.columns[name].told:
                self._tell(batch, name, [(first + row, column[row]) for row in rows])
            self.columns[name].forget()
        batch.hidden = frozenset(self.source.hidden).intersection(batch.row_nos)
        for row_no in sorted(batch.hidden):
            self.tally.add(row_no, Level.WARNING, "在表格中是隐藏行，也已读取")
        return batch

    def _tell(self, batch: Batch, name: str, cells: list[tuple[int, object]]) -> None:
        told, unlisted = self.columns[name].told, self.columns[name].convert.unlisted
        for row_no, cell in cells:
            if cell not in told:
                continue
            level, text, value = told[cell]
            self.tally.add(row_no, level, text, name)
            if level is Level.ERROR:
                batch.misread.setdefault(row_no, {})[name] = text
                if value in unlisted:
                    self.unlisted.setdefault(name, Counter())[value] += 1


def _sums(columns: Iterable[Sequence]) -> set[int]:
    """The rows that only add up those above them."""
    return {
        row
        for column in columns
        if not SUMS.isdisjoint(column)
        for row, cell in enumerate(column)
        if cell in SUMS
    }


def oddities(sheets: list[SheetHead], heading: Heading) -> list[str]:
    """What people should know of the file as a whole."""
    notes, sheet = [], sheets[heading.sheet]
    others = [
        f"“{other.name}”"
        for other in sheets
        if other is not sheet and other.name not in OWN_SHEETS and other.height
    ]
    if others:
        notes.append(f"文件有多张工作表，只读取了“{sheet.name}”，未读取{'、'.join(others)}")
    if heading.unknown:
        unknown = "、".join(f"“{text}”" for text in heading.unknown)
        notes.append(f"不认识的列已忽略：{unknown}")
    if merged := merged_in(sheet, range(heading.row_no - 1, heading.row_no)):
        notes.append(f"表头有合并单元格（{merged}），按左上角的文字识别，请核对")
    if merged := merged_in(sheet, range(heading.row_no, sheet.height)):
        notes.append(f"数据中有合并单元格（{merged}），只有左上角一格有内容，请取消合并后逐行填写")
    return notes
