"""What is owed, what is open, who is short: card and list agree."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from pueredu.kit.errors import Refused
from tests.support.loops import loops_of
from tests.support.world import AT, TODAY
from tests.training.conftest import activity
from training import actions, queries
from training.models import HoursBatch, Learner, TrainingYear


@pytest.fixture
def year(room) -> TrainingYear:
    return TrainingYear.objects.get(year=2023)


def owed(room, key: str, today=TODAY) -> list[tuple]:
    found = queries.owed(room.world.person(key), today)
    return [(item.title, item.verb, item.due_on) for item in found]


def test_each_step_is_owed_by_the_next_and_by_nobody_else(enter, room):
    batch = enter("a2", "a2_officer")
    step = [("待申报：5月24日 周三校本研修", "申报", date(2023, 11, 30))]
    assert [owed(room, key) for key in ("a2_officer", "a_bureau", "b1_officer")] == [step, [], []]
    batch = actions.file_hours_batch(batch, by=room.world.person("a2_officer"), at=AT)
    step = [("1 批学时待审核", "去审核", date(2023, 6, 8))]
    assert [owed(room, key) for key in ("a2_officer", "a_bureau", "b_bureau")] == [[], step, []]
    batch = actions.verify_hours_batch(batch, by=room.world.person("a_bureau"), at=AT)
    step = [("1 批学时待认定", "去认定", date(2023, 12, 31))]
    assert [owed(room, key) for key in ("a_bureau", "city_training")] == [[], step]


def test_a_returned_batch_is_owed_sooner_and_says_so(filed, room):
    actions.return_hours_batch(filed, by=room.world.person("a_bureau"), at=AT, text="请核对")
    assert owed(room, "a2_officer") == [
        ("退回待完善：5月24日 周三校本研修", "修改后申报", date(2023, 6, 1))
    ]


@pytest.mark.parametrize("key", ["a2_officer", "a_bureau", "city_training", "b_bureau"])
def test_the_number_on_the_card_is_the_number_of_rows_behind_it(enter, room, sign_in, key):
    enter("a2", "a2_officer")
    enter("a1", "a1_officer", is_filed=True)
    enter("a2", "a2_officer", what=activity("其二"), is_filed=True)
    enter("b1", "b1_officer", is_filed=True)
    user = room.world.person(key)
    loops = loops_of(queries, user, TODAY)
    assert sum(loop.count for loop in loops) == queries.open_batches(user).count() > 0
    for loop in loops:
        page = sign_in(key).get(loop.url)
        assert len(page.context["table"].rows) == loop.count


def test_overdue_counts_what_passed_its_date(filed, room):
    user = room.world.person("a_bureau")
    (loop,) = loops_of(queries, user, date(2023, 6, 9))
    assert (loop.overdue, loop.oldest, loop.oldest_due_on) == (1, filed.title, date(2023, 6, 8))


def test_a_learners_year_stands_against_the_dated_requirement(recognised, enter, room, year):
    enter("a2", "a2_officer", what=activity("其二", hours=Decimal(5)), is_filed=True)
    found = queries.year_of_learner(room.learners["a3-0"], TODAY)
    assert (found.counted, found.waiting, found.required, found.gap) == (3, 5, 72, 69)
    assert [(row.title, row.counted, row.waiting) for row in found.directions] == [
        ("专业理念与师德", 0, 0), ("专业知识", 3, 5), ("专业能力", 0, 0), ("班级管理", 0, 0),
    ]  # fmt: skip
    assert found.missing_directions == ["专业理念与师德", "专业能力", "班级管理"]


@pytest.mark.parametrize(
    "change", [{"stage": "kindergarten"}, {"kind": "education_official"}, {"status": "leave"}]
)
def test_whom_the_requirement_does_not_bind_has_no_gap(room, year, change):
    learner = room.learners["a1-0"]
    Learner.objects.filter(pk=learner.pk).update(**change)
    learner.refresh_from_db()
    found = queries.year_of_learner(learner, TODAY)
    assert (found.required, found.gap) == (None, None)


def test_schools_are_counted_with_their_points(enter, room, year):
    enter("a2", "a2_officer")
    enter("a1", "a1_officer", what=activity(hours=Decimal(30)), is_filed=True)
    rule = queries.requirement(year, TODAY)
    rows = queries.hours_by_school(room.world.person("a_bureau"), rule, TODAY)
    found = [(row.school.code, row.learners, row.short, row.draft, row.filed) for row in rows]
    assert found == [("T-a1", 2, 2, 0, 1), ("T-a2", 5, 5, 1, 0)]
    assert [row.has_filed for row in rows] == [True, False]


def test_counties_are_counted_within_sight(room, enter, year):
    for title in ("其一", "其二"):
        what = activity(title, form="face_to_face", level="national", hours=Decimal(36))
        enter("a1", "a1_officer", what=what, is_filed=True)
    batches = HoursBatch.objects.all()
    actions.verify_hours_batches(batches, by=room.world.person("a_bureau"), at=AT)
    actions.recognise_hours_batches(batches, by=room.world.person("city_training"), at=AT)
    rows = queries.hours_by_county(room.world.person("city_training"), TODAY)
    found = [(row.county.code, row.bound, row.met, row.short, row.hours) for row in rows]
    assert found == [("T-city", 2, 0, 2, 0), ("T-a", 7, 2, 5, 144), ("T-b", 2, 0, 2, 0)]
    assert rows[1].percent_met == 28
    own = queries.hours_by_county(room.world.person("b_bureau"), TODAY)
    assert [row.county.code for row in own] == ["T-b"]
    assert queries.hours_by_county(room.world.person("inspector"), TODAY) == []
    assert queries.hours_by_county(room.world.person("city_training"), date(2019, 1, 1)) == []


def test_the_roster_begins_with_the_school_and_follows_with_its_points(room):
    groups = queries.roster_of(room.world.units["a2"])
    names = [(school.code, [row.code for row in rows]) for school, rows in groups]
    assert names == [("T-a2", ["a2-0", "a2-1"]), ("T-a3", ["a3-0", "a3-1", "a3-2"])]
    assert [row.code for row in queries.filing_schools(room.world.person("a2_officer"))] == ["T-a2"]


def test_what_is_impossible_is_shown_to_the_verifier(enter, room):
    batch = enter("a1", "a1_officer", what=activity("其一", hours=Decimal(6)))
    assert queries.warnings_of(batch, TODAY) == []
    enter("a1", "a1_officer", what=activity("其二", hours=Decimal(3)))
    first, second = queries.warnings_of(batch, TODAY)
    assert first.startswith("有 2 人次同一天合计超过 8 学时")
    assert second.startswith("有 2 人同一天还有其他活动")


def test_a_day_without_a_year_is_a_sentence(room):
    with pytest.raises(Refused, match="没有登记培训年度"):
        queries.year_of(date(2019, 5, 1))


def test_a_school_year_carries_its_dates_over_the_new_year(room):
    year = TrainingYear(year=2030, starts_on=date(2030, 9, 1), ends_on=date(2031, 8, 31))
    assert queries.deadline(year, "training.filing_due") == date(2030, 11, 30)
    assert queries.deadline(year, "training.plan_due") == date(2031, 3, 31)


def test_the_desk_opens_for_everybody_of_the_room(filed, sign_in):
    for key in ("a2_officer", "a_bureau", "city_training", "a3_teacher"):
        assert sign_in(key).get(reverse("desk:home")).status_code == 200
