"""The register of schools from a table: added, changed, never moved and never taken out."""

import io

import openpyxl
import pytest
from django.urls import reverse

from pueredu.audit.models import Entry
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.units.models import Unit
from pueredu.workbooks import actions as jobs
from pueredu.workbooks.models import ImportJob
from pueredu.workbooks.queries import write_filled_template
from tests.support.figures import load_figures
from tests.support.world import AT, CANARY
from tests.training.workbooks import counts, sentences, workbook

HEADINGS = [
    "学校代码", "学校名称", "简称", "县(区)", "类别", "学校类型", "所属中心学校", "排序号", "设立日期", "撤并日期",
]  # fmt: skip
A, B = f"{CANARY['a']}县", f"{CANARY['b']}县"
CENTRAL = f"{CANARY['a']}中心学校"


def school(code="S-1", name="新一小", area=A, **words) -> list:
    cells = {"学校代码": code, "学校名称": name, "县(区)": area, **words}
    return [cells.get(heading) for heading in HEADINGS]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def check(world):
    load_figures()

    def checked(rows, *, by="city_staff", place="city-education_bureau") -> ImportJob:
        job = jobs.add_import_job(
            workbook(rows, HEADINGS), by=world.person(by), at=AT, kind="office.schools",
            place=world.units[place],
        )  # fmt: skip
        return jobs.check_import_job(job, by=None, at=AT)

    return checked


@pytest.fixture
def apply(check, world):
    def applied(rows, **words) -> ImportJob:
        by = world.person("city_staff")
        job = jobs.confirm_import_job(check(rows, **words), by=by, at=AT)
        return jobs.apply_import_job(job, by=by, at=AT)

    return applied


def test_a_central_school_and_its_points_come_in_one_table(apply, world):
    points = {"类别": "教学点", "所属中心学校": "新中心学校"}
    job = apply([
        school("S-3", "新教学点", **points),
        school("S-2", "新中心学校", 类别="中心学校", 学校类型="小学", 排序号=7, 设立日期="2001-09-01"),
        school("S-4", "老中心的点", 类别="村完小", 所属中心学校=CENTRAL),
        school("S-5", "市直新校", "测试市"),
    ])  # fmt: skip
    assert (counts(job), job.outcome) == ({"read": 4, "new": 4}, {"added": 4, "changed": 0})
    central, point = Unit.objects.get(code="S-2"), Unit.objects.get(code="S-3")
    assert (central.parent, central.school_type, central.precedence, str(central.since)) == (
        world.units["a-education_bureau"], "primary", 7, "2001-09-01",
    )  # fmt: skip
    assert (point.parent, point.area, point.short_name) == (central, world.units["a"], "新教学点")
    assert Unit.objects.get(code="S-4").parent == world.units["a2"]
    assert Unit.objects.get(code="S-5").parent == world.units["city-education_bureau"]
    assert point.source == "表格导入：五月学时.xlsx"
    assert Entry.objects.filter(verb="units.unit.add").count() == 4


def test_an_empty_cell_changes_nothing_and_twice_is_nothing(apply, check, world):
    rows = [school("T-a1", "改名一小", None, 撤并日期="2023-08-31"), school()]
    job = apply(rows)
    assert counts(job) == {"read": 2, "warning": 1, "new": 1}
    assert sentences(job) == ["第 2 行撤并后还有 3 人在这里任职，请办理人员调动和任职结束"]
    unit = Unit.objects.get(code="T-a1")
    kept = world.units["a1"]
    assert (unit.name, str(unit.until)) == ("改名一小", "2023-08-31")
    for name in ("short_name", "kind", "school_type", "parent", "area", "precedence", "source"):
        assert getattr(unit, name) == getattr(kept, name)
    again = check(rows)
    assert counts(again) == {"read": 2, "same": 2}
    assert any("导入过" in note for note in again.notes)


def test_a_point_goes_to_another_central_school_and_what_is_below_a_unit_moves(apply):
    apply([
        school("S-2", "新中心学校", 类别="中心学校"),
        school("T-a3", f"{CANARY['a']}教学点", None, 所属中心学校="S-2"),
    ])  # fmt: skip
    assert Unit.objects.get(code="T-a3").path.endswith("/S-2/T-a3/")


