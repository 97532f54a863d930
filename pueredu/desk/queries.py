"""The rooms' duties in one list: each room says what it is owed, the desk only sorts."""

from datetime import date

from accountability import queries as accountability
from measures import queries as measures
from pueredu.loop import queries as matters
from pueredu.loop.owed import OpenLoop, Owed, in_order
from studios import queries as studios
from training import queries as training

SOURCES = (accountability, measures, training, studios, matters)


def todo_of(user, today: date) -> list[Owed]:
    """What this person owes next, soonest first."""
    return in_order([item for source in SOURCES for item in source.owed(user, today)])


def open_loops_of(user, today: date) -> list[OpenLoop]:
    """Every kind of open loop within the person's sight, with its count and its list."""
    return [loop for source in SOURCES for loop in source.open_loops(user, today)]
