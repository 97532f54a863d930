"""The organiser's list: many schools in one file, found by code or by name, verified, undone."""

from datetime import date
from decimal import Decimal

import pytest

from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.notices.models import Message
from pueredu.workbooks import actions as jobs
from pueredu.workbooks.kinds import kind_for
from tests.support.world import AT, CANARY
from tests.training.conftest import activity
from tests.training.workbooks import counts, sentences, workbook
from training import actions, queries
from training.models import HoursBatch, HoursClaim, LedgerEntry, TrainingActivity

KIND = kind_for("training.completion")
HEADINGS = (
    "教师编号", "姓名", "单位", "活动名称", "结业日期", "形式与级别", "方向", "学时", "结果", "主办单位",
)  # fmt: skip
EVENT = {
    "活动名称": "国培计划（2023）", "结业日期": "2023-05-20", "形式与级别": "集中培训(国家级)",
    "方向": "专业能力", "主办单位": "演示大学",
}  # fmt: skip
PLACES = {"a1": "一小", "a2": "中心学校", "a3": "教学点", "b1": "一小"}


def person(code: str, **cells) -> dict:
    """Somebody of the test world by name and school."""
    return {"姓名": f"教师{code}", "单位": f"{CANARY[code[0]]}{PLACES[code[:2]]}", **cells}


def lines(*people: dict, **event) -> list[list]:
    """The lines of a file; the first has the hours of the event."""
    rows = [
        {**EVENT, "学时": 12 if n == 0 else None, **event, **one} for n, one in enumerate(people)
    ]
    return [[row.get(heading) for heading in HEADINGS] for row in rows]


@pytest.fixture
def check(room):
    def checked(rows, *, by="city_training", organ="city", headings=HEADINGS):
        job = jobs.add_import_job(
            workbook(rows, headings), by=room.world.person(by), at=AT, kind=KIND.key,
            place=room.world.units[f"{organ}-education_bureau"],
        )  # fmt: skip
        return jobs.check_import_job(job, by=None, at=AT)

    return checked


@pytest.fixture
def apply(check, room):
    def applied(rows, *, by="city_training", **words):
        job, by = check(rows, by=by, **words), room.world.person(by)
        return jobs.apply_import_job(jobs.confirm_import_job(job, by=by, at=AT), by=by, at=AT)

    return applied


def test_one_activity_reaches_every_school_and_county(apply, room):
    job = apply(lines(person("a1-0"), person("a3-1"), person("b1-0")))
    assert (counts(job), job.outcome) == (
        {"read": 3, "new": 3}, {"added": 3, "changed": 0, "void": 0, "schools": 3},
    )  # fmt: skip
    batches = HoursBatch.objects.order_by("county__code")
    assert [(row.county.code, row.state, row.claim_count, row.school) for row in batches] == [
        ("T-a", "verified", 2, None), ("T-b", "verified", 1, None),
    ]  # fmt: skip
    assert {row.verified_by for row in batches} == {room.world.people["city_training"]}
    event = TrainingActivity.objects.get()
    assert (event.county.code, event.level, event.hours) == ("T-city", "national", 12)
    places = HoursClaim.objects.order_by("id").values_list("school__code", "county__code", "hours")
    assert list(places) == [("T-a1", "T-a", 12), ("T-a3", "T-a", 12), ("T-b1", "T-b", 12)]


def test_the_place_is_that_of_the_day_of_the_event(apply, room):
    actions.transfer_learner(
        room.learners["a1-0"], by=room.world.person("a_bureau"), at=AT,
        school=room.world.units["a2"], reason="rotation", since=date(2023, 5, 22),
    )  # fmt: skip
    apply(lines({"教师编号": "a1-0", "姓名": "教师a1-0"}))
    assert HoursClaim.objects.get().school.code == "T-a1"


def test_the_schools_hear_of_their_people(apply):
    apply(lines(person("a3-0"), person("a3-1"), person("b1-0")))
    told = Message.objects.filter(kind="CompletionImported").order_by("recipient__username")
    assert [(row.recipient.username, row.title[9:13]) for row in told] == [
        ("a2_officer", "位 2 "), ("b1_head", "位 1 "), ("b1_officer", "位 1 "),
    ]  # fmt: skip


