"""Reads that other rooms and the desk may call."""

from datetime import date

from pueredu.loop.owed import OpenLoop, Owed


def owed(user, today: date) -> list[Owed]:
    """The steps that this person owes in this room."""
    return []


def open_loops(user, today: date) -> list[OpenLoop]:
    """What is open in this room within the person's sight."""
    return []
