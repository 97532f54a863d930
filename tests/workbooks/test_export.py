import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pueredu.workbooks.cells import Converter
from pueredu.workbooks.columns import CellKind, Column
from pueredu.workbooks.export import ACTIVE, csv_lines, safe_text, write_xlsx

from .sheets import loaded

ROW = ["=1+1", "==1+1", "+86", "@x", "\t=1", "＝1", "a\x00b", 6, Decimal("1.5"), True, None]
SAFE = ["'=1+1", "'==1+1", "'+86", "'@x", "'\t=1", "'＝1", "ab"]


def test_no_text_of_a_user_becomes_a_formula_in_a_workbook():
    stream = io.BytesIO()
    write_xlsx(stream, "学时[1]", ["=h"], [[*ROW, date(2023, 5, 25)]], footer="演示数据")
    sheet = loaded(stream.getvalue()).active

    values = [cell.value for cell in sheet[2]]
    assert values[:7] == SAFE
    assert values[7:10] == [6, 1.5, "是"]
    assert {cell.data_type for cell in sheet[2]} == {"s", "n", "d"}
    assert (sheet["A1"].value, sheet["A3"].value) == ("'=h", "演示数据")


def test_a_workbook_is_wide_enough_and_prints_across_the_page():
    stream = io.BytesIO()
    write_xlsx(
        stream, "启用码表", ["码", "姓名"], [["ABCDE-FGHJK-LMNPQ", "张三"], ["A", "演示" * 40]]
    )
    sheet = loaded(stream.getvalue()).active

    widths = [round(sheet.column_dimensions[letter].width) for letter in "AB"]
    assert widths == [21, 51]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.print_title_rows == "$1:$1"


def test_no_text_of_a_user_becomes_a_formula_in_a_text_table():
    data = b"".join(csv_lines(["a"], [ROW]))
    table = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))

    assert data.startswith(b"\xef\xbb\xbf")
    assert table == [["a"], [*SAFE, "6", "1.5", "是", ""]]


@given(st.text(max_size=50))
@settings(max_examples=300, deadline=None)
def test_safe_text_never_starts_a_formula(text):
    assert not safe_text(text).lstrip().startswith(ACTIVE)


@pytest.mark.parametrize("text", ["=1+1", "+86-879", "-", "@某人", "'好'", "普通"])
def test_what_was_exported_is_read_back_unchanged(text):
    value, level, _ = Converter(Column("x", "备注", CellKind.TEXT))(safe_text(text))
    assert (value, level) == (text, None)