def test_a_code_is_enough_and_another_name_is_a_warning(check):
    job = check(lines({"教师编号": "a1-1", "姓名": "张三"}))
    assert (counts(job), sentences(job)) == (
        {"read": 1, "warning": 1},
        ["第 2 行「姓名」填的是“张三”，与该编号登记的姓名不同，请核对"],
    )


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ({"教师编号": "zz", "姓名": "谁"}, "未找到教师编号“zz”（须为本地区在册人员）"),
        ({"姓名": "教师a1-0"}, "没有教师编号的，请填写“教师a1-0”的单位"),
        ({"姓名": "教师a1-0", "单位": "一中"}, "未找到单位“一中”，或有同名单位"),
        (person("a1-0", 姓名="教师a1-9"), f"“{CANARY['a']}一小”没有“教师a1-9”"),
    ],
)
def test_who_is_not_found_is_said(check, who, sentence):
    job = check(lines(who))
    assert (counts(job), sentences(job)) == ({"read": 1, "error": 1}, [f"第 2 行{sentence}"])


def test_the_nearest_names_of_the_school_are_offered(check):
    job = check(lines(person("a1-0", 姓名="教师a1-9")))
    (asked,) = job.suggestions
    assert [value for value, _ in asked["options"]] == ["教师a1-0", "教师a1-1"]


def test_namesakes_of_one_school_need_a_code(check, room):
    type(room.learners["a1-1"]).objects.filter(code="a1-1").update(name="教师a1-0")
    assert sentences(check(lines(person("a1-0")))) == [
        f"第 2 行“{CANARY['a']}一小”有 2 位“教师a1-0”，请填写教师编号"
    ]


def test_a_county_finds_its_own_people_only(check):
    job = check(lines(person("b1-0"), {"教师编号": "b1-1", "姓名": "x"}), organ="a", by="a_bureau")
    assert counts(job) == {"read": 2, "error": 2}
    assert CANARY["b"] not in str([asked["options"] for asked in job.suggestions])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"结业日期": "2023-05-26"}, "「结业日期」还没有到"),
        ({"结业日期": "2019-05-26"}, "2019 年没有登记培训年度"),
        ({"学时": 401}, "「学时」应大于 0、不超过 400，最多一位小数"),
        ({"学时": None}, "这次活动没有一行填写「学时」"),
    ],
)
def test_a_row_that_cannot_count_is_an_error(check, change, sentence):
    job = check(lines(person("a1-0", **change)))
    assert (counts(job), sentences(job)) == ({"read": 1, "error": 1}, [f"第 2 行{sentence}"])


def test_the_same_person_twice_is_an_error(check):
    job = check(lines(person("a1-0"), {"教师编号": "a1-0", "姓名": "教师a1-0"}))
    assert (counts(job), sentences(job)) == (
        {"read": 2, "new": 1, "error": 1}, ["第 3 行与第 2 行重复"],
    )  # fmt: skip


def test_who_failed_is_kept_and_does_not_count(apply):
    apply(lines(person("a1-0"), person("a1-1", 结果="不合格")))
    failed = HoursClaim.objects.get(learner__code="a1-1")
    assert (failed.is_void, failed.void_reason, failed.hours) == (True, "结业不合格，不计", 12)
    assert HoursBatch.objects.get().claim_count == 1


def test_the_same_event_from_a_schools_list_is_one(enter, check, apply):
    what = activity(
        "国培计划 2023", form="face_to_face", level="national", held_on=date(2023, 5, 20)
    )
    batch = enter("a1", "a1_officer", what=what)
    data = lines(person("a1-0"), person("b1-0"))
    assert sentences(check(data)) == [
        f"第 2 行这次活动已由“{batch.title}”申报，导入后保留、不重复计入"
    ]
    assert apply(data).outcome["void"] == 1
    kept = HoursClaim.objects.get(learner__code="a1-0", is_void=True)
    assert kept.void_reason == f"与“{batch.title}”重复：同一活动只计一次"


def test_uploaded_again_it_adds_what_was_missing(check, apply):
    apply(lines(person("a1-0")))
    assert counts(check(lines(person("a1-0")))) == {"read": 1, "same": 1}
    job = apply(lines(person("a1-0"), person("a1-1")))
    assert (counts(job), job.outcome["added"]) == ({"read": 2, "new": 1, "same": 1}, 1)
    assert (HoursBatch.objects.count(), HoursBatch.objects.get().claim_count) == (1, 2)
    assert sentences(check(lines(person("a1-0", 学时=6)))) == [
        "第 2 行已在名单中，学时不同；需要更正的请先撤销原名单"
    ]


