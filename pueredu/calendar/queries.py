"""Reads of dated numbers and of working days. The caller brings the day."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from pueredu.calendar.models import Figure, Holiday


class NoFigure(LookupError):
    """No value of this key is in force on that day: the reference data is not loaded."""


def figure(key: str, on: date) -> Figure:
    """The value in force on a day; the latest ``since`` wins. Raises NoFigure."""
    found = (
        Figure.objects.filter(Q(until=None) | Q(until__gte=on), key=key, since__lte=on)
        .order_by("-since")
        .first()
    )
    if found is None:
        raise NoFigure(f"参数 {key} 在 {on} 没有数值，请在「参数」中录入。")
    return found


def value(key: str, on: date) -> Any:
    """Only the value of ``figure``: a number, a text or a list, as the reference data has it."""
    return figure(key, on).value


def is_working_day(day: date) -> bool:
    """By the editable holiday table; a day it does not name goes by its weekday."""
    return _is_working(day, _exceptions(day, day))


def working_days_between(start: date, end: date) -> int:
    """Working days after ``start`` up to and including ``end``; negative when ``end`` is past."""
    if end < start:
        return -working_days_between(end, start)
    exceptions = _exceptions(start, end)
    days = (start + timedelta(n) for n in range(1, (end - start).days + 1))
    return sum(_is_working(day, exceptions) for day in days)


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


def _exceptions(start: date, end: date) -> dict[date, bool]:
    rows = Holiday.objects.filter(day__range=(start, end))
    return dict(rows.values_list("day", "is_workday"))


def _is_working(day: date, exceptions: dict[date, bool]) -> bool:
    return exceptions.get(day, day.weekday() < 5)
