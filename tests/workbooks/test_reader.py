from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from django.db import connection

from pueredu.workbooks.columns import form_of
from pueredu.workbooks.kinds import SheetKind
from pueredu.workbooks.models import ImportJob, StagedRow
from pueredu.workbooks.reader import SheetReader, UnreadableSheet, WrongTemplate
from pueredu.workbooks.sources import open_source
from pueredu.workbooks.staging import open_sheet, stage
from pueredu.workbooks.template import write_template

from .sheets import GOOD, HEADINGS, HoursResource, xlsx

FORM = form_of(HoursResource)


class HoursKind(SheetKind):
    key = "training.hours"


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
