"""The audit chain under sixteen writers: its price, and that nested actions never deadlock.

Every writer does two actions in one transaction, one on a row that others want too; half of them
take that row first and half last, and tell a person who is being changed by others meanwhile (the
foreign key is checked at commit, too). The same work is done bare (no chain), with the chain linked at
commit as it is, and with the chain locked at once, the way that was not taken.
"""

import threading
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from statistics import median
from time import monotonic

from django.db import OperationalError, connection, transaction

from pueredu.accounts.models import User
from pueredu.audit.models import Entry, Link
from pueredu.audit.queries import first_broken_link
from pueredu.calendar.models import Figure
from pueredu.kit import clock
from pueredu.kit.roles import as_owner
from pueredu.notices.actions import post
from pueredu.notices.models import Message
from pueredu.units.access.acts import acting
from tests.benchmarks.clocks import seconds
from tests.benchmarks.report import AT_LEAST, AT_MOST, Measured

WRITERS, SHARED, SECONDS, ROUNDS = 16, 2, 5.0, 3


class Writers:
    """Runs the work for SECONDS in WRITERS threads; counts what was done and what deadlocked."""

    def __init__(self, statement: str = ""):
        self.statement = statement
        self.own = _figures("own", WRITERS)
        self.shared = _figures("shared", SHARED)
        self.people = [_person(n) for n in range(SHARED)]
        self.people = list(User.objects.order_by("id")[:SHARED])
        self.done = self.deadlocks = 0
        self.lock = threading.Lock()
        self.failure: BaseException | None = None

    def run(self) -> float:
        """Transactions a second."""
        end = monotonic() + SECONDS
        threads = [threading.Thread(target=self._write, args=(n, end)) for n in range(WRITERS)]
        start = monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.failure:
            raise self.failure
        return self.done / (monotonic() - start)

    def _write(self, number: int, end: float) -> None:
        steps = self._steps(number)
        done = deadlocks = 0
        try:
            while monotonic() < end:
                try:
                    self._do(steps)
                    done += 1
                except OperationalError as error:
                    if "deadlock" not in str(error):
                        raise
                    deadlocks += 1
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            self.failure = error
        finally:
            connection.close()
            with self.lock:
                self.done += done
                self.deadlocks += deadlocks

    def _steps(self, number: int) -> list[Callable[[datetime], None]]:
        """What this writer does again and again; the four ways share rows with one another."""
        group = number // 4 % SHARED
        own, shared = partial(_change, self.own[number]), partial(_change, self.shared[group])
        person = self.people[group]
        return [
            [own, shared],
            [shared, own],
            [partial(_change, person), own],
            [own, partial(_tell, person)],
        ][number % 4]

    @transaction.atomic
    def _do(self, steps) -> None:
        if self.statement:
            with connection.cursor() as cursor:
                cursor.execute(self.statement)
        at = clock.now()
        for step in steps:
            step(at)


def _change(record: Figure | User, at: datetime) -> None:
    with acting("change", record, by=None, at=at) as record:
        field = "note" if isinstance(record, Figure) else "phone"
        setattr(record, field, f"{threading.get_ident() % 10**9}{at.microsecond}")


def _tell(person: User, at: datetime) -> None:
    post(
        [Message(recipient=person, kind="Bench", title="演示", reason="演示", created_at=at)], at=at
    )


def measure() -> list[Measured]:
    rates: dict[str, list[float]] = {"bare": [], "deferred": [], "at once": []}
    deadlocks = {"deferred": 0, "at once": 0}
    for _ in range(ROUNDS):
        with _unchained():
            rates["bare"].append(Writers().run())
        for way, statement in (("deferred", ""), ("at once", "SET CONSTRAINTS ALL IMMEDIATE")):
            writers = Writers(statement)
            rates[way].append(writers.run())
            deadlocks[way] += writers.deadlocks
    bare, deferred, at_once = (median(rates[way]) for way in ("bare", "deferred", "at once"))
    links = Link.objects.count()
    proof: list[int | None] = []
    verifying = seconds(lambda: proof.append(first_broken_link()))
    return [
        Measured("audit: transactions/s, chained ÷ bare", deferred / bare, (AT_LEAST, 0.5)),
        Measured("audit: bare", bare, unit="/s", note=f"{WRITERS} writers, two things each"),
        Measured("audit: chained at commit", deferred, unit="/s"),
        Measured("audit: deadlocks, chained at commit", deadlocks["deferred"], (AT_MOST, 0), ""),
        Measured("audit: chain locked at once (not ours)", at_once, unit="/s"),
        Measured("audit: deadlocks, locked at once (not ours)", deadlocks["at once"], unit=""),
        Measured("audit: broken links", sum(one is not None for one in proof), (AT_MOST, 0), ""),
        Measured("audit: links verified a second", links / verifying, unit="/s", note=f"{links:,}"),
    ]


@contextmanager
def _unchained():
    """No chain inside the block; what was written without it is taken away again."""
    last = Entry.objects.order_by("-id").values_list("pk", flat=True).first() or 0
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_link")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only")
            cursor.execute("DELETE FROM audit_entry WHERE id > %s", [last])
            cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only")
            cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_link")


def _person(number: int) -> User:
    return User.objects.get_or_create(username=f"bench-{number}", defaults={"name": "演示"})[0]


def _figures(word: str, count: int) -> list[Figure]:
    words = {"title": "演示数据", "value": 0, "since": date(2020, 1, 1), "source": "演示数据"}
    return [
        Figure.objects.get_or_create(key=f"bench.{word}.{n}", defaults=words)[0]
        for n in range(count)
    ]
