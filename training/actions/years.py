"""Training years: opened by the Figure before they begin, and changed until hours rest on them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.calendar.queries import value
from pueredu.kit.errors import Refused
from pueredu.units.access.records import save_record
from training.models import HoursBatch, TrainingPlan, TrainingYear

FIRST_YEAR = 2023  # the letter's year; the catalogue counts from its first day
ONE_DAY = timedelta(1)


@transaction.atomic
def open_training_years(*, at: datetime) -> int:
    """Register the years that are missing up to the next one, each by the Figure of the year's
    start on the day after the year before; safe to repeat. Returns how many."""
    opened = [
        save_record(year, by=None, at=at) for year in _missing(timezone.localtime(at).year + 1)
    ]
    return len(opened)


def _missing(last: int) -> Iterator[TrainingYear]:
    ends = dict(TrainingYear.objects.values_list("year", "ends_on"))
    for year in range(max(ends, default=FIRST_YEAR - 1) + 1, max(last, FIRST_YEAR + 1) + 1):
        starts_on = ends[year - 1] + ONE_DAY if year - 1 in ends else _start(year, date(year, 1, 1))
        ends[year] = _start(year + 1, starts_on) - ONE_DAY
        yield TrainingYear(year=year, starts_on=starts_on, ends_on=ends[year])


def _start(year: int, on: date) -> date:
    return date.fromisoformat(f"{year}-{value('training.year_start', on)}")


@transaction.atomic
def keep_training_year(
    year: TrainingYear, *, by: User | None, at: datetime, reason: str = ""
) -> TrainingYear:
    """Save a new or a changed year. Raises Refused where a day between two years would belong to
    none, and once hours or plans were entered in it; two that overlap are refused by constraint."""
    others = list(TrainingYear.objects.exclude(pk=year.pk).order_by("starts_on"))
    if year.pk and _is_used(year):
        raise Refused("这个年度已有申报或计划，不能再改起止。")
    before = [one for one in others if one.starts_on < year.starts_on]
    after = [one for one in others if one.starts_on > year.starts_on]
    if before and before[-1].ends_on + ONE_DAY < year.starts_on:
        raise Refused(f"应从 {before[-1].ends_on + ONE_DAY} 起，与上一年度相接。")
    if after and year.ends_on + ONE_DAY < after[0].starts_on:
        raise Refused(f"应到 {after[0].starts_on - ONE_DAY} 止，与下一年度相接。")
    return save_record(year, by=by, at=at, reason=reason)


def _is_used(year: TrainingYear) -> bool:
    return any(kind.objects.filter(year=year).exists() for kind in (HoursBatch, TrainingPlan))
