"""The rooms' duties in one list: each room says what it is owed, the desk only sorts and counts."""

from dataclasses import dataclass
from datetime import date

from accountability import queries as accountability
from measures import queries as measures
from pueredu.calendar.queries import working_days_left
from pueredu.loop import queries as matters
from pueredu.loop.owed import OpenLoop, Owed, in_order, measured
from studios import queries as studios
from training import queries as training

SOURCES = (accountability, measures, training, studios, matters)
SOON = 5  # working days; the components draw a date amber from here on


@dataclass(frozen=True)
class Step:
    """One line of the to-do list, as ``components/owed_list.html`` draws it."""

    title: str
    source: str
    url: str
    due_on: date | None
    days_left: int | None
    lamp: str
    note: str
    button: dict[str, str]


@dataclass(frozen=True)
class Meter:
    """All that is open within a person's sight: the sum of its lines, never a count of its own."""

    lines: list[OpenLoop]

    @property
    def total(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def overdue(self) -> int:
        return sum(line.overdue for line in self.lines)

    @property
    def overdue_label(self) -> str:
        return f"逾期 {self.overdue} 件"

    @property
    def oldest(self) -> OpenLoop | None:
        """The line whose example has been due longest; None when none has a date."""
        dated = [line for line in self.lines if line.oldest_due_on]
        return min(dated, key=lambda line: line.oldest_due_on, default=None)


def todo_of(user, today: date) -> list[Step]:
    """What this person owes next, soonest first; one query more than the rooms' own."""
    owed = owed_by(user, today)
    left = working_days_left(today, [item.due_on for item in owed if item.due_on])
    return [_step(item, left.get(item.due_on)) for item in owed]


def owed_by(user, today: date) -> list[Owed]:
    """What the rooms say that this person owes, soonest first."""
    return in_order([item for source in SOURCES for item in source.owed(user, today)])


def meter_of(user, today: date) -> Meter:
    """Every kind of open loop within the person's sight, with its count and its list; one query."""
    kinds = [kind for source in SOURCES for kind in source.open_loops(user, today)]
    return Meter(measured(kinds, today))


def _step(owed: Owed, days_left: int | None) -> Step:
    return Step(
        title=owed.title,
        source=owed.room,
        url=owed.url,
        due_on=owed.due_on,
        days_left=days_left,
        lamp=_lamp(days_left),
        note=owed.note,
        button={"label": owed.verb, "url": owed.url},
    )


def _lamp(days_left: int | None) -> str:
    if days_left is None:
        return "none"
    if days_left < 0:
        return "red"
    return "amber" if days_left <= SOON else "green"
