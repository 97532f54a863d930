"""How long and how many queries: medians of calls made in turn, so that noise meets both sides."""

from collections.abc import Callable
from contextlib import contextmanager
from statistics import median
from time import perf_counter

from django.db import connection


def seconds(call: Callable[[], object]) -> float:
    """The wall time of one call."""
    start = perf_counter()
    call()
    return perf_counter() - start


def in_turn(*calls: Callable[[], object], rounds: int = 15) -> list[float]:
    """The median seconds of each call; each is made once before, unmeasured."""
    for call in calls:
        call()
    times = [[seconds(call) for call in calls] for _ in range(rounds)]
    return [median(column) for column in zip(*times, strict=True)]


@contextmanager
def counted_queries():
    """Counts the statements inside the block; yields a list with one entry each."""
    found: list[str] = []

    def count(execute, sql, params, many, context):
        found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield found
