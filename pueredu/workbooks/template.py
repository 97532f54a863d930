"""The workbook that people fill in: pre-filled, with lists, text ids and a hidden mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import xlsxwriter

from pueredu.workbooks.columns import CellKind, Column, SheetForm
from pueredu.workbooks.export import WIDEST, breadth, print_on_paper, safe_text, write_cell
from pueredu.workbooks.headers import ERROR_HEADING, LISTS_SHEET, META_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

HEAD_ROW = 1  # row 0 says in one line what to do
LAST_ROW = 1_048_575
ADVICE = "深色表头的列必填；不要改动表头；编号按文本填写；有下拉的列请从下拉中选择。"
FORMATS = {CellKind.CODE: "@", CellKind.TEXT: "@", CellKind.DATE: "yyyy-mm-dd"}


class SheetWriter:
    """Writes one sheet in the layout that the reader knows; used for the error workbook too."""

    def __init__(self, stream: BinaryIO, form: SheetForm, sheet_key: str, *, errors: bool = False):
        self.book: Workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
        self.form, self.errors = form, errors
        self.sheet: Worksheet = self.book.add_worksheet(_sheet_name(form.title))
        self.formats = {
            column.name: self.book.add_format(_cell_format(column)) for column in form.columns
        }
        self.red = {
            column.name: self.book.add_format(
                {**_cell_format(column), "bg_color": "#FADBD8", "font_color": "#922B21"},
            )
            for column in form.columns
        }
        self.next_row = HEAD_ROW + 1
        self._head()
        self._lists()
        self._meta(sheet_key)

    def row(self, values: Mapping[str, object], faulty: Iterable[str] = (), text: str = "") -> None:
        """One row; `faulty` columns are coloured, `text` goes to the error column."""
        faulty = set(faulty)
        for place, column in enumerate(self.form.columns):
            formats = self.red if column.name in faulty else self.formats
            value = values.get(column.name)
            write_cell(self.sheet, self.next_row, place, value, formats[column.name])
        if self.errors:
            place = len(self.form.columns)
            self.sheet.write_string(self.next_row, place, safe_text(text), self.wrapped)
        self.next_row += 1

    def close(self) -> None:
        self.book.close()

    def _head(self) -> None:
        bold = {"bold": True, "border": 1, "valign": "vcenter", "align": "center"}
        must = self.book.add_format({**bold, "bg_color": "#1F4E79", "font_color": "#FFFFFF"})
        may = self.book.add_format({**bold, "bg_color": "#D9E2EC"})
        self.wrapped = self.book.add_format({"text_wrap": True, "font_color": "#922B21"})
        self.sheet.write_string(0, 0, f"{self.form.title}：{ADVICE}")
        for place, column in enumerate(self.form.columns):
            self.sheet.set_column(place, place, _width(column), self.formats[column.name])
            self.sheet.write_string(HEAD_ROW, place, column.label, must if column.asked else may)
            if column.help:
                self.sheet.write_comment(HEAD_ROW, place, column.help)
        if self.errors:
            place = len(self.form.columns)
            self.sheet.set_column(place, place, 60)
            self.sheet.write_string(HEAD_ROW, place, ERROR_HEADING, must)
        self.sheet.set_row(HEAD_ROW, 24)
        self.sheet.freeze_panes(HEAD_ROW + 1, 0)
        print_on_paper(self.sheet, HEAD_ROW)

    def _lists(self) -> None:
        listed = [(n, column) for n, column in enumerate(self.form.columns) if column.choices]
        if not listed:
            return
        lists = self.book.add_worksheet(LISTS_SHEET)
        lists.very_hidden()
        for number, (place, column) in enumerate(listed):
            for row, choice in enumerate(column.choices):
                lists.write_string(row, number, safe_text(choice))
            letter = xlsxwriter.utility.xl_col_to_name(number, col_abs=True)
            source = f"={LISTS_SHEET}!{letter}$1:{letter}${len(column.choices)}"
            self.sheet.data_validation(
                HEAD_ROW + 1,
                place,
                LAST_ROW,
                place,
                {
                    "validate": "list",
                    "source": source,
                    "error_title": "请从下拉中选择",
                    "error_message": f"“{column.label}”只能从下拉列表中选择。",
                },
            )

    def _meta(self, sheet_key: str) -> None:
        meta = self.book.add_worksheet(META_SHEET)
        meta.very_hidden()
        facts = {"kind": sheet_key, "title": self.form.title, "version": self.form.version}
        for row, (name, value) in enumerate(facts.items()):
            meta.write_string(row, 0, name)
            meta.write_string(row, 1, value)


def write_template(
    stream: BinaryIO,
    form: SheetForm,
    sheet_key: str,
    rows: Iterable[Mapping[str, object]] = (),
) -> None:
    """An .xlsx template with `rows` (by field name) filled in."""
    writer = SheetWriter(stream, form, sheet_key)
    for row in rows:
        writer.row(row)
    writer.close()


def _sheet_name(title: str) -> str:
    # Excel allows 31 letters and forbids these seven.
    return "".join("_" if letter in r"[]:*?/\'" else letter for letter in title)[:31]


def _cell_format(column: Column) -> dict[str, str]:
    return {"num_format": FORMATS[column.kind]} if column.kind in FORMATS else {}


def _width(column: Column) -> float:
    wide = {CellKind.CODE: 20, CellKind.DATE: 13, CellKind.TEXT: 18}.get(column.kind, 10)
    listed = max(map(breadth, column.choices), default=0)
    return max(wide, breadth(column.label) + 4, min(listed + 3, WIDEST))
