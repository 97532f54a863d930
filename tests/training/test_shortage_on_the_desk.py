"""That hours are missing stands on the desk of school and 县(区), near the end of filing."""

from datetime import date

import pytest
from django.urls import reverse

from pueredu.calendar.models import Figure
from tests.training.conftest import set_figures
from tests.training.test_notices import at
from training import queries
from training.models import Learner, LearnerYear, TrainingYear

LIST = reverse("training:shortfall-list")
NEAR, LATE = date(2023, 10, 20), date(2023, 12, 8)


def lines(room, key: str, today=NEAR) -> list[tuple]:
    rows = queries.owed(room.world.person(key), today)
    return [(row.title, row.note, row.due_on) for row in rows if row.url.startswith(LIST)]


def met(room, *codes: str) -> None:
    year = TrainingYear.objects.get(year=2023)
    for code in codes:
        learner = room.learners[code]
        place = {"school": learner.school, "county": learner.county}
        LearnerYear.objects.create(learner=learner, year=year, hours=72, **place)


def test_school_centre_and_county_read_one_line(room):
    due = date(2023, 11, 30)
    met(room, "a1-0", "a3-0")
    assert lines(room, "a1_officer") == [("1 人学时未达标", "1 所学校", due)]
    assert lines(room, "a2_officer") == [("4 人学时未达标", "2 所学校", due)]
    assert lines(room, "a_bureau") == [("5 人学时未达标", "3 所学校", due)]
    assert lines(room, "b_bureau") == [("2 人学时未达标", "1 所学校", due)]
    for key in ("a1_teacher", "city_staff", "city_training", "a_government", "city_leader"):
        assert lines(room, key) == []


def test_the_line_ends_when_nobody_is_short(room):
    met(room, "a1-0")
    assert lines(room, "a1_officer") != []
    Learner.objects.filter(code="a1-1").update(status="leave")
    assert lines(room, "a1_officer") == []


def test_it_comes_near_the_end_of_filing_and_stays_until_the_years(room):
    days = {date(2023, 9, 20): 0, date(2023, 9, 21): 1, LATE: 1, date(2023, 12, 31): 1}
    assert {day: len(lines(room, "a1_officer", day)) for day in days} == days
    set_figures(filing_due="10-31")
    assert len(lines(room, "a1_officer", date(2023, 8, 23))) == 1


def test_without_a_year_or_a_figure_the_desk_is_silent(room):
    Figure.objects.filter(key="training.bound_stages").update(until=date(2023, 1, 2))
    assert lines(room, "a1_officer") == []
    Figure.objects.filter(key="training.bound_stages").update(until=None)
    assert len(lines(room, "a1_officer")) == 1
    assert lines(room, "a1_officer", date(2090, 10, 20)) == []


@pytest.mark.parametrize("key", ["a1_officer", "a2_officer", "a1_head", "a_bureau"])
def test_the_list_behind_it_holds_whom_it_counts(room, sign_in, clock, key):
    met(room, "a1-0")
    clock.move_to(at(10, 20))
    client = sign_in(key)
    (line,) = [
        row for row in queries.owed(room.world.person(key), NEAR) if row.url.startswith(LIST)
    ]
    rows = client.get(line.url).context["table"].rows
    assert line.title == f"{len(rows)} 人学时未达标"


DESKS = {"a1_officer": 10, "a2_officer": 11, "a_bureau": 12}


@pytest.mark.parametrize("key", DESKS)
def test_the_desk_stays_within_its_queries(room, sign_in, clock, django_assert_num_queries, key):
    clock.move_to(at(10, 20))
    client = sign_in(key)
    client.get("/")
    for codes in ((), ("a1-0", "a2-0", "a3-0")):
        met(room, *codes)
        with django_assert_num_queries(DESKS[key]):
            page = client.get("/")
        assert "人学时未达标" in page.content.decode()
