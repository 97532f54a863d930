"""The common form in which every room says what is owed: for to-do lists and the open-loop meter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, Count, DateField, F, Q, QuerySet, Value, Window
from django.db.models.functions import Cast


@dataclass(frozen=True)
class Owed:
    """One step that a person owes: the button ``verb`` leads to ``url``. ``due_on`` None is undated."""

    title: str
    verb: str
    url: str
    due_on: date | None
    room: str
    note: str = ""


@dataclass(frozen=True)
class OpenRows:
    """One kind of open thing: ``rows`` are exactly those that the list at ``url`` shows.

    ``title`` and ``due_on`` are columns of the rows (or expressions); ``late`` says which rows are
    overdue, by default those whose date has passed.
    """

    label: str
    url: str
    rows: QuerySet
    title: object
    due_on: object = None
    late: Q | None = None


@dataclass(frozen=True)
class OpenLoop:
    """One line of the open-loop meter. ``count`` counts exactly the rows of the list at ``url``;
    ``oldest`` is the one open longest."""

    label: str
    count: int
    overdue: int
    url: str
    oldest: str = ""
    oldest_due_on: date | None = None


@dataclass(frozen=True)
class Paper:
    """A file that goes with something open: ``about`` is the title of what it belongs to."""

    name: str
    url: str
    at: datetime
    about: str


def in_order(items: list[Owed]) -> list[Owed]:
    """By date, the undated last."""
    return sorted(
        items, key=lambda owed: (owed.due_on is None, owed.due_on or date.max, owed.title)
    )


def measured(kinds: Sequence[OpenRows], today: date) -> list[OpenLoop]:
    """A line for each kind of which something is open, in the order given; one query for all."""
    parts = [_oldest(number, kind, today) for number, kind in enumerate(kinds)]
    if not parts:
        return []
    first, *others = parts
    return [
        OpenLoop(kinds[number].label, count, overdue, kinds[number].url, title, due_on)
        for number, count, overdue, title, due_on in sorted(first.union(*others, all=True))
    ]


def _oldest(number: int, kind: OpenRows, today: date) -> QuerySet:
    """The row due first, with the counts of its kind; its columns have names that no model has."""
    due = kind.due_on or Value(None)
    late = kind.late or (Q(row_due__lt=today) if kind.due_on else Q(pk=None))
    rows = kind.rows.order_by().annotate(
        row_kind=Value(number),
        row_title=Cast(kind.title, CharField()),
        row_due=Cast(due, DateField()),
    )
    return (
        rows.annotate(row_count=Window(Count("pk")), late_count=Window(Count("pk", filter=late)))
        .order_by(F("row_due").asc(nulls_last=True), "pk")
        .values_list("row_kind", "row_count", "late_count", "row_title", "row_due")[:1]
    )
