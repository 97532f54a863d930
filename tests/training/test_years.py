"""A training year is there before it begins, next to the one before, and stays once it is used."""

from datetime import UTC, date, datetime

import pytest

from pueredu.calendar.models import Figure
from pueredu.kit.errors import NotPermitted, Refused
from tests.support.figures import load_figures
from tests.support.world import AT
from training import actions
from training.models import TrainingPlan, TrainingYear
from training.tasks import open_next_training_year


@pytest.fixture
def years(world):
    load_figures()
    actions.open_training_years(at=AT)
    return world


def days(year: int) -> tuple[date, date]:
    return TrainingYear.objects.values_list("starts_on", "ends_on").get(year=year)


def change(world, which: int, by="city_training", **words):
    row = TrainingYear.objects.get(year=which)
    for name, value in words.items():
        setattr(row, name, value)
    return actions.keep_training_year(row, by=world.person(by), at=AT)


def test_this_year_and_the_next_are_opened_and_no_year_twice(years):
    assert actions.open_training_years(at=AT) == 0
    assert days(2023) == (date(2023, 1, 1), date(2023, 12, 31))
    assert actions.open_training_years(at=datetime(2025, 12, 31, 20, tzinfo=UTC)) == 3
    assert list(TrainingYear.objects.values_list("year", flat=True)) == [
        2027,
        2026,
        2025,
        2024,
        2023,
    ]


def test_the_timer_opens_the_next_year(years, time_machine):
    time_machine.move_to(datetime(2024, 1, 1, tzinfo=UTC))
    open_next_training_year()
    assert days(2025) == (date(2025, 1, 1), date(2025, 12, 31))


def test_a_year_of_schools_follows_without_a_gap(years):
    """The Figure changed: the year between is longer, and no day belongs to none."""
    Figure.objects.create(
        key="training.year_start", title="起", value="09-01", since=date(2024, 6, 1), source="演示"
    )
    actions.open_training_years(at=datetime(2024, 7, 1, tzinfo=UTC))
    assert days(2025) == (date(2025, 1, 1), date(2026, 8, 31))
    actions.open_training_years(at=datetime(2025, 7, 1, tzinfo=UTC))
    assert days(2026) == (date(2026, 9, 1), date(2027, 8, 31))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"starts_on": date(2024, 2, 1)}, "应从 2024-01-01 起"),
        ({"starts_on": date(2023, 12, 1)}, "与另一个培训年度重叠"),
        ({"ends_on": date(2023, 12, 1)}, "年度的止应晚于起"),
    ],
)
def test_no_day_belongs_to_none_or_to_two(years, words, sentence):
    with pytest.raises(Refused, match=sentence):
        change(years, 2024, **words)
    assert days(2024) == (date(2024, 1, 1), date(2024, 12, 31))


def test_a_year_before_ends_where_the_next_begins(years):
    with pytest.raises(Refused, match="应到 2023-12-31 止"):
        change(years, 2023, ends_on=date(2023, 11, 30))


def test_a_year_on_which_hours_or_plans_rest_stays(years):
    TrainingPlan.objects.create(
        year=TrainingYear.objects.get(year=2024), unit=years.units["a1"], county=years.units["a"],
    )  # fmt: skip
    with pytest.raises(Refused, match="已有申报或计划"):
        change(years, 2024, ends_on=date(2025, 1, 31))
    with pytest.raises(NotPermitted):
        change(years, 2023, by="a_bureau", year=2022)
