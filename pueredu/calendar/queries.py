"""Reads of dated numbers and of working days. The caller brings the day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from pueredu.calendar.models import Figure, Holiday
from pueredu.kit.errors import Refused


class NoFigure(Refused, LookupError):
    """No value of this key is in force on that day: the reference data is not loaded."""


def figure(key: str, on: date) -> Figure:
    """The value in force on a day; the latest ``since`` wins. Raises NoFigure."""
    found = Figure.objects.in_force(on).filter(key=key).first()
    if found is None:
        raise NoFigure(f"参数 {key} 在 {on} 没有数值，请在「参数」中录入。")
    return found


def value(key: str, on: date) -> Any:
    """Only the value of ``figure``: a number, a text or a list, as the reference data has it."""
    return figure(key, on).value


def values(keys: Iterable[str], on: date) -> dict[str, Any]:
    """Several values in force on a day, in one query. Raises NoFigure for the first that lacks."""
    keys = list(keys)
    rows = Figure.objects.in_force(on).filter(key__in=keys)
    found = dict(rows.values_list("key", "value"))
    for key in keys:
        if key not in found:
            raise NoFigure(f"参数 {key} 在 {on} 没有数值，请在「参数」中录入。")
    return found


def is_working_day(day: date) -> bool:
    """By the editable holiday table; a day it does not name goes by its weekday."""
    return _is_working(day, _exceptions(day, day))


def working_days_between(start: date, end: date) -> int:
    """Working days after ``start`` up to and including ``end``; negative when ``end`` is past."""
    return _between(start, end, _exceptions(min(start, end), max(start, end)))


def working_days_left(today: date, ends: Iterable[date]) -> dict[date, int]:
    """``working_days_between`` today and each of several days, in one query."""
    ends = set(ends)
    exceptions = _exceptions(min(today, *ends), max(today, *ends)) if ends else {}
    return {end: _between(today, end, exceptions) for end in ends}


def add_working_days(start: date, count: int) -> date:
    """The day ``count`` working days after (before, if negative) ``start``; 0 is ``start``."""
    step = timedelta(1 if count > 0 else -1)
    reach = abs(count) * 3 + 30
    exceptions = _exceptions(start - timedelta(reach), start + timedelta(reach))
    day, left = start, abs(count)
    while left:
        day += step
        left -= _is_working(day, exceptions)
    return day


def years_without_holidays(today: date) -> list[int]:
    """The years whose holidays are missing: this one, and from November the next."""
    wanted = [today.year] + ([today.year + 1] if today.month >= 11 else [])
    return [year for year in wanted if not Holiday.objects.filter(day__year=year).exists()]


def _between(start: date, end: date, exceptions: dict[date, bool]) -> int:
    if end < start:
        return -_between(end, start, exceptions)
    days = (start + timedelta(n) for n in range(1, (end - start).days + 1))
    return sum(_is_working(day, exceptions) for day in days)


def _exceptions(start: date, end: date) -> dict[date, bool]:
    rows = Holiday.objects.filter(day__range=(start, end))
    return dict(rows.values_list("day", "is_workday"))


def _is_working(day: date, exceptions: dict[date, bool]) -> bool:
    return exceptions.get(day, day.weekday() < 5)
