"""A workbook that means the same in other words, and one that is taken back."""

from decimal import Decimal

import pytest

from pueredu.kit.errors import Refused
from pueredu.workbooks import actions as jobs
from tests.support.world import AT
from tests.training.workbooks import counts, row, sentences
from training import actions
from training.models import HoursBatch, HoursClaim, TrainingActivity


@pytest.fixture
def officer(room):
    return room.world.person("a2_officer")


def hours():
    rows = HoursClaim.objects.order_by("learner__code", "held_on")
    return list(rows.values_list("learner__code", "hours"))


def test_one_event_in_two_spellings_is_one_row(check):
    job = check([row("a2-0", title="校本研修"), row("a2-0", title="校本 研修！"), row("a2-1")])
    assert counts(job) == {"read": 3, "new": 2, "error": 1}
    assert "第 3 行与第 2 行重复" in sentences(job)


def test_a_name_alone_is_enough_where_nobody_else_bears_it(apply, room):
    apply([row(None, "教师a2-0"), row("a2-1", None)])
    assert hours() == [("a2-0", Decimal(3)), ("a2-1", Decimal(3))]


def test_a_name_that_two_people_bear_is_asked_for(check, room):
    room.learners["a2-1"].name = "教师a2-0"
    room.learners["a2-1"].save()
    job = check([row(None, "教师a2-0"), [None, None, *row()[2:]]])
    assert counts(job) == {"read": 2, "error": 2}
    assert sentences(job) == [
        "第 2 行未找到教师“教师a2-0”，或本单位有同名，请填写教师编号",
        "第 3 行「教师编号」不能为空",
    ]


def test_a_mistyped_name_is_mended_once_for_all_rows(check, room, officer):
    room.learners["a3-1"].name = "张珊"
    room.learners["a3-1"].save()
    days = ("2023-05-22", "2023-05-23", "2023-05-24")
    job = check([row(None, "张三", day=day) for day in days])
    (asked,) = job.suggestions
    assert (asked["column"], asked["said"], asked["count"]) == ("name", "张三", 3)
    assert asked["options"] == [["张珊", "张珊"]]

    job = jobs.correct_import_job(job, by=officer, at=AT, corrections={"name": {"张三": "张珊"}})
    job = jobs.check_import_job(job, by=None, at=AT)
    assert (counts(job), job.suggestions) == ({"read": 3, "new": 3}, [])
    job = jobs.confirm_import_job(job, by=officer, at=AT)
    jobs.apply_import_job(job, by=officer, at=AT)
    assert hours() == [("a3-1", Decimal(3))] * 3


def test_a_strange_code_is_mended_by_the_name_beside_it(check):
    job = check([row("X-1", "教师a3-1")])
    (asked,) = job.suggestions
    assert (asked["column"], asked["typed"], asked["said"]) == ("learner_code", "X-1", "教师a3-1")
    assert asked["options"][0] == ["a3-1", "教师a3-1"]


def test_an_import_is_undone_with_what_it_changed(apply, officer):
    apply([row("a2-0"), row("a2-1")])
    job = apply([row("a2-0", hours=5), row("a2-1"), row("a3-0", title="外出学习")])
    assert job.outcome["added"] == job.outcome["changed"] == 1

    job = jobs.undo_import_job(job, by=officer, at=AT)
    assert job.state == "undone"
    assert hours() == [("a2-0", Decimal(3)), ("a2-1", Decimal(3))]
    assert (HoursBatch.objects.get().hours_total, TrainingActivity.objects.count()) == (6, 1)


def test_what_was_filed_cannot_be_undone_unless_it_came_back(apply, officer, room):
    job = apply([row("a2-0")])
    batch = actions.file_hours_batch(HoursBatch.objects.get(), by=officer, at=AT)
    with pytest.raises(Refused, match="已经申报，不能撤销"):
        jobs.undo_import_job(job, by=officer, at=AT)
    assert hours() == [("a2-0", Decimal(3))]

    actions.return_hours_batch(batch, by=room.world.person("a_bureau"), at=AT, text="请补材料")
    jobs.undo_import_job(job, by=officer, at=AT)
    assert hours() == []


def test_a_change_cannot_be_undone_once_it_was_filed(apply, officer):
    apply([row("a2-0")])
    job = apply([row("a2-0", hours=5)])
    actions.file_hours_batch(HoursBatch.objects.get(), by=officer, at=AT)
    with pytest.raises(Refused, match="已经申报"):
        jobs.undo_import_job(job, by=officer, at=AT)
    assert hours() == [("a2-0", Decimal(5))]


def test_what_was_undone_may_be_imported_again(apply, officer):
    jobs.undo_import_job(apply([row("a2-0")]), by=officer, at=AT)
    apply([row("a2-0")])
    assert hours() == [("a2-0", Decimal(3))]
