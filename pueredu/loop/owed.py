"""The common form in which every room says what is owed: for to-do lists and the open-loop meter."""

from dataclasses import dataclass
from datetime import date, datetime


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
