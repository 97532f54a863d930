from pueredu.workbooks.columns import CellKind, form_of, plain_heading

from .sheets import HoursResource


def test_a_resource_is_read_as_a_form():
    form = form_of(HoursResource)

    assert (form.title, form.version, form.key) == ("培训学时", "2", ("code", "done_on"))
    assert [column.kind for column in form.columns] == [
        CellKind.CODE,
        CellKind.TEXT,
        CellKind.TEXT,
        CellKind.NUMBER,
        CellKind.DATE,
        CellKind.INTEGER,
        CellKind.YES_NO,
    ]
    assert [c.name for c in form.columns if c.required] == ["code", "name", "hours", "done_on"]
    assert [c.name for c in form.columns if c.asked] == [
        "code",
        "name",
        "hours",
        "done_on",
        "seats",
    ]
    assert form.columns[3].headings == {"学时", "课时"}


def test_lists_may_depend_on_the_place():
    form = form_of(HoursResource).with_choices({"name": ["甲", "乙"]})

    assert form.columns[1].choices == ("甲", "乙")
    assert form.columns[2].choices == ("集中培训", "网络研修", "校本研修")


def test_headings_are_compared_without_blanks_width_and_marks():
    assert plain_heading(" 学 时（必填）\n") == plain_heading("*学时") == "学时"
