"""How long and how many queries.

Short calls are made in turn and the best time of each counts: other work on the machine only adds.
(With medians the same statement measured against itself came out at 1.5 on a busy machine.)
"""

from collections.abc import Callable
from contextlib import contextmanager
from time import perf_counter

from django.db import connection


def seconds(call: Callable[[], object]) -> float:
    """The wall time of one call."""
    start = perf_counter()
    call()
    return perf_counter() - start


def in_turn(*calls: Callable[[], object], rounds: int = 15) -> list[float]:
    """The least seconds of each call; each is made once before, unmeasured."""
    for call in calls:
        call()
    times = [[seconds(call) for call in calls] for _ in range(rounds)]
    return [min(column) for column in zip(*times, strict=True)]


@contextmanager
def counted_queries():
    """Counts the statements inside the block; yields a list with one entry each."""
    found: list[str] = []

    def count(execute, sql, params, many, context):
        found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield found
