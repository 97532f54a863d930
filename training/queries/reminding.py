"""Who is to be reminded that hours are missing: by hand, and towards the end of filing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import DateField, OuterRef, Subquery, Value
from django.db.models.functions import Cast
from django.urls import reverse

from pueredu.calendar.models import Figure
from pueredu.calendar.queries import add_working_days, figure
from pueredu.units.models import Unit
from training.models import HoursReminder, Learner, TrainingYear
from training.queries.owing import Heap
from training.queries.requirement import Requirement, current_requirement, requirement, with_totals
from training.queries.shortfalls import shortfalls

AGAIN = "training.remind_again_days"
NEAR_THE_END = timedelta(days=70)  # more than the longest rung of these reminders


@dataclass(frozen=True)
class ReminderPlan:
    """``rows`` would be sent; ``resting`` were reminded lately, ``unreachable`` have no account."""

    rows: list[HoursReminder]
    unit: str
    resting: int
    unreachable: int
    again: Figure


def reminded_since(today: date) -> date:
    """Who was reminded on this day or later is not reminded again."""
    return add_working_days(today, 1 - figure(AGAIN, today).value)


def with_reminders(learners, year: TrainingYear):
    """``learners`` with ``reminded_at`` and ``school_reminded_at``, the last of each in the year."""
    own = _last(year, learner=OuterRef("pk"))
    school = _last(year, learner=None, school=OuterRef("school"))
    return learners.annotate(reminded_at=Subquery(own), school_reminded_at=Subquery(school))


def _last(year: TrainingYear, **whom):
    rows = HoursReminder.objects.filter(year=year, **whom)
    return rows.order_by("-sent_at").values("sent_at")[:1]


def reminders_to_send(short, year: TrainingYear, today: date, *, is_school: bool) -> ReminderPlan:
    """What would be sent to the learners of ``short``: by a school (``is_school``) to each person who
    has an account, by an area to each school."""
    lately = HoursReminder.objects.filter(year=year, sent_at__date__gte=reminded_since(today))
    lately = set(lately.values_list("learner", "school"))
    rows = list(short)
    due = _to_people(rows, year) if is_school else _to_schools(rows, year)
    fresh = [row for row in due if (row.learner_id, row.school_id) not in lately]
    unreachable = sum(row.user_id is None for row in rows) if is_school else 0
    unit = "人" if is_school else "所学校"
    return ReminderPlan(fresh, unit, len(due) - len(fresh), unreachable, figure(AGAIN, today))


def _to_people(rows, year: TrainingYear) -> list[HoursReminder]:
    return [
        HoursReminder(year=year, learner=row, school=row.school, hours=row.gap)
        for row in rows
        if row.user_id
    ]


def _to_schools(rows, year: TrainingYear) -> list[HoursReminder]:
    found: dict[int, HoursReminder] = {}
    for row in rows:
        empty = HoursReminder(year=year, school=row.school, people=0, hours=Decimal(0))
        reminder = found.setdefault(row.school_id, empty)
        reminder.people += 1
        reminder.hours += row.gap
    return list(found.values())


def short_near_the_end(today: date) -> Iterator[tuple[Learner, date]]:
    """Near the end of filing: learners with an account who have not met the year."""
    for rule in _closing(today):
        rows = shortfalls(Learner.objects.filter(user__isnull=False), rule)
        yield from ((row, rule.filing_due) for row in rows)


def schools_short(today: date) -> Iterator[tuple[Unit, date]]:
    """Near the end of filing: the schools with people who are short, ``short`` of them."""
    for rule in _closing(today):
        counts: dict[int, int] = {}
        for pk in shortfalls(Learner.objects.all(), rule).values_list("school", flat=True):
            counts[pk] = counts.get(pk, 0) + 1
        for pk, school in sorted(Unit.objects.in_bulk(counts).items()):
            school.short = counts[pk]
            yield school, rule.filing_due


def short_heaps(user, today: date) -> list[Heap]:
    """How many are short at a school or in a 县(区), from near the end of filing to that of the
    year; one query beside that of the heap. The groups of a school are seen by just those tiers: the
    city has its overview instead."""
    mine = Learner.objects.permitted(user, "training.view_learner_group")
    rule = None if mine.query.is_empty() else current_requirement(today)
    if rule is None or rule.filing_due - today > NEAR_THE_END:
        return []
    url = reverse("training:shortfall-list")
    return [
        Heap(
            "{n} 人学时未达标", "看名单", with_totals(mine, rule).filter(gap__gt=0), lambda _: url,
            due_on=Cast(Value(rule.filing_due), DateField()), note="{places} 所学校",
        )
    ]  # fmt: skip


def _closing(today: date) -> list[Requirement]:
    years = TrainingYear.objects.containing(today)
    rules = [requirement(year, today) for year in years if year.ends_on - today < timedelta(150)]
    return [rule for rule in rules if timedelta(0) <= rule.filing_due - today <= NEAR_THE_END]
