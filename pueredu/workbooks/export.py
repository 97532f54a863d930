"""Rows to .xlsx or .csv that no spreadsheet program will take for a formula."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# XML 1.0 holds no other control character, and none means anything in a cell.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# East Asian Excel takes the full-width signs for the plain ones.
ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MAX_CELL = 32_767  # letters, Excel's own limit
LOOKED_AT, WIDEST = 200, 50  # rows that decide how wide a column is, and letters at most


def safe_text(value: object) -> str:
    """Text as it may stand in a cell: what would start a formula gets a leading apostrophe.

    The reader takes the apostrophe off again, so a file that comes back is unchanged.
    """
    text = CONTROL.sub("", str(value))[: MAX_CELL - 1]
    return f"'{text}" if text.startswith(ACTIVE) or text.lstrip().startswith(ACTIVE) else text


def write_cell(
    sheet: Worksheet,
    row: int,
    place: int,
    value: object,
    cell_format: Format | None = None,
) -> None:
    """One cell by the type of its value: text never becomes a number, link or formula."""
    if value is None or value == "":
        sheet.write_blank(row, place, None, cell_format)
    elif isinstance(value, bool):
        sheet.write_string(row, place, "是" if value else "否", cell_format)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, place, value, cell_format)
    elif isinstance(value, datetime):
        sheet.write_string(row, place, f"{value:%Y-%m-%d %H:%M}", cell_format)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, cell_format)
    else:
        sheet.write_string(row, place, safe_text(value), cell_format)


def write_xlsx(
    stream: BinaryIO,
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    footer: str = "",
) -> None:
    """A plain workbook, a row at a time on disk; `footer` (say 演示数据) closes the sheet."""
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", "_", title)[:31])
    bold = book.add_format({"bold": True, "bg_color": "#D9E2EC", "border": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, [safe_text(heading) for heading in headings], bold)
    sheet.freeze_panes(1, 0)
    print_on_paper(sheet, 0)
    widths = dict(enumerate(map(breadth, headings)))
    number = 0
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            is_day = isinstance(value, date) and not isinstance(value, datetime)
            write_cell(sheet, number, place, value, day if is_day else None)
            if number <= LOOKED_AT:
                widths[place] = max(widths.get(place, 0), breadth(value))
    for place, width in widths.items():
        sheet.set_column(place, place, min(max(10, width + 3), WIDEST))
    if footer:
        sheet.write_string(number + 1, 0, safe_text(footer))
    book.close()


def print_on_paper(sheet: Worksheet, head_row: int) -> None:
    """A4 across, all columns on one page, the heads on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, head_row)


def breadth(value: object) -> int:
    """Letters wide; a Chinese sign takes two."""
    text = str(value or "")
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text[:WIDEST])


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """UTF-8 with a mark, so that Excel opens it right; text neutralised like in .xlsx."""
    yield b"\xef\xbb\xbf" + _line(headings)
    for row in rows:
        yield _line(row)


def _line(values: Sequence[object]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([_csv_cell(value) for value in values])
    return buffer.getvalue().encode()


def _csv_cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return safe_text(value)
