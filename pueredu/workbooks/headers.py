"""Which row is the heading and which column is which; a wrong template said column by column."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from pueredu.kit.errors import Refused
from pueredu.workbooks.columns import plain_heading

if TYPE_CHECKING:
    from pueredu.workbooks.columns import Column, SheetForm
    from pueredu.workbooks.sources import SheetHead

META_SHEET = "_meta"
LISTS_SHEET = "_refs"
ERROR_HEADING = "错误说明"
OWN_SHEETS = {META_SHEET, LISTS_SHEET}


class WrongTemplate(Refused):
    """`lines` say column by column what is missing, doubled or unknown."""

    def __init__(self, lines: list[str]):
        super().__init__("；".join(lines))
        self.lines = lines


@dataclass
class Heading:
    """`places` maps field names to column numbers from 0; `row_no` counts from 1."""

    sheet: int
    row_no: int
    places: dict[str, int] = field(default_factory=dict)
    doubled: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def missing(self, form: SheetForm) -> list[Column]:
        """Columns that must be there and are not; a column of the key must."""
        must = (column for column in form.columns if column.required or column.name in form.key)
        return [column for column in must if column.name not in self.places]


def find_heading(form: SheetForm, sheets: list[SheetHead]) -> Heading:
    """The row that names most columns, visible sheets first; WrongTemplate when none fits."""
    found = [
        _read_heading(form, number, row_no, row)
        for number, sheet in enumerate(sheets)
        if sheet.name not in OWN_SHEETS
        for row_no, row in enumerate(sheet.head, start=1)
    ]
    if not any(heading.places for heading in found):
        raise WrongTemplate(_nothing(form, sheets))
    best = max(found, key=lambda one: _rank(form, sheets, one))
    if lines := _faults(form, best):
        merged = merged_in(sheets[best.sheet], range(best.row_no))
        hint = [f"表头有合并单元格（{merged}），请取消合并，每列写一个列名"] if merged else []
        raise WrongTemplate(lines + hint)
    return best


def check_origin(form: SheetForm, kind: str, sheets: list[SheetHead]) -> list[str]:
    """Notes on an older template; WrongTemplate when it was made for another table."""
    meta = next((sheet for sheet in sheets if sheet.name == META_SHEET), None)
    if meta is None:
        return []
    facts = {str(row[0]): str(row[1]) for row in meta.head if len(row) > 1}
    if facts.get("kind", kind) != kind:
        title = facts.get("title", "另一张表")
        raise WrongTemplate([f"这是“{title}”的模板，请下载“{form.title}”的模板填写"])
    if facts.get("version", form.version) != form.version:
        return [f"模板是旧版（第 {facts['version']} 版），现行为第 {form.version} 版，已按列名读取"]
    return []


def merged_in(sheet: SheetHead, rows: range) -> str:
    """The first of the merged cells that touch these rows (counted from 0); "" without any."""
    found = sorted(a for a in sheet.merged if a[0] < rows.stop and a[2] >= rows.start)
    if not found:
        return ""
    more = f" 等 {len(found)} 处" if len(found) > 1 else ""
    return f"{_cell_name(*found[0])}{more}"


def _cell_name(top: int, left: int, bottom: int, right: int) -> str:
    return f"{xl_rowcol_to_cell(top, left)}:{xl_rowcol_to_cell(bottom, right)}"


def _read_heading(form: SheetForm, sheet: int, row_no: int, row: list) -> Heading:
    known = {text: column for column in form.columns for text in column.headings}
    heading = Heading(sheet, row_no)
    for place, cell in enumerate(row):
        # the column that the error workbook adds says nothing of its own
        if not isinstance(cell, str) or plain_heading(cell) in {"", ERROR_HEADING}:
            continue
        column = known.get(plain_heading(cell))
        if column is None:
            heading.unknown.append(cell.strip())
        elif column.name in heading.places:
            heading.doubled.append(column.label)
        else:
            heading.places[column.name] = place
    return heading


def _rank(form: SheetForm, sheets: list[SheetHead], heading: Heading) -> tuple:
    sheet = sheets[heading.sheet]
    complete = not heading.missing(form)
    return complete, len(heading.places), sheet.is_visible, -heading.sheet, -heading.row_no


def _faults(form: SheetForm, heading: Heading) -> list[str]:
    lines = [f"“{label}”列出现了两次，请只留一列" for label in heading.doubled]
    for column in heading.missing(form):
        near = difflib.get_close_matches(column.label, heading.unknown, n=1, cutoff=0.4)
        hint = f"，最接近的是“{near[0]}”，如是请改为“{column.label}”" if near else ""
        lines.append(f"缺少“{column.label}”列{hint}")
    if lines:
        lines += [f"多出“{text}”列，系统不认识" for text in heading.unknown]
    return lines


def _nothing(form: SheetForm, sheets: list[SheetHead]) -> list[str]:
    if not any(any(cell not in {None, ""} for cell in row) for s in sheets for row in s.head):
        return ["表格里没有任何内容"]
    labels = "、".join(f"“{column.label}”" for column in form.columns if column.required)
    return [f"前 30 行里找不到表头，应有 {labels} 等列，请下载“{form.title}”的模板填写"]
