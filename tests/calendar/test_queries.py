"""Working days by the published table, and Figures as of a day."""

from datetime import date

import pytest
from django.db import IntegrityError
from hypothesis import given, settings
from hypothesis import strategies as st

from pueredu.calendar.models import Figure, Holiday
from pueredu.calendar.queries import (
    NoFigure,
    add_working_days,
    figure,
    is_working_day,
    value,
    values,
    working_days_between,
    working_days_left,
    years_without_holidays,
)

DAYS = st.dates(date(2021, 1, 1), date(2027, 12, 31))


@pytest.fixture
def may_2023(db):
    """The Labour Day of 2023: five days off, two weekends worked."""
    for day in (29, 30):
        Holiday.objects.create(day=date(2023, 4, day), name="劳动节")
    for day in (1, 2, 3):
        Holiday.objects.create(day=date(2023, 5, day), name="劳动节")
    for day in (date(2023, 4, 23), date(2023, 5, 6)):
        Holiday.objects.create(day=day, name="劳动节调休", is_workday=True)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2023, 4, 23), True),  # a Sunday that is worked
        (date(2023, 4, 28), True),
        (date(2023, 5, 1), False),
        (date(2023, 5, 3), False),
        (date(2023, 5, 4), True),
        (date(2023, 5, 6), True),  # a Saturday that is worked
        (date(2023, 5, 7), False),
    ],
)
def test_holidays_and_worked_weekends_go_before_the_weekday(may_2023, day, works):
    assert is_working_day(day) is works


def test_counting_skips_the_holidays_in_both_directions(may_2023):
    assert add_working_days(date(2023, 4, 28), 1) == date(2023, 5, 4)
    assert add_working_days(date(2023, 5, 4), -1) == date(2023, 4, 28)
    assert add_working_days(date(2023, 4, 28), 4) == date(2023, 5, 8)
    assert add_working_days(date(2023, 5, 1), 0) == date(2023, 5, 1)
    assert working_days_between(date(2023, 4, 28), date(2023, 5, 8)) == 4
    assert working_days_between(date(2023, 5, 8), date(2023, 4, 28)) == -4
    assert working_days_between(date(2023, 5, 1), date(2023, 5, 3)) == 0


def test_several_ends_are_counted_in_one_query(may_2023, django_assert_num_queries):
    ends = [date(2023, 5, 8), date(2023, 4, 28), date(2023, 4, 20)]
    with django_assert_num_queries(1):
        left = working_days_left(date(2023, 4, 28), ends)
    assert [left[end] for end in ends] == [4, 0, -7]
    assert working_days_left(date(2023, 4, 28), []) == {}


@pytest.mark.django_db
@settings(max_examples=30, deadline=None)
@given(start=DAYS, count=st.integers(1, 40))
def test_adding_and_counting_are_each_other_s_proof(start, count):
    end = add_working_days(start, count)
    assert (working_days_between(start, end), is_working_day(end)) == (count, True)


def test_a_missing_table_of_next_year_is_missed_from_november(may_2023):
    assert years_without_holidays(date(2023, 10, 31)) == []
    assert years_without_holidays(date(2023, 11, 1)) == [2024]
    assert years_without_holidays(date(2024, 1, 1)) == [2024]


def put(value, since, until=None, **words):
    return Figure.objects.create(
        key="t.hours", title="学时", value=value, since=since, until=until,
        source="文件", **words,
    )  # fmt: skip


def test_the_value_in_force_on_the_day_wins_and_the_latest_since_among_several(db):
    put(72, date(2023, 1, 1), date(2024, 12, 31))
    put(80, date(2024, 1, 1))
    assert [value("t.hours", date(year, 6, 1)) for year in (2023, 2024, 2025)] == [72, 80, 80]


def test_both_ends_of_a_figure_are_in_force(db):
    put([1, 2], date(2023, 1, 1), date(2023, 12, 31))
    assert value("t.hours", date(2023, 1, 1)) == [1, 2]
    assert value("t.hours", date(2023, 12, 31)) == [1, 2]
    for day in (date(2022, 12, 31), date(2024, 1, 1)):
        with pytest.raises(NoFigure, match=r"参数 t\.hours 在 .* 没有数值"):
            figure("t.hours", day)


def test_several_values_are_read_in_one_query(db, django_assert_num_queries):
    put(72, date(2023, 1, 1))
    put(80, date(2024, 1, 1))
    Figure.objects.create(key="t.days", title="日", value=7, since=date(2023, 1, 1), source="文")
    with django_assert_num_queries(1):
        found = values(["t.hours", "t.days"], date(2024, 6, 1))
    assert found == {"t.hours": 80, "t.days": 7}
    with pytest.raises(NoFigure, match=r"t\.none"):
        values(["t.hours", "t.none"], date(2024, 6, 1))


def test_a_provisional_figure_says_so(db):
    assert str(put(1, date(2023, 1, 1))) == "学时（暂定）"
    assert str(put(2, date(2024, 1, 1), is_provisional=False)) == "学时"


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"since": date(2023, 1, 1)}, "figure_one_per_day"),
        ({"since": date(2024, 1, 1), "until": date(2023, 1, 1)}, "figure_dates_in_order"),
        ({"since": date(2024, 1, 1), "source": ""}, "figure_has_source"),
    ],
)
def test_the_database_refuses_a_figure_without_order_or_source(db, fields, name):
    put(72, date(2023, 1, 1))
    with pytest.raises(IntegrityError, match=name):
        Figure.objects.create(
            **{"key": "t.hours", "title": "x", "value": 1, "source": "文件", **fields}
        )
