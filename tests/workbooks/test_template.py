import io

from pueredu.workbooks.columns import form_of
from pueredu.workbooks.template import SheetWriter, write_template

from .sheets import HEADINGS, HoursResource, loaded

FORM = form_of(HoursResource)


def built(rows=()):
    stream = io.BytesIO()
    write_template(stream, FORM, "training.hours", rows)
    return loaded(stream.getvalue())


def test_the_template_has_its_heads_its_lists_and_its_mark():
    book = built([{"code": "0001", "name": "演示教师"}])
    sheet = book["培训学时"]

    assert [cell.value for cell in sheet[2]] == HEADINGS
    assert sheet.freeze_panes == "A3"
    assert sheet["A3"].value == "0001"
    assert sheet["A3"].number_format == "@"
    assert sheet.column_dimensions["A"].width >= 20
    assert {name: book[name].sheet_state for name in ("_refs", "_meta")} == {
        "_refs": "veryHidden",
        "_meta": "veryHidden",
    }
    assert [[cell.value for cell in row] for row in book["_meta"].rows] == [
        ["kind", "training.hours"],
        ["title", "培训学时"],
        ["version", "2"],
    ]


def test_a_list_holds_for_the_whole_column():
    book = built()
    (rule,) = book["培训学时"].data_validations.dataValidation

    assert (rule.formula1, str(rule.sqref)) == ("_refs!$A$1:$A$3", "C3:C1048576")
    assert [cell.value for cell in book["_refs"]["A"]] == ["集中培训", "网络研修", "校本研修"]


def test_required_heads_are_told_from_the_others_by_colour():
    sheet = built()["培训学时"]
    must, may = sheet["A2"].fill.fgColor.rgb, sheet["C2"].fill.fgColor.rgb
    assert (must, may) == ("FF1F4E79", "FFD9E2EC")


def test_the_error_workbook_has_the_same_layout_and_one_column_more():
    stream = io.BytesIO()
    writer = SheetWriter(stream, FORM, "training.hours", errors=True)
    writer.row({"code": "0001", "hours": "六"}, ["hours"], "「学时」应为数字")
    writer.close()
    sheet = loaded(stream.getvalue())["培训学时"]

    assert [cell.value for cell in sheet[2]] == [*HEADINGS, "错误说明"]
    assert (sheet["D3"].value, sheet["H3"].value) == ("六", "「学时」应为数字")
    assert (sheet["D3"].fill.fgColor.rgb, sheet["A3"].fill.fill_type) == ("FFFADBD8", None)
