"""One uploaded table to typed rows and messages. Reads a file, writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pueredu.workbooks.cells import Converter
from pueredu.workbooks.headers import (
    OWN_SHEETS,
    Heading,
    WrongTemplate,
    check_origin,
    find_heading,
)
from pueredu.workbooks.messages import Level, Message
from pueredu.workbooks.sources import Source, UnreadableSheet, open_source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pueredu.workbooks.columns import SheetForm

__all__ = ["ReadSheet", "UnreadableSheet", "WrongTemplate", "read_sheet"]

MAX_ROWS = 100_000  # issue of the training workbook: up to 100,000 rows a job
ROW_NO = "row_no"


@dataclass
class ReadSheet:
    """Rows are dicts of field name to value (str, Decimal, int, date, bool, None) and `row_no`.

    A cell in error keeps its raw text, and its row has an ERROR message. `notes` speak
    of the whole file.
    """

    rows: list[dict] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    columns: tuple[str, ...] = ()


def read_sheet(path: Path, kind: str, form: SheetForm, sheet_key: str) -> ReadSheet:
    """Read the sheet that fits `form`; raises WrongTemplate or UnreadableSheet.

    `kind` is the file's (xlsx, xls, ods, csv), `sheet_key` the SheetKind's, compared with
    the template's hidden mark.
    """
    with open_source(path, kind) as source:
        notes = check_origin(form, sheet_key, source.sheets)
        heading = find_heading(form, source.sheets)
        read = ReadSheet(notes=notes, columns=tuple(heading.places))
        _collect(read, form, heading, source.rows(heading.sheet, heading.row_no))
        _note_hidden(read, source)
    _note_extras(read, source, heading)
    read.messages += _repeated(read.rows, form)
    return read


def _collect(read: ReadSheet, form: SheetForm, heading: Heading, rows: Iterable[list]) -> None:
    places = [
        (column.name, heading.places[column.name], Converter(column))
        for column in form.columns
        if column.name in heading.places
    ]
    for row_no, cells in enumerate(rows, start=heading.row_no + 1):
        width = len(cells)
        raw = [cells[place] if place < width else None for _, place, _ in places]
        if all(_is_blank(cell) for cell in raw):
            continue
        if len(read.rows) == MAX_ROWS:
            raise UnreadableSheet(f"表格超过 {MAX_ROWS:,} 行，请分成几个文件上传。")
        row: dict = {ROW_NO: row_no}
        for (name, _, convert), cell in zip(places, raw, strict=True):
            row[name], level, text = convert(cell)
            if level:
                read.messages.append(Message(row_no, level, text, name))
        read.rows.append(row)


def _is_blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _note_hidden(read: ReadSheet, source: Source) -> None:
    hidden = set(source.hidden)
    read.messages += [
        Message(row[ROW_NO], Level.WARNING, "在表格中是隐藏行，也已读取")
        for row in read.rows
        if row[ROW_NO] in hidden
    ]


def _note_extras(read: ReadSheet, source: Source, heading: Heading) -> None:
    others = [
        sheet.name
        for number, sheet in enumerate(source.sheets)
        if number != heading.sheet and sheet.name not in OWN_SHEETS and sheet.height
    ]
    if others:
        name, rest = source.sheets[heading.sheet].name, "、".join(f"“{one}”" for one in others)
        read.notes.append(f"文件有多张工作表，只读取了“{name}”，未读取{rest}")
    if heading.unknown:
        unknown = "、".join(f"“{text}”" for text in heading.unknown)
        read.notes.append(f"不认识的列已忽略：{unknown}")
    if not read.rows:
        raise UnreadableSheet("表头下面没有数据，请填写后再上传。")


def _repeated(rows: list[dict], form: SheetForm) -> list[Message]:
    first: dict[tuple, int] = {}
    messages = []
    for row in rows if form.key else ():
        key = tuple(row.get(name) for name in form.key)
        if any(part is None for part in key):
            continue
        earlier = first.setdefault(key, row[ROW_NO])
        if earlier != row[ROW_NO]:
            messages.append(Message(row[ROW_NO], Level.ERROR, f"与第 {earlier} 行重复"))
    return messages
