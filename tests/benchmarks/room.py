"""The training room at the size of the city: five years of hours, beside a tenth of the ledger.

Both are the demonstration of `seed_demo --scale city --years 5`; in the smaller one a school held two
events a year instead of twenty-eight.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from statistics import median

import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from pueredu.ops.management.commands.seed_demo import DEMO_NOW
from pueredu.units.enums import Role
from pueredu.units.models import Membership
from tests.benchmarks.clocks import counted_queries, seconds
from tests.benchmarks.places import copy_database, database, superuser
from tests.benchmarks.report import AT_MOST, Measured
from training.models import HoursBatch, Learner, LedgerEntry
from training.queries import mismatches, reconciled

demo = import_module("training.seeds.demo")  # the package has a function of this name
ROUNDS, YEARS, MOST_QUERIES = 9, 5, 12
SMALL, LARGE = "room_tenth", "room"
EVENTS = {SMALL: 2, LARGE: demo.PAST_EVENTS}
LISTS = (
    "desk:home", "training:overview", "training:learner-list", "training:hours-batch-list",
    "training:hours-claim-list", "training:ledger-entry-list", "training:shortfall-list",
    "training:training-plan-list", "training:training-session-list",
)  # fmt: skip
WRITES = "INSERT"  # the memory's note that somebody looked at personal data is not the page's own
PEOPLE = {
    "city": Role.CITY_TRAINING,
    "county": Role.COUNTY_BUREAU,
    "school": Role.SCHOOL_OFFICER,
}


def measure() -> list[Measured]:
    with time_machine.travel(DEMO_NOW, tick=True):
        for name in (SMALL, LARGE):
            copy_database(name)
            with database(name):
                _seed(EVENTS[name])
        return [*_pages(), *_proof()]


def _seed(events: int) -> None:
    demo.PAST_EVENTS = events
    call_command("seed_demo", scale="city", years=YEARS, verbosity=0)
    with superuser() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum does


def _pages() -> Iterator[Measured]:
    """Every list of the room for each tier, a learner's year, a batch: two sizes in turn."""
    pages = [(who, name, "") for name in LISTS for who in PEOPLE]
    pages += [
        ("county", "training:learner-detail", "a learner"),
        ("teacher", "training:my-hours", ""),
    ]
    pages += [
        ("county", "training:hours-batch-detail", "a batch"),
        ("school", "training:roster", ""),
    ]
    for page in pages:
        times, queries = {SMALL: [], LARGE: []}, {}
        for number in range(ROUNDS + 1):
            for name, taken in times.items():
                with database(name), _opened(*page) as ask:
                    with counted_queries() as asked:
                        took = seconds(ask)
                    queries[name] = sum(not sql.startswith(WRITES) for sql in asked)
                    if number:  # the first fills the caches
                        taken.append(took)
        yield from _compared(page, times, queries)


@contextmanager
def _opened(who: str, name: str, record: str):
    """A call that opens the page as the person; what comes before it is not counted."""
    client = Client()
    client.force_login(_person(who), backend="pueredu.accounts.backends.PasswordBackend")
    url = reverse(name, args=[_record(record)] if record else [])

    def ask() -> None:
        response = client.get(url)
        assert response.status_code == 200, (url, response.status_code)

    ask()
    yield ask


def _person(who: str):
    if who == "teacher":
        return Learner.objects.exclude(user=None).order_by("pk")[0].user
    return Membership.objects.filter(role=PEOPLE[who]).order_by("pk")[0].user


def _record(record: str) -> int:
    county = Membership.objects.filter(role=Role.COUNTY_BUREAU).order_by("pk")[0].county_id
    model = Learner if record == "a learner" else HoursBatch
    return model.objects.filter(county=county).order_by("pk").values_list("pk", flat=True)[0]


def _compared(page, times: dict, queries: dict) -> Iterator[Measured]:
    who, name, _ = page
    words = f"room: {name.partition(':')[2]} ({who})"
    ratio = min(times[LARGE]) / min(times[SMALL])
    note = f"{median(times[LARGE]) * 1000:.0f} ms, {queries[LARGE]} queries"
    yield Measured(f"{words}, all ÷ a tenth of the rows", ratio, (AT_MOST, 1.2), note=note)
    most = max(queries.values())
    same = queries[SMALL] == queries[LARGE]
    if most > MOST_QUERIES or not same:
        yield Measured(f"{words}: queries", most if same else 99, (AT_MOST, MOST_QUERIES))


def _proof() -> Iterator[Measured]:
    with database(LARGE):
        yield Measured("room: rows of the ledger", LedgerEntry.objects.count())
        yield Measured("room: totals that differ from the ledger", len(mismatches()), (AT_MOST, 0))
        wrong = len(reconciled().differences)
        yield Measured("room: totals of either kind that differ", wrong, (AT_MOST, 0))
    assert connection.settings_dict["NAME"] not in EVENTS
