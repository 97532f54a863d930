"""Rights as columns: what asking for them adds to a plain filter on the same index."""

from django.db import connection

from pueredu.kit import clock
from pueredu.loop.models import Matter
from pueredu.units.access.ties import held_ties
from tests.benchmarks.clocks import counted_queries, in_turn
from tests.benchmarks.loads import COUNTY, FULL, claims_up_to, matters_up_to, person, school_officer
from tests.benchmarks.report import AT_MOST, Measured
from training.models import HoursClaim

VIEW, VIEW_CLAIM = "loop.view_matter", "training.view_hours_claim"
VERBS = ("view", "receive", "report_progress", "submit", "close", "extend", "chase", "withdraw")


def measure() -> list[Measured]:
    matters_up_to(FULL, clock.now())
    claims_up_to(FULL, clock.today())
    return [*_matters(), *_claims(), *_has_perm(), _size()]


def _matters() -> list[Measured]:
    user = person(COUNTY)
    county = user.memberships.get().county_id
    return _compared(
        "Matters of a county",
        lambda: Matter.objects.permitted(user, VIEW),
        lambda: Matter.objects.filter(county=county),
        lambda rows: rows.filter(state="closed").order_by("due_on", "id"),
    )


def _claims() -> list[Measured]:
    """Claims of hours carry the county and the school of the day in columns of their own."""
    county, officer = person(COUNTY), school_officer()
    area, school = county.memberships.get().county_id, officer.memberships.get().unit_id
    return [
        *_compared(
            "claims of a county",
            lambda: HoursClaim.objects.permitted(county, VIEW_CLAIM),
            lambda: HoursClaim.objects.filter(county=area),
            lambda rows: rows.order_by("-id"),
        ),
        *_compared(
            "claims of a school",
            lambda: HoursClaim.objects.permitted(officer, VIEW_CLAIM),
            lambda: HoursClaim.objects.filter(school=school),
            lambda rows: rows.order_by("-id"),
        ),
    ]


def _compared(what: str, permitted, plain, ordered) -> list[Measured]:
    """A page of 50 and a count, by right and by the plain filter, which must find the same."""

    def page(rows):
        return list(ordered(rows())[:50])

    assert page(permitted) == page(plain)
    count = permitted().count()
    assert count == plain().count() > 50
    size = f"{count:,} of {FULL:,} rows"
    found = []
    for how, read in (("a page of 50", page), ("count", lambda rows: rows().count())):
        ours, theirs = in_turn(
            *(lambda rows=rows, read=read: read(rows) for rows in (permitted, plain))
        )
        note = f"{ours * 1000:.2f} ms, {size}"
        found.append(
            Measured(
                f"{what}: {how}, permitted() ÷ filter()", ours / theirs, (AT_MOST, 1.3), note=note
            )
        )
    return found


def _has_perm() -> list[Measured]:
    listed = list(Matter.objects.with_units()[:50])
    bare = list(Matter.objects.order_by("-id")[:50])
    found = []
    for rows, how in ((listed, "as a list loads them"), (bare, "without their relations")):
        user = person(COUNTY)
        held_ties(user)  # and the posts before them: read once a request
        with counted_queries() as queries:
            for row in rows:
                for verb in VERBS:
                    user.has_perm(f"loop.{verb}_matter", row)
        found.append(
            Measured(
                f"has_perm: queries once posts and ties are read, rows {how}",
                len(queries),
                (AT_MOST, 0),
                unit="",
                note=f"{len(rows)} rows × {len(VERBS)} verbs",
            )
        )
    return found


def _size() -> Measured:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('loop_matter') / 1024.0 / 1024.0")
        size = float(cursor.fetchone()[0])
    return Measured(f"disk: {FULL:,} Matters with their indexes", size, unit="MiB")
