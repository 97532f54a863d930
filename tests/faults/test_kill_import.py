"""A worker killed at random moments of an import: none of the rows or all of them, never some."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from pueredu.kit import clock
from pueredu.kit.roles import as_owner
from pueredu.workbooks import actions
from tests.benchmarks.sheet_world import school_with_people, upload, workbook
from training.models import HoursClaim
from training.resources import HoursSheet

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS, KILLS = 30_000, 20
SEED = int(os.environ.get("FAULT_SEED", "156"))
WORKER = """
import django; django.setup(); print("ready", flush=True)
from pueredu.kit import clock
from pueredu.workbooks import actions, tasks
from pueredu.workbooks.models import ImportJob
job = ImportJob.objects.get()
tasks.check_import(job.pk)
job.refresh_from_db()
if job.state == "checked" and not job.confirmed_by_id:
    job = actions.confirm_import_job(job, by=job.uploaded_by, at=clock.now())
tasks.apply_import(job.pk)
"""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def import_of():
    """A job of ROWS rows; nothing of it is read yet."""
    call_command("seed_reference", verbosity=0)
    school, officer = school_with_people()
    data = workbook(ROWS)

    def job():
        at = clock.now()
        return actions.add_import_job(
            upload(data), by=officer, at=at, kind=HoursSheet.key, place=school
        )

    return job


def worker():
    place = connection.settings_dict
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "pueredu.settings.test",
        "DATABASE_URL": f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}",
        "REDIS_URL": settings.REDIS_URL,
        "PUEREDU_VAR": str(settings.VAR_DIR),
        "LOG_LEVEL": "ERROR",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER], cwd=ROOT, env=env, stdout=subprocess.PIPE
    )
    with process.stdout:
        assert process.stdout.readline() == b"ready\n"
    return process


def alone():
    """Nobody else is connected: what a killed worker began is rolled back."""
    with connection.cursor() as cursor:
        for _ in range(600):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0] == 0:
                return
            time.sleep(0.1)
    pytest.fail("the killed worker's session did not end")


def clear():
    """Emptied by the owner: the application may not."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE training_hoursclaim, training_hoursbatch, training_trainingactivity,"
            " workbooks_importjob, workbooks_stagedrow CASCADE"
        )


def test_twenty_kills(import_of):
    import_of()
    process, began = worker(), time.monotonic()
    assert process.wait(120) == 0
    whole = time.monotonic() - began
    assert HoursClaim.objects.count() == ROWS
    moments, met = random.Random(SEED), Counter()
    for _ in range(KILLS):
        clear()
        job = import_of()
        process = worker()
        time.sleep(moments.uniform(0, whole))
        process.kill()
        process.wait()
        alone()
        job.refresh_from_db()
        met[f"{job.state}, {job.stage or 'done'}"] += 1
        assert HoursClaim.objects.count() == (ROWS if job.state == "applied" else 0)
        assert worker().wait(120) == 0
        job.refresh_from_db()
        assert (job.state, job.outcome["added"]) == ("applied", ROWS)
        assert HoursClaim.objects.count() == ROWS
    print(f"killed within {whole:.1f} s:", *met.items(), sep="\n")  # noqa: T201 - the measurement
