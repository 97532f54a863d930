"""``python -m tests.benchmarks [measure …]``: every measure, or the named ones, in one run.

PostgreSQL and Redis run in a temporary folder, with fsync as in production; each measure has a
database of its own. Ends with 1 when a gated ratio misses its target.
"""

import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from time import perf_counter

import django
from django.core.management import call_command
from django.db import connection

from pueredu.embedded import Servers
from tests.benchmarks.places import copy_database, database
from tests.benchmarks.report import Measured, machine, table

MEASURES = ("room", "pages", "rights", "ticking", "chain", "sheets", "recognition")


def main(names: list[str]) -> int:
    """Run the named measures, print the table, and return the exit code."""
    if unknown := set(names) - set(MEASURES):
        sys.exit(f"No such measure: {', '.join(sorted(unknown))}. There are {', '.join(MEASURES)}.")
    with tempfile.TemporaryDirectory(prefix="pueredu-bench-") as folder:
        var = Path(folder) / "var"
        var.mkdir()
        with Servers(var) as servers:
            prepare(servers)
            with connection.cursor() as cursor:
                cursor.execute("SHOW server_version")
                version = cursor.fetchone()[0]
            rows = []
            try:
                for name in names or MEASURES:
                    rows += run(name)
            finally:  # the figures so far are not lost with the measure that fails
                connection.close()
                print(f"\n{table(rows)}\n\n{machine(version)}")  # noqa: T201
    return 0 if all(row.is_kept for row in rows) else 1


def prepare(servers: Servers) -> None:
    """Django on these servers, migrated, with the reference data."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "pueredu.settings.test",
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "PUEREDU_VAR": str(servers.var),
        "STATEMENT_TIMEOUT": "0",
        "LOG_LEVEL": "ERROR",
    }
    django.setup()
    import_module("pueredu.celery")  # rings of the doorbell go to this Redis
    call_command("migrate", verbosity=0)
    call_command("seed_reference", verbosity=0)


def run(name: str) -> list[Measured]:
    """One measure; says on standard error how long it took, loading included."""
    start = perf_counter()
    copy_database(f"bench_{name}")
    with database(f"bench_{name}"):
        rows = import_module(f"tests.benchmarks.{name}").measure()
    print(f"{name}: {perf_counter() - start:.0f} s", file=sys.stderr)  # noqa: T201
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
