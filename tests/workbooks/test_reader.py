from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from pueredu.workbooks.reader import UnreadableSheet, WrongTemplate
from pueredu.workbooks.template import write_template

from .reading import FORM, read
from .sheets import GOOD, HEADINGS, xlsx

READ = {
    "row_no": 2,
    "code": "0532100001",
    "name": "演示教师",
    "form": "集中培训",
    "hours": Decimal(6),
    "done_on": date(2023, 5, 25),
    "seats": 30,
    "is_online": False,
}

pytestmark = pytest.mark.django_db


def test_a_good_row_is_read_with_its_types(tmp_path):
    found = read(xlsx([HEADINGS, GOOD], tmp_path / "a.xlsx"))

    assert found.rows == [READ]
    assert (found.lines, found.notes) == ([], [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t"])
def test_a_text_table_is_read_in_every_usual_coding(tmp_path, encoding, mark):
    path = tmp_path / "a.csv"
    lines = [mark.join(str(cell) for cell in row) for row in (HEADINGS, GOOD)]
    path.write_bytes("\r\n".join(lines).encode(encoding))

    assert read(path, "csv").rows == [READ]


def test_columns_may_stand_in_another_order_below_a_title(tmp_path):
    order = [3, 1, 0, 4, 2, 6, 5]
    rows = [
        ["培训学时登记表"],
        [],
        [f"*{HEADINGS[place]} " for place in order],
        [GOOD[place] for place in order],
    ]

    found = read(xlsx(rows, tmp_path / "a.xlsx"))

    assert found.rows == [{**READ, "row_no": 4}]


def test_a_wrong_template_is_told_column_by_column(tmp_path):
    headings = ["编号", "姓名", "姓名", "学时数", "日期"]
    with pytest.raises(WrongTemplate) as told:
        read(xlsx([headings, GOOD], tmp_path / "a.xlsx"))

    assert told.value.lines == [
        "“姓名”列出现了两次，请只留一列",
        "缺少“教师编号”列，最接近的是“编号”，如是请改为“教师编号”",
        "缺少“学时”列，最接近的是“学时数”，如是请改为“学时”",
        "多出“编号”列，系统不认识",
        "多出“学时数”列，系统不认识",
    ]


def test_a_table_of_something_else_is_told_what_is_wanted(tmp_path):
    with pytest.raises(WrongTemplate, match="前 30 行里找不到表头，应有 “教师编号”"):
        read(xlsx([["a", "b"], [1, 2]], tmp_path / "a.xlsx"))
    with pytest.raises(WrongTemplate, match="没有任何内容"):
        read(xlsx([], tmp_path / "b.xlsx"))
    with pytest.raises(UnreadableSheet, match="表头下面没有数据"):
        read(xlsx([HEADINGS], tmp_path / "c.xlsx"))


def test_the_template_of_another_table_is_recognised(tmp_path):
    path = tmp_path / "a.xlsx"
    with path.open("wb") as stream:
        write_template(stream, FORM, "studios.members", [READ])
    with pytest.raises(WrongTemplate, match="这是“培训学时”的模板"):
        read(path)


def test_a_filled_template_comes_back_as_it_was(tmp_path):
    path = tmp_path / "a.xlsx"
    rows = [READ, {**READ, "code": "000", "name": "=cmd|' /c'!A0"}]
    with path.open("wb") as stream:
        write_template(stream, FORM, "training.hours", rows)

    found = read(path)

    assert found.rows == [{**row, "row_no": no} for no, row in enumerate(rows, start=3)]
    assert (found.lines, found.notes) == ([], [])


def test_wrong_cells_are_told_with_row_and_column(tmp_path):
    rows = [
        HEADINGS,
        [123.0, *GOOD[1:]],
        ["124", "", "集中", "六", "五月", 1.5, "也许"],
        [None] * 7,
        ["0532100001", "演示教师", "集中培训", 6, "2023-05-26", None, None],
        ["0532100001", "演示教师", "集中培训", 8, "2023-05-26", None, None],
    ]

    found = read(xlsx(rows, tmp_path / "a.xlsx"))

    assert found.row_nos == [2, 3, 5, 6]
    assert found.sentences == [
        "第 2 行「教师编号」以数字存放，已按文本读取；如有前导 0 请核对",
        "第 3 行「人次」应为整数，填的是“1.5”",
        "第 3 行「姓名」不能为空",
        "第 3 行「学时」应为数字，填的是“六”",
        "第 3 行「形式」不在可选项中，填的是“集中”，是否应为“集中培训”",
        "第 3 行「日期」应为日期（如 2023-05-25），填的是“五月”",
        "第 3 行「线上」应填“是”或“否”，填的是“也许”",
    ]
    assert found.unlisted == {"form": {"集中": 1}}


def test_a_formula_that_was_never_computed_is_an_error(tmp_path):
    rows = [HEADINGS, [*GOOD[:3], "=3+3", *GOOD[4:]]]
    found = read(xlsx(rows, tmp_path / "a.xlsx"))
    assert found.sentences == ["第 2 行「学时」是公式但没有计算结果，请改为填写数值"]


def test_a_computed_formula_is_read_by_its_value(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, GOOD)
    sheet.write_formula(1, 3, "=3+3", None, 6)
    book.close()
    assert read(path).rows == [READ]


def test_a_broken_workbook_gets_a_sentence(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(UnreadableSheet, match="可能已损坏"):
        read(path)


def test_a_workbook_as_wide_as_the_world_gets_a_sentence(tmp_path):
    def far(_book, sheet):
        sheet["XFD1048576"] = 1

    path = xlsx([HEADINGS, GOOD], tmp_path / "a.xlsx", change=far)
    with pytest.raises(UnreadableSheet, match="范围过大"):
        read(path)


def test_a_text_means_what_was_chosen_for_it(tmp_path):
    rows = [HEADINGS, [*GOOD[:2], "集中", *GOOD[3:]]]
    found = read(xlsx(rows, tmp_path / "a.xlsx"), corrections={"form": {"集中": "集中培训"}})

    assert found.rows == [READ]


def test_marks_of_the_copy_are_only_text(tmp_path):
    name = 'a\\b"{c}\n,\tNULL'
    rows = [HEADINGS, [GOOD[0], name, *GOOD[2:]], [GOOD[0], "NULL", *GOOD[2:4], "2023-05-26"]]
    found = read(xlsx(rows, tmp_path / "a.xlsx"))

    assert [row["name"] for row in found.rows] == [name, "NULL"]


def test_more_rows_than_a_batch_are_read_with_their_numbers(tmp_path, monkeypatch):
    monkeypatch.setattr("pueredu.workbooks.sandbox.BATCH", 2)
    days = [f"2023-05-{day:02}" for day in range(1, 8)]
    lines = [",".join(HEADINGS), *(f"1,甲,,{6},{day},," for day in days)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines))

    found = read(path, "csv")

    assert [(row["row_no"], str(row["done_on"])) for row in found.rows] == list(
        zip(range(2, 9), days, strict=True)
    )


def test_true_and_one_are_told_apart(tmp_path):
    rows = [HEADINGS, [*GOOD[:5], 1, True], [*GOOD[:4], "2023-05-26", True, 1]]
    found = read(xlsx(rows, tmp_path / "a.xlsx"))

    assert [(row["seats"], row["is_online"]) for row in found.rows] == [(1, True)]
    assert found.sentences == ["第 3 行「人次」应为数字，填的是“TRUE”"]