def test_an_organisers_own_table_is_read_as_it_is(apply):
    """Without our code, in another order, with other headings."""
    headings = ["学校", "姓名", "考核结果", "课时", "培训名称", "结业日期", "形式与级别", "方向"]
    what = ["国培计划", "2023-05-19", "集中培训(国家级)", "专业能力"]
    job = apply([[f"{CANARY['a']} 一小", "教师a1-0", "合格", 12, *what]], headings=headings)
    assert job.outcome["added"] == 1


def test_it_is_undone_by_who_had_it_until_it_is_recognised(apply, room):
    rows = lines(person("a1-0"))
    apply(rows, organ="a", by="a_bureau")
    batch, bureau = HoursBatch.objects.get(), room.world.person("a_bureau")
    with pytest.raises(Incomplete, match="撤销的原因"):
        actions.undo_hours_batch(batch, by=bureau, at=AT, text="")
    with pytest.raises(NotPermitted):
        actions.undo_hours_batch(batch, by=room.world.person("b_bureau"), at=AT, text="错")
    with pytest.raises(Refused, match="上传结业名单的单位"):
        actions.undo_hours_batch(batch, by=room.world.person("city_training"), at=AT, text="错")
    done = actions.undo_hours_batch(batch, by=bureau, at=AT, text="上传错了")
    claim = done.claims.get()
    assert (done.state, claim.is_void, claim.void_reason) == (
        "undone",
        True,
        "名单已撤销：上传错了",
    )
    assert apply(rows, organ="a", by="a_bureau").outcome == {
        "added": 1, "changed": 0, "void": 0, "schools": 1,
    }  # fmt: skip


def test_an_upload_is_undone_with_what_it_added_and_no_more(apply, room):
    by = room.world.person("city_training")
    first = apply(lines(person("a1-0")))
    second = apply(lines(person("a1-0"), person("a1-1")))
    jobs.undo_import_job(second, by=by, at=AT)
    assert HoursBatch.objects.get().claim_count == 1
    assert HoursClaim.objects.get(learner__code="a1-1").void_reason == "撤销导入"
    jobs.undo_import_job(first, by=by, at=AT)
    assert HoursBatch.objects.get().state == "verified"
    assert not HoursClaim.objects.counting().exists()


def test_what_was_recognised_is_not_undone(apply, room):
    job = apply(lines(person("a1-0")), by="city_staff")
    city = room.world.person("city_training")
    actions.recognise_hours_batch(HoursBatch.objects.get(), by=city, at=AT)
    with pytest.raises(Refused, match="以冲销办理"):
        jobs.undo_import_job(job, by=room.world.person("city_staff"), at=AT)


def test_a_schools_list_is_not_undone(verified, room):
    with pytest.raises(Refused, match="退回学校"):
        actions.undo_hours_batch(verified, by=room.world.person("a_bureau"), at=AT, text="错")


def test_a_school_objects_and_the_list_waits(apply, room):
    apply(lines(person("a1-0")), organ="a", by="a_bureau")
    batch, city = HoursBatch.objects.get(), room.world.person("city_training")
    officer = room.world.person("a1_officer")
    objection = actions.add_objection(
        batch, room.learners["a1-0"], by=officer, at=AT, text="没有参加"
    )
    assert objection.handler.code == "T-a-education_bureau"
    with pytest.raises(Incomplete, match="1 条异议没有处理"):
        actions.recognise_hours_batch(batch, by=city, at=AT)
    words = {"by": room.world.person("a_bureau"), "at": AT, "text": "属实", "hours": Decimal(0)}
    actions.accept_objection(objection, **words)
    batch.refresh_from_db()
    assert batch.claim_count == 0


def test_who_had_the_list_does_not_recognise_it_and_the_city_samples_a_countys(
    apply, room, sampling
):
    apply(lines(person("a1-0")), organ="a", by="a_bureau")
    apply(lines(person("b1-0"), 活动名称="省培"))
    batches = HoursBatch.objects.order_by("id")
    rule = queries.sampling(AT.date())
    assert list(queries.reasons_not_passed([row.pk for row in batches], "city", rule).values()) == [
        "还没有抽查", "",
    ]  # fmt: skip
    with pytest.raises(Refused, match="换一位同志"):
        actions.recognise_hours_batch(batches[1], by=room.world.person("city_training"), at=AT)
    assert not LedgerEntry.objects.exists()


def test_only_an_organ_enters_a_list(room):
    for key in ("a1_officer", "secretariat", "a_leader"):
        person = room.world.person(key)
        assert list(KIND.places(person)) == []
    for key, code in (
        ("a_bureau", "T-a-education_bureau"),
        ("city_staff", "T-city-education_bureau"),
    ):
        assert [row.code for row in KIND.places(room.world.person(key))] == [code]
