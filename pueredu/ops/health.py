"""Whether this process can serve, and whether the machinery behind it keeps its time."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from pueredu.notices.queries import oldest_waiting
from pueredu.ops.models import Heartbeat
from pueredu.ops.ticking import TICK

LEAST_FREE_BYTES = 500 * 1024 * 1024  # room for uploads and write-ahead log until somebody comes
LATEST_TICK = timedelta(minutes=5)  # beat ticks every minute
LONGEST_WAIT = timedelta(minutes=30)  # the relay's first four attempts lie within it


@dataclass(frozen=True)
class Check:
    """One line of ``/readyz``. ``is_vital``: without it no request can be served."""

    name: str
    is_fine: bool
    says: str
    is_vital: bool = False


def check_all(*, at: datetime) -> list[Check]:
    """Every check, in order; a database that does not answer ends the list with its own line."""
    checks = [_disk()]
    try:
        checks += [_database(), _migrations(), _tick(at), _outbox(at)]
    except Error as error:
        checks.append(Check("database", False, type(error).__name__, is_vital=True))
    return checks


def status_of(checks: list[Check]) -> str:
    """``failing`` when a vital check fails, ``degraded`` when another does, else ``ready``.

    A late tick or a full outbox must not take every web process out of service at once.
    """
    bad = [check for check in checks if not check.is_fine]
    if any(check.is_vital for check in bad):
        return "failing"
    return "degraded" if bad else "ready"


def _database() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Check("database", True, "answers", is_vital=True)


def _migrations() -> Check:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    says = f"{len(missing)} not applied" if missing else "up to date"
    return Check("migrations", not missing, says, is_vital=True)


def _disk(usage: Callable = shutil.disk_usage) -> Check:
    folder = settings.MEDIA_ROOT if settings.MEDIA_ROOT.exists() else settings.VAR_DIR
    free = usage(folder).free
    return Check("disk", free >= LEAST_FREE_BYTES, f"{free // 1024**2} MiB free", is_vital=True)


def _tick(at: datetime) -> Check:
    beat = Heartbeat.objects.filter(name=TICK).first()
    if beat is None:
        return Check("tick", False, "has not run yet")
    age = at - beat.beaten_at
    return Check("tick", age <= LATEST_TICK, f"{int(age.total_seconds())} s ago")


def _outbox(at: datetime) -> Check:
    oldest = oldest_waiting()
    if oldest is None:
        return Check("outbox", True, "empty")
    age = at - oldest
    return Check("outbox", age <= LONGEST_WAIT, f"oldest waits {int(age.total_seconds())} s")
