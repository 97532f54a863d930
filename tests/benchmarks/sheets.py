"""The workbook of training: 30,000 rows against the peers and the floor, 100,000 for memory."""

import gc
from statistics import median

from django.db import connection

from pueredu.kit import clock
from pueredu.kit.roles import as_owner
from pueredu.workbooks import actions
from pueredu.workbooks.models import ImportJob
from tests.benchmarks.clocks import seconds
from tests.benchmarks.memory import peak_of
from tests.benchmarks.peers import BulkClaimResource, ClaimResource, floor, import_with
from tests.benchmarks.report import AT_LEAST, AT_MOST, Measured
from tests.benchmarks.sheet_world import school_with_people, upload, workbook
from training.enums import BatchSource
from training.models import HoursBatch, HoursClaim, TrainingYear
from training.resources import HoursSheet

ROWS, MANY, ROUNDS = 30_000, 100_000, 3
PEER_ROWS = 6_000  # the peers work row by row: their rate does not depend on how many there are


def measure() -> list[Measured]:
    school, officer = school_with_people()
    memory = _memory(school, officer)  # first: what the peers leave behind is not ours
    data = workbook(ROWS)
    floors, ours, again = [], [], []
    for _ in range(ROUNDS):
        floors.append(seconds(lambda: floor(data)))
        ours.append(seconds(lambda: _import(data, school, officer)))
        again.append(seconds(lambda: _check(data, school, officer)))
        _clear(ROWS)
    rate, engine = ROWS / median(ours), median(ours)
    bulk, default = (_peer(resource, school) for resource in (BulkClaimResource, ClaimResource))
    peers = f"on {PEER_ROWS:,} rows"
    return [
        Measured(
            "import: ours ÷ default mode, rows/s",
            rate / default,
            (AT_LEAST, 20),
            note=f"{default:,.0f} rows/s {peers}",
        ),
        Measured(
            "import: ours ÷ bulk mode, rows/s",
            rate / bulk,
            (AT_LEAST, 5),
            note=f"{bulk:,.0f} rows/s {peers}",
        ),
        Measured(
            "import: time of ours ÷ floor",
            engine / median(floors),
            (AT_MOST, 5),
            note=f"{ROWS / median(floors):,.0f} rows/s",
        ),
        Measured("import: ours", rate, unit="rows/s", note=f"{engine:.1f} s for {ROWS:,}"),
        Measured("import: the same file again ÷ first", median(again) / engine, (AT_MOST, 0.5)),
        *memory,
    ]


def _peer(resource, school) -> float:
    """Rows a second of django-import-export."""
    data = workbook(PEER_ROWS)
    took = seconds(lambda: import_with(resource, data, _batch(school)))
    _clear(PEER_ROWS)
    return PEER_ROWS / took


def _memory(school, officer) -> list[Measured]:
    data = workbook(MANY)
    gc.collect()
    with peak_of("sandbox.py") as peak:
        took = seconds(lambda: _import(data, school, officer))
    _clear(MANY)
    return [
        Measured(
            f"import: peak memory at {MANY:,} rows", peak.own, (AT_MOST, 400), "MiB",
            f"whole process, {took:.0f} s",
        ),
        Measured("import: peak memory of the reader beside it", peak.reader, unit="MiB"),
    ]  # fmt: skip


def _check(data: bytes, school, officer) -> ImportJob:
    at = clock.now()
    job = actions.add_import_job(upload(data), by=officer, at=at, kind=HoursSheet.key, place=school)
    return actions.check_import_job(job, by=None, at=at)


def _import(data: bytes, school, officer) -> None:
    """All steps of the portal: kept, read, checked, staged, confirmed, written."""
    at = clock.now()
    job = _check(data, school, officer)
    assert job.counts["new"] == job.total, job.messages
    job = actions.confirm_import_job(job, by=officer, at=at)
    actions.apply_import_job(job, by=officer, at=at)


def _batch(school) -> HoursBatch:
    today = clock.today()
    return HoursBatch.objects.create(
        title="演示数据", source=BatchSource.WORKBOOK, school=school, county=school.area,
        year=TrainingYear.objects.containing(today).get(), created_at=clock.now(),
    )  # fmt: skip


def _clear(rows: int) -> None:
    """Every way wrote every row; then nothing is left for the next."""
    assert HoursClaim.objects.count() == rows
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE training_hoursclaim, training_hoursbatch, training_trainingactivity,"
            " workbooks_importjob, workbooks_stagedrow CASCADE"
        )
