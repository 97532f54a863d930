"""The rolls of a session: which are still to be called, and what hours come of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value
from django.utils import timezone

from pueredu.calendar.queries import value
from pueredu.kit.templatetags.formats import number
from training.enums import EnrolmentState, RollPart, RollUnit
from training.models import Enrolment, TrainingSession

VOID = "training.absence_void_fraction"
PARTS = {RollUnit.HALF: (RollPart.AM, RollPart.PM), RollUnit.DAY: (RollPart.WHOLE,)}
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Slot:
    """One time at which the roll is called."""

    day: date
    part: RollPart

    @property
    def key(self) -> str:
        return f"{self.day.isoformat()}{self.part}"

    @property
    def label(self) -> str:
        return f"{self.day:%-m月%-d日}{self.part.label}"


def slots_of(session: TrainingSession) -> list[Slot]:
    """Every slot of the session, in order."""
    days = (session.since + timedelta(n) for n in range(session.days))
    return [Slot(day, part) for day in days for part in PARTS[RollUnit(session.roll_unit)]]


def called_slots(session: TrainingSession) -> dict[str, set[int]]:
    """Who was absent (ids of enrolments), by the key of every slot called so far; one query."""
    some = Q(absent__isnull=False)
    rolls = session.rolls.annotate(away=ArrayAgg("absent", filter=some, default=Value([])))
    return {Slot(roll.day, RollPart(roll.part)).key: set(roll.away) for roll in rolls}


def slots_missing(session: TrainingSession) -> list[Slot]:
    """The slots whose roll nobody called."""
    called = called_slots(session)
    return [slot for slot in slots_of(session) if slot.key not in called]


@dataclass(frozen=True)
class Attendance:
    """One person at one session: hours by day, and why it does not count (empty when it does)."""

    enrolment: Enrolment
    hours: dict[date, Decimal]
    void_reason: str = ""

    @property
    def total(self) -> Decimal:
        return sum(self.hours.values(), Decimal(0))

    @property
    def counts(self) -> bool:
        return not self.void_reason and self.total > 0

    @property
    def words(self) -> str:
        return f"{number(self.total)} 学时" if self.counts else self.void_reason


def attendances(
    session: TrainingSession, today: date, rows: Iterable[Enrolment] | None = None
) -> list[Attendance]:
    """What the rolls say of everybody enrolled, or of ``rows``, which are read already; three
    queries however many there are, or two."""
    slots, called = slots_of(session), called_slots(session)
    if rows is None:
        rows = session.enrolments.select_related("learner", "school", "county").order_by("id")
    above, below = value(VOID, today)
    return [
        _attendance(row, session, slots, called, Decimal(above) / Decimal(below))
        for row in rows
        if row.state == EnrolmentState.ENROLLED
    ]


def confirmed_attendances(
    session: TrainingSession, rows: Iterable[Enrolment] | None = None
) -> list[Attendance]:
    """``attendances`` by the Figure of the day of the confirmation; none before it."""
    if session.confirmed_at is None:
        return []
    return attendances(session, timezone.localtime(session.confirmed_at).date(), rows)


def _attendance(enrolment, session, slots, called, limit: Decimal) -> Attendance:
    there = [slot for slot in slots if enrolment.pk not in called.get(slot.key, ())]
    a_slot = session.hours_per_day / len(PARTS[RollUnit(session.roll_unit)])
    hours: dict[date, Decimal] = {}
    for slot in there:
        hours[slot.day] = hours.get(slot.day, Decimal(0)) + a_slot
    hours = {day: one.quantize(TENTH) for day, one in hours.items()}
    away = len(slots) - len(there)
    reason = ""
    if Decimal(away) / len(slots) >= limit:
        reason = f"缺勤 {away}/{len(slots)}，达到规定比例，不予认定"
    return Attendance(enrolment, hours, reason)