def test_every_fault_is_named(check):
    job = check([
        school("学 校"),
        school("T-a-finance"),
        school("T-b1", "别县的", A),
        school("S-4", "没有县", None),
        school("S-5", "学校有中心", 所属中心学校=CENTRAL),
        school("S-6", "找不到", 类别="教学点", 所属中心学校="没有的中心"),
        school("S-7", "倒着", 设立日期="2020-01-01", 撤并日期="2019-01-01"),
        school("T-a2", CENTRAL, None, 类别="学校"),
        school("S-9", "类别错", 类别="分校"),
        school("S-10", f"{CANARY['a']}一小"),
        school("S-10", "又一次"),
    ])  # fmt: skip
    assert counts(job) == {"read": 11, "warning": 1, "error": 10}
    found = "\n".join(sentences(job))
    for words in (
        "第 2 行「学校代码」只能用字母、数字",
        "第 3 行代码“T-a-finance”属于机关",
        f"第 4 行这个代码已在“{B}”登记",
        "第 5 行「县(区)」不能为空",
        "第 6 行只有村完小、教学点填写「所属中心学校」",
        "第 7 行未找到中心学校“没有的中心”",
        "第 8 行「撤并日期」早于设立日期",
        "第 9 行下面还有村完小或教学点",
        "第 10 行「类别」不在可选项中",
        f"第 11 行本县(区)已有“{CANARY['a']}一小”（代码 T-a1）",
        "第 12 行与第 11 行重复",
    ):
        assert words in found, found


def test_a_name_nearly_right_is_offered_from_the_same_table_too(check):
    job = check([
        school("S-2", "思源中心学校", 类别="中心学校"),
        school("S-3", "一个点", 类别="教学点", 所属中心学校="思源中心学样"),
    ])  # fmt: skip
    (offered,) = job.suggestions
    assert offered["options"][0] == ["S-2", "思源中心学校"]


def test_a_table_for_one_county_needs_no_county_and_reaches_no_other(check):
    job = check([school(area=None), school("T-b1", "别县的", None)], place="a-education_bureau")
    assert counts(job) == {"read": 2, "new": 1, "error": 1}
    assert f"这个代码已在“{B}”登记" in sentences(job)[0]


def test_who_keeps_no_units_imports_none(check):
    for by, place in (
        ("a_bureau", "a-education_bureau"), ("security_admin", "city-education_bureau"),
        ("a_accounts", "a-education_bureau"), ("inspector", "city-education_bureau"),
    ):  # fmt: skip
        with pytest.raises(NotPermitted):
            check([school()], by=by, place=place)


def test_a_row_refused_at_the_last_moment_is_named_and_nothing_is_written(check, world):
    by = world.person("city_staff")
    job = jobs.confirm_import_job(check([school(), school("S-2", "新二小")]), by=by, at=AT)
    bureau = world.units["a-education_bureau"]
    bureau.kind = "department"
    bureau.save()
    with pytest.raises(Refused):
        jobs.apply_import_job(job, by=by, at=AT)
    assert not Unit.objects.filter(code__startswith="S-").exists()


def test_a_point_whose_central_school_stays_out_is_told_with_its_row(check, world):
    """The 中心学校 of the same table has a fault: its point has nowhere to stand."""
    by = world.person("city_staff")
    points = {"类别": "教学点", "所属中心学校": "新中心学校"}
    job = check(
        [
            school("S-2", "新中心学校", 类别="中心学校", 简称="长" * 61),
            school("S-3", "点", **points),
        ]
    )
    assert counts(job) == {"read": 2, "new": 1, "error": 1}
    job = jobs.confirm_import_job(job, by=by, at=AT)
    with pytest.raises(Refused, match="第 3 行：所属中心学校在表中有错误，请一并改正"):
        jobs.apply_import_job(job, by=by, at=AT)
    assert not Unit.objects.filter(code__startswith="S-").exists()


def test_the_template_holds_the_schools_and_comes_back_unchanged(check, world):
    stream = io.BytesIO()
    write_filled_template(
        stream,
        "office.schools",
        world.units["city-education_bureau"],
        world.person("city_staff"),
        AT,
    )
    rows = list(openpyxl.load_workbook(stream).active.iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if "学校代码" in str(row[0]))
    lines = [list(row[: len(HEADINGS)]) for row in rows[start + 1 :] if row[0]]
    assert [row[0] for row in lines] == ["T-c1", "T-a1", "T-a2", "T-a3", "T-b1"]
    assert counts(check(lines)) == {"read": 5, "same": 5}


def test_the_list_of_units_at_the_counter_leads_to_the_table(world, sign_in):
    page = sign_in("city_staff").get(reverse("admin:units_unit_changelist"))
    assert "导入学校表格" in page.content.decode()
    page = sign_in("security_admin").get(reverse("admin:units_unit_changelist"))
    assert "导入学校表格" not in page.content.decode()
