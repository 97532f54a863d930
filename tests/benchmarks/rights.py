"""Rights as columns: what asking for them adds to a plain filter on the same index."""

from django.db import connection

from pueredu.kit import clock
from pueredu.loop.models import Matter
from tests.benchmarks.clocks import counted_queries, in_turn
from tests.benchmarks.loads import COUNTY, FULL, matters_up_to, person
from tests.benchmarks.report import AT_MOST, Measured

VIEW = "loop.view_matter"
VERBS = ("view", "receive", "report_progress", "submit", "close", "extend", "chase", "withdraw")


def measure() -> list[Measured]:
    matters_up_to(FULL, clock.now())
    return [*_permitted(), *_has_perm(), _size()]


def _permitted() -> list[Measured]:
    user = person(COUNTY)
    county = user.memberships.get().county_id

    def page(rows):
        return list(rows.filter(state="closed").order_by("due_on", "id")[:50])

    def permitted():
        return Matter.objects.permitted(user, VIEW)

    def plain():
        return Matter.objects.filter(county=county)

    def same():
        return Matter.objects.filter(county=county, kind="commitment")

    assert page(permitted()) == page(plain())
    assert permitted().count() == plain().count()
    pages = in_turn(*(lambda rows=rows: page(rows()) for rows in (permitted, plain, same)))
    counts = in_turn(*(lambda rows=rows: rows().count() for rows in (permitted, plain, same)))
    size = f"{permitted().count():,} of {FULL:,} rows"
    return [
        *_compared("page of 50", pages, size),
        *_compared("count", counts, size),
    ]


def _compared(what: str, times: list[float], size: str) -> list[Measured]:
    ours, plain, same = times
    return [
        Measured(
            f"permitted(): {what} ÷ filter(county)",
            ours / plain,
            (AT_MOST, 1.3),
            note=f"{ours * 1000:.2f} ms, {size}",
        ),
        Measured(f"permitted(): {what} ÷ filter(county, kind)", ours / same, (AT_MOST, 1.3)),
    ]


def _has_perm() -> list[Measured]:
    listed = list(Matter.objects.with_units()[:50])
    bare = list(Matter.objects.order_by("-id")[:50])
    found = []
    for rows, how in ((listed, "as a list loads them"), (bare, "without their relations")):
        user = person(COUNTY)
        user.has_perm(VIEW, rows[0])
        with counted_queries() as queries:
            for row in rows[1:]:
                for verb in VERBS:
                    user.has_perm(f"loop.{verb}_matter", row)
        found.append(
            Measured(
                f"has_perm: queries after the first, rows {how}",
                len(queries),
                (AT_MOST, 0),
                unit="",
                note=f"{len(rows) - 1} rows × {len(VERBS)} verbs",
            )
        )
    return found


def _size() -> Measured:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('loop_matter') / 1024.0 / 1024.0")
        size = float(cursor.fetchone()[0])
    return Measured(f"disk: {FULL:,} Matters with their indexes", size, unit="MiB")
