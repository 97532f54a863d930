"""The organiser's list: forty schools in one file, found by code or by name, verified, undone."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.notices.models import Message
from pueredu.workbooks.actions import (
    add_import_job,
    apply_import_job,
    check_import_job,
    confirm_import_job,
)
from pueredu.workbooks.kinds import Context, kind_for
from pueredu.workbooks.messages import Level
from tests.support.world import AT, CANARY
from tests.training.conftest import activity
from training import actions, queries
from training.models import HoursBatch, HoursClaim, LedgerEntry, TrainingActivity
from training.resources.completion import KEY

KIND = kind_for("training.completion")
EVENT = {
    "title": "国培计划（2023）", "held_on": date(2023, 5, 20), "rule": "集中培训(国家级)",
    "direction": "专业能力", "organiser": "演示大学",
}  # fmt: skip


def rows(*people: dict, **changes) -> list[dict]:
    """Rows as the engine hands them over; the first has the hours."""
    blank = {"learner_code": None, "name": None, "school": None, "hours": None, "result": None}
    return [
        {**blank, **EVENT, "row_no": n, "hours": Decimal(12) if n == 2 else None, **changes, **one}
        for n, one in enumerate(people, 2)
    ]


PLACES = {"a1": "一小", "a2": "中心学校", "a3": "教学点", "b1": "一小"}


def named(code: str, **more) -> dict:
    return {"name": f"教师{code}", "school": f"{CANARY[code[0]]}{PLACES[code[:2]]}", **more}


def context(room, organ: str = "city", by: str = "city_training") -> Context:
    place = room.world.units[f"{organ}-education_bureau"]
    return Context(place, room.world.person(by), AT)


def checked(room, data: list[dict], **where) -> list[tuple]:
    found = KIND.check(data, context(room, **where))
    return [(row.row_no, row.level, row.text) for row in found]


def imported(room, data: list[dict], organ: str = "city", by: str = "city_training") -> dict:
    assert [row for row in checked(room, data, organ=organ, by=by) if row[1] == Level.ERROR] == []
    unit = room.world.units[f"{organ}-education_bureau"]
    return actions.import_completion(data, unit=unit, by=room.world.person(by), at=AT)


def test_one_activity_reaches_every_school_and_county(room):
    data = rows(named("a1-0"), named("a3-1"), named("b1-0"))
    assert imported(room, data) == {"added": 3, "void": 0, "schools": 3}
    batches = HoursBatch.objects.order_by("county__code")
    assert [(row.county.code, row.state, row.claim_count, row.school) for row in batches] == [
        ("T-a", "verified", 2, None), ("T-b", "verified", 1, None),
    ]  # fmt: skip
    assert {row.verified_by for row in batches} == {room.world.people["city_training"]}
    event = TrainingActivity.objects.get()
    assert (event.county.code, event.level, event.hours) == ("T-city", "national", 12)
    places = HoursClaim.objects.order_by("id").values_list("school__code", "county__code", "hours")
    assert list(places) == [("T-a1", "T-a", 12), ("T-a3", "T-a", 12), ("T-b1", "T-b", 12)]


def test_the_schools_hear_of_their_people(room):
    imported(room, rows(named("a3-0"), named("a3-1"), named("b1-0")))
    told = Message.objects.filter(kind="CompletionImported").order_by("recipient__username")
    assert [(row.recipient.username, row.title[9:13]) for row in told] == [
        ("a2_officer", "位 2 "), ("b1_head", "位 1 "), ("b1_officer", "位 1 "),
    ]  # fmt: skip


def test_a_code_is_enough_and_another_name_is_a_warning(room):
    data = rows({"learner_code": "a1-1", "name": "张三"})
    assert checked(room, data) == [
        (2, Level.WARNING, "「姓名」填的是“张三”，与该编号登记的姓名不同，请核对")
    ]
    assert data[0]["learner_id"] == room.learners["a1-1"].pk


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        ({"learner_code": "zz", "name": "谁"}, "未找到教师编号“zz”"),
        ({"name": "教师a1-0"}, "没有教师编号的，请填写“教师a1-0”的单位"),
        (
            {"name": "教师a1-0", "school": "一中"},
            f"未找到单位“一中”；“教师a1-0”登记在：{CANARY['a']}一小",
        ),
        (
            {"name": "教师a1-9", "school": f"{CANARY['a']}一小"},
            f"“{CANARY['a']}一小”没有“教师a1-9”，是否为：教师a1-1、教师a1-0",
        ),
    ],
)
def test_who_is_not_found_gets_the_nearest_names(room, person, sentence):
    assert checked(room, rows(person)) == [(2, Level.ERROR, sentence)]


def test_namesakes_of_one_school_need_a_code(room):
    type(room.learners["a1-1"]).objects.filter(code="a1-1").update(name="教师a1-0")
    ((_, level, text),) = checked(room, rows(named("a1-0")))
    assert (level, "有 2 位“教师a1-0”，请填写教师编号" in text) == (Level.ERROR, True)


def test_a_county_finds_its_own_people_only(room):
    data = rows(named("b1-0"))
    ((_, level, text),) = checked(room, data, organ="a", by="a_bureau")
    assert level == Level.ERROR
    assert "登记在" not in text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"held_on": date(2023, 5, 26)}, "「结业日期」还没有到"),
        ({"held_on": date(2019, 5, 26)}, "2019 年没有登记培训年度"),
        ({"hours": Decimal(401)}, "「学时」应大于 0、不超过 400，最多一位小数"),
        ({"hours": None}, "这次活动没有一行填写「学时」"),
    ],
)
def test_a_row_that_cannot_count_is_an_error(room, change, sentence):
    assert checked(room, rows(named("a1-0"), **change)) == [(2, Level.ERROR, sentence)]


def test_the_same_person_twice_is_an_error(room):
    data = rows(named("a1-0"), {"learner_code": "a1-0", "name": "教师a1-0"})
    assert checked(room, data) == [(3, Level.ERROR, "与第 2 行是同一人")]


def test_who_failed_is_kept_and_does_not_count(room):
    imported(room, rows(named("a1-0"), named("a1-1", result="不合格")))
    failed = HoursClaim.objects.get(learner__code="a1-1")
    assert (failed.is_void, failed.void_reason, failed.hours) == (True, "结业不合格，不计", 12)
    assert HoursBatch.objects.get().claim_count == 1


def test_the_same_event_from_a_schools_list_is_one(enter, room):
    what = activity(
        "国培计划 2023", form="face_to_face", level="national", held_on=EVENT["held_on"]
    )
    batch = enter("a1", "a1_officer", what=what)
    data = rows(named("a1-0"), named("b1-0"))
    assert checked(room, data) == [
        (2, Level.WARNING, f"这次活动已由“{batch.title}”申报，导入后保留、不重复计入")
    ]
    assert imported(room, data)["void"] == 1
    kept = HoursClaim.objects.get(learner__code="a1-0", is_void=True)
    assert kept.void_reason == f"与“{batch.title}”重复：同一活动只计一次"


def test_uploaded_again_it_adds_what_was_missing(room):
    imported(room, rows(named("a1-0")))
    data = rows(named("a1-0"), named("a1-1"))
    keys = [tuple(row[name] for name in KEY) for row in data]
    assert list(KIND.existing(keys, context(room))) == [keys[0]]
    checked(room, data)
    assert imported(room, data)["added"] == 1
    assert imported(room, data)["added"] == 0
    assert (HoursBatch.objects.count(), HoursBatch.objects.get().claim_count) == (1, 2)
    other = rows(named("a1-0", hours=Decimal(6)))
    ((_, level, text),) = checked(room, other)
    assert (level, text) == (Level.ERROR, "已在名单中，学时不同；需要更正的请先撤销原名单")


def test_it_is_undone_by_who_had_it_until_it_is_recognised(room):
    imported(room, rows(named("a1-0")), organ="a", by="a_bureau")
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
    assert imported(room, rows(named("a1-0")), organ="a", by="a_bureau")["void"] == 0


def test_a_schools_list_is_not_undone(verified, room):
    with pytest.raises(Refused, match="退回学校"):
        actions.undo_hours_batch(verified, by=room.world.person("a_bureau"), at=AT, text="错")


def test_a_school_objects_and_the_list_waits(room):
    imported(room, rows(named("a1-0")), organ="a", by="a_bureau")
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


def test_who_had_the_list_does_not_recognise_it_and_the_city_samples_a_countys(room, sampling):
    imported(room, rows(named("a1-0")), organ="a", by="a_bureau")
    imported(room, rows(named("b1-0"), title="省培"), by="city_training")
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
    assert [row.code for row in KIND.places(room.world.person("a_bureau"))] == [
        "T-a-education_bureau"
    ]
    assert [row.code for row in KIND.places(room.world.person("city_staff"))] == [
        "T-city-education_bureau"
    ]


def test_an_organisers_own_table_is_read_as_it_is(room):
    """Without our code, in another order, with other headings: checked, shown, written."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(
        ["学校", "姓名", "考核结果", "课时", "培训名称", "结业日期", "形式与级别", "方向"]
    )
    what = ("国培计划", "2023-05-19", "集中培训(国家级)", "专业能力")
    place = f"{CANARY['a']}一小"
    book.active.append([place, "教师a1-0", "合格", 12, *what])
    book.active.append([place, "教师a1-7", "合格", None, *what])
    book.save(stream)
    unit, by = room.world.units["city-education_bureau"], room.world.person("city_training")
    upload = SimpleUploadedFile("结业名单.xlsx", stream.getvalue())
    job = add_import_job(upload, by=by, at=AT, kind=KIND.key, place=unit)
    job = check_import_job(job, by=None, at=AT)
    assert (job.counts["new"], job.counts["error"]) == (1, 1)
    assert (
        job.messages[0]["sentence"] == f"第 3 行“{place}”没有“教师a1-7”，是否为：教师a1-1、教师a1-0"
    )
    job = apply_import_job(confirm_import_job(job, by=by, at=AT), by=by, at=AT)
    assert job.outcome == {"added": 1, "void": 0, "schools": 1}
