"""The lines of the open-loop meter that one room gives to one person."""

from pueredu.loop.owed import measured


def loops_of(queries, user, today):
    return measured(queries.open_loops(user, today), today)
