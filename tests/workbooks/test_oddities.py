"""What is odd in a table is read as far as it can be, and told."""

from dataclasses import asdict

import pytest

from pueredu.workbooks.models import StagedRow
from pueredu.workbooks.reader import UnreadableSheet, WrongTemplate

from .reading import read
from .sheets import GOOD, HEADINGS, xlsx

pytestmark = pytest.mark.django_db


def test_hidden_rows_other_sheets_and_unknown_columns_are_named(tmp_path):
    def change(book, sheet):
        sheet.row_dimensions[2].hidden = True
        book.create_sheet("说明").append(["请勿填写"])

    rows = [[*HEADINGS, "备注"], [*GOOD, "x"]]
    found = read(xlsx(rows, tmp_path / "a.xlsx", change=change))

    assert found.sentences == ["第 2 行在表格中是隐藏行，也已读取"]
    assert found.lines[0].level == "warning"
    assert StagedRow.objects.get().is_hidden
    assert found.notes == [
        "文件有多张工作表，只读取了“Sheet”，未读取“说明”",
        "不认识的列已忽略：“备注”",
    ]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_line_of_sums_is_nobodys_and_is_told(tmp_path, place, kind):
    """Under 序号, which no template knows, under the code or under the name."""
    sums = ["", "", "", "", 12, "", "", ""]
    sums[place] = "合　计"
    rows = [["序号", *HEADINGS], [1, *GOOD], [2, "0532100002", *GOOD[1:]], sums]
    path = tmp_path / "a"
    if kind == "xlsx":
        xlsx(rows, path)
    else:
        path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")

    found = read(path, kind)

    assert (found.row_nos, found.sentences) == ([2, 3], ["第 4 行是合计，没有读取"])
    assert found.lines[0].level == "note"


def test_a_table_of_nothing_but_sums_has_no_data(tmp_path):
    with pytest.raises(UnreadableSheet, match="没有数据"):
        read(xlsx([HEADINGS, ["合计", None, None, 0]], tmp_path / "a.xlsx"))


def test_equal_faults_become_one_line(tmp_path):
    rows = [HEADINGS, *[[*GOOD[:3], "六", f"2023-05-{day}"] for day in range(10, 23)]]
    (line,) = read(xlsx(rows, tmp_path / "a.xlsx")).lines

    assert asdict(line) == {
        "level": "error",
        "column": "hours",
        "text": "「学时」应为数字，填的是“六”",
        "count": 13,
        "rows": list(range(2, 15)),
    }


def test_merged_cells_are_named(tmp_path):
    def change(_book, sheet):
        sheet.merge_cells("A1:G1")  # a title above the heading hurts nobody
        sheet.merge_cells("G2:H2")
        sheet.merge_cells("B3:B5")
        sheet.merge_cells("C3:C4")

    rows = [["登记表"], HEADINGS, GOOD, [*GOOD[:4], "2023-05-26"], [*GOOD[:4], "2023-05-24"]]
    found = read(xlsx(rows, tmp_path / "a.xlsx", change=change))

    assert found.notes == [
        "表头有合并单元格（G2:H2），按左上角的文字识别，请核对",
        "数据中有合并单元格（B3:B5 等 2 处），只有左上角一格有内容，请取消合并后逐行填写",
    ]


def test_a_merged_heading_that_hides_a_column_is_told(tmp_path):
    def change(_book, sheet):
        sheet.merge_cells("D1:E1")

    with pytest.raises(WrongTemplate) as told:
        read(xlsx([HEADINGS, GOOD], tmp_path / "a.xlsx", change=change))
    assert told.value.lines == [
        "缺少“日期”列",
        "表头有合并单元格（D1:E1），请取消合并，每列写一个列名",
    ]
