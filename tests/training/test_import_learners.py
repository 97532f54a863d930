"""The register as a table: a county's own people in, corrected, and out again."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from pueredu.kit.errors import NotPermitted, Refused
from pueredu.workbooks import actions as jobs
from pueredu.workbooks.kinds import kind_for
from tests.support.world import AT, TODAY
from tests.training.conftest import activity
from tests.training.workbooks import counts, sentences, workbook
from training import actions
from training.models import HoursClaim, Learner, Placement

HEADINGS = [
    "教师编号", "姓名", "类别", "任教单位", "学段", "学科", "职称", "状态", "任教起", "状态起", "登录名",
]  # fmt: skip


def person(code="N-1", name="新老师", school="T-a1", **words) -> list:
    cells = {"教师编号": code, "姓名": name, "任教单位": school, "任教起": "2022-09-01", **words}
    return [cells.get(heading) for heading in HEADINGS]


@pytest.fixture
def check(room):
    def checked(rows, *, by="a_bureau", unit="a-education_bureau"):
        job = jobs.add_import_job(
            workbook(rows, HEADINGS), by=room.world.person(by), at=AT, kind="training.learners",
            place=room.world.units[unit],
        )  # fmt: skip
        return jobs.check_import_job(job, by=None, at=AT)

    return checked


@pytest.fixture
def apply(check, room):
    def applied(rows, **words):
        job = check(rows, **words)
        by = room.world.person(words.get("by", "a_bureau"))
        return jobs.apply_import_job(jobs.confirm_import_job(job, by=by, at=AT), by=by, at=AT)

    return applied


def test_new_people_are_registered_with_their_first_place(apply, room):
    since = {"任教起": "2022-09-01", "学段": "小学", "学科": "语文", "职称": "一级教师"}
    job = apply([person(**since)])
    assert (counts(job), job.outcome) == ({"read": 1, "new": 1}, {"added": 1, "changed": 0})
    learner = Learner.objects.get(code="N-1")
    assert (learner.name, learner.name_key) == ("新老师", "xin1 lao3 shi1")
    assert (learner.kind, learner.stage, learner.subject) == ("teacher", "primary", "语文")
    assert (learner.school, learner.county) == (room.world.units["a1"], room.world.units["a"])
    placement = learner.placements.get()
    assert (placement.reason, placement.since) == ("first", date(2022, 9, 1))


def test_a_school_is_known_by_its_code_and_by_its_names(apply, room):
    school, bureau = room.world.units["a1"], room.world.units["a-education_bureau"]
    apply([
        person("N-1", school=school.name),
        person("N-2", school=school.code),
        person("N-3", school=bureau.short_name, 类别="教育管理干部"),
    ])  # fmt: skip
    found = Learner.objects.filter(code__startswith="N-").order_by("code")
    assert [learner.school for learner in found] == [school, school, bureau]
    assert found.last().kind == "education_official"


def test_an_empty_cell_changes_nothing(apply, room):
    Learner.objects.filter(code="a1-0").update(subject="数学")
    job = apply([person("a1-0", "教师a1-0", 职称="高级教师"), person("a1-1", "教师a1-1")])
    assert counts(job) == {"read": 2, "changed": 1, "same": 1}
    learner = Learner.objects.get(code="a1-0")
    assert (learner.subject, learner.professional_title) == ("数学", "高级教师")


def test_every_fault_is_named(check, room):
    job = check([
        person("530102198001011234"),
        person("b1-0", "教师b1-0"),
        person("a1-0", "教师a1-0", "T-a2"),
        person("N-1", school="T-b1"),
        person("N-2", 任教起="2023-06-01"),
        person("N-3"),
        person("N-3"),
        person("N-4", 任教起=None),
        person("a1-1", "教师a1-1", 状态="已退休", 任教起=None),
        person("a1-1", "教师a1-1", 状态="已退休", 状态起="2021-09-01"),
    ])  # fmt: skip
    assert counts(job) == {"read": 10, "new": 1, "error": 9}
    assert sentences(job) == [
        "第 2 行「教师编号」像是身份证号，请改用教师编号",
        "第 3 行该编号已在其他县(区)登记，请由原县(区)办理调动",
        f"第 4 行该学员登记在“{room.world.units['a1'].short_name}”；换单位请办理调动，表格不能更改任教单位",
        "第 5 行未找到单位“T-b1”，或有同名单位，请填写单位代码",
        "第 6 行「任教起」还没有到",
        "第 8 行与第 7 行重复",
        "第 9 行新登记的人员请填写「任教起」：年度学时要求从这一天起算",
        "第 10 行状态有变化，请填写「状态起」：新状态的第一天",
        "第 11 行「状态起」应晚于现在状态的起始日期（2021-09-01）",
    ]


def test_a_mistyped_school_is_chosen_once(check, room):
    job = check([person("N-1", school="金丝雀甲一校"), person("N-2", school="金丝雀甲一校")])
    (asked,) = job.suggestions
    assert (asked["typed"], asked["count"]) == ("金丝雀甲一校", 2)
    assert asked["options"][0] == ["T-a1", "金丝雀甲一小"]


def test_the_city_keeps_the_register_of_every_county(apply, room):
    city = {"by": "city_training", "unit": "city-education_bureau"}
    job = apply([person("N-1", school="T-b1"), person("N-2", school="T-c1")], **city)
    assert counts(job) == {"read": 2, "new": 2}
    assert Learner.objects.get(code="N-1").county == room.world.units["b"]


def test_nobody_keeps_the_register_of_another(check):
    for by, unit in (("a_bureau", "b-education_bureau"), ("a2_officer", "a2"), ("a_bureau", "a1")):
        with pytest.raises(NotPermitted):
            check([person()], by=by, unit=unit)


def test_the_template_is_the_register_itself_and_changes_nothing(check, room, sign_in):
    address = reverse("workbooks:import-job-template")
    response = sign_in("a_bureau").get(f"{address}?kind=training.learners")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    lines = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows(min_row=2)]
    assert lines[0] == HEADINGS
    codes = [line[0] for line in lines[1:]]
    assert codes == ["a1-0", "a1-1", "a2-0", "a2-1", "a3-0", "a3-1", "a3-2"]
    assert {day.date() for line in lines[1:] for day in line[8:10]} == {date(2021, 9, 1)}
    accounts = {line[0]: line[10] for line in lines[1:] if line[10]}
    assert accounts == {"a1-0": "a1_teacher", "a3-0": "a3_teacher"}
    assert counts(check(lines[1:])) == {"read": 7, "same": 7}


def test_out_and_in_again_is_the_same_whatever_happened(check, room, sign_in):
    by, learner = room.world.person("a_bureau"), room.learners["a1-0"]
    words = {"by": by, "at": AT}
    actions.transfer_learner(
        room.learners["a1-1"], school=room.world.units["a2"], reason="rotation", since=TODAY,
        **words,
    )  # fmt: skip
    actions.retire_learner(learner, on=date(2023, 5, 2), **words)
    twin = Learner(code="old-1", name="教师a3-0", school=room.world.units["a3"])
    twin = actions.add_learner(twin, **words)
    actions.merge_learner(twin, into=room.learners["a3-1"], reason="重复", **words)
    client = sign_in("a_bureau")
    address = f"{reverse('workbooks:import-job-template')}?kind=training.learners"
    page = client.get(reverse("training:learner-list")).content.decode()
    assert address.replace("&", "&amp;") in page
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(address).streaming_content)))
    lines = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows(min_row=3)]
    assert counts(check(lines)) == {"read": 7, "same": 7}


def test_the_words_of_other_tables_are_understood(room):
    headings = [
        "教师代码",
        "教师姓名",
        "学校名称",
        "任教学段",
        "任教学科",
        "专业技术职务",
        "任教起",
    ]
    line = ["N-9", "新老师", "T-a1", "小学", "语文", "一级教师", "2022-09-01"]
    job = jobs.add_import_job(
        workbook([line], headings), by=room.world.person("a_bureau"), at=AT,
        kind="training.learners", place=room.world.units["a-education_bureau"],
    )  # fmt: skip
    assert counts(jobs.check_import_job(job, by=None, at=AT)) == {"read": 1, "new": 1}


def test_an_import_is_undone_while_nothing_hangs_on_it(apply, room, enter):
    bureau = room.world.person("a_bureau")
    job = apply([person("N-1"), person("a1-0", "改名")])
    jobs.undo_import_job(job, by=bureau, at=AT)
    assert not Learner.objects.filter(code="N-1").exists()
    assert Learner.objects.get(code="a1-0").name == "教师a1-0"
    assert Placement.objects.count() == Learner.objects.count()

    job = apply([person("N-1")])
    enter("a1", "a1_officer", what=activity("新"), roster=[Learner.objects.get(code="N-1")])
    with pytest.raises(Refused, match="已有人有学时"):
        jobs.undo_import_job(job, by=bureau, at=AT)
    assert HoursClaim.objects.filter(learner__code="N-1").exists()


def test_a_status_comes_with_its_day_and_goes_back_with_the_import(apply, room):
    words = {"状态": "已退休", "状态起": "2023-05-01", "任教起": None}
    job = apply([person("a1-0", "教师a1-0", **words), person("N-1")])
    learner = Learner.objects.get(code="a1-0")
    rows = [(row.status, row.since, row.until) for row in learner.periods.order_by("since")]
    assert rows == [
        ("active", date(2021, 9, 1), date(2023, 4, 30)),
        ("retired", date(2023, 5, 1), None),
    ]
    new = Learner.objects.get(code="N-1")
    assert (new.periods.get().since, learner.status) == (date(2022, 9, 1), "retired")
    jobs.undo_import_job(job, by=room.world.person("a_bureau"), at=AT)
    learner.refresh_from_db()
    assert (learner.status, learner.periods.get().until) == ("active", None)


def test_the_list_of_learners_leads_there(room, sign_in):
    address = kind_for("training.learners").import_url()
    pages = {
        key: sign_in(key).get(reverse("training:learner-list")) for key in ("a_bureau", "a1_head")
    }
    assert [address in page.content.decode() for page in pages.values()] == [True, False]


def test_who_departs_is_written_down_with_where_to(apply, check, room, sign_in):
    plain = {"状态": "已调出离职", "状态起": "2023-05-01", "任教起": None}
    gone = {**plain, "状态": "调出市外"}
    assert sentences(check([person("a1-0", "教师a1-0", **plain)])) == [
        "第 2 行「状态」请填写去向：调出市外、调离教育系统、辞职或解聘、去世；其他去向在学员页办理"
    ]
    job = apply([person("a1-0", "教师a1-0", **gone)])
    learner = Learner.objects.get(code="a1-0")
    period = learner.periods.current().get()
    assert (learner.status, period.reason) == ("departed", "调出市外")
    assert counts(check([person("a1-0", "教师a1-0", **plain)])) == {"read": 1, "same": 1}
    back = {"状态": "在岗", "状态起": "2023-05-20", "任教起": None}
    assert sentences(check([person("a1-0", "教师a1-0", **back)])) == [
        "第 2 行该学员已调出离职；返回的请在学员页办理返岗"
    ]
    jobs.undo_import_job(job, by=room.world.person("a_bureau"), at=AT)
    learner.refresh_from_db()
    assert learner.status == "active"
