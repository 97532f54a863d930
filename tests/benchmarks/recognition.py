"""Recognising a batch of 30,000 lines, beside the bare INSERT … SELECT of the same rows."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import connection, transaction

from pueredu.accounts.models import User
from pueredu.kit import clock
from pueredu.ops.seeds.people import seed_people
from pueredu.units.models import Unit
from tests.benchmarks.clocks import seconds
from tests.benchmarks.report import AT_MOST, Measured
from tests.benchmarks.sheet_world import school_with_people
from training import actions
from training.enums import BatchSource, BatchState
from training.models import (
    Direction,
    HoursBatch,
    Learner,
    LedgerEntry,
    RuleVersion,
    TrainingActivity,
    TrainingYear,
)
from training.queries import mismatches

ROWS, ROUNDS = 30_000, 5

CLAIMS = """
INSERT INTO training_hoursclaim (
    batch_id, learner_id, activity_id, school_id, county_id, direction_id, form, level, held_on,
    hours, event_key, is_void)
SELECT %(batch)s, l.id, a.id, l.school_id, l.county_id, a.direction_id, a.form, a.level,
       a.held_on, a.hours, a.event_key, false
FROM training_trainingactivity a, training_learner l
WHERE a.id = ANY(%(activities)s) AND l.school_id = %(school)s
LIMIT %(rows)s
"""
BARE = """
INSERT INTO training_ledgerentry (
    learner_id, year_id, school_id, county_id, direction_id, form, held_on, rule_id, batch_id,
    claim_id, hours, counted_hours, credits, recognised_at, reason)
SELECT learner_id, %(year)s, school_id, county_id, direction_id, form, held_on, %(rule)s, batch_id,
       id, hours, hours, 0, %(at)s, ''
FROM training_hoursclaim WHERE batch_id = %(batch)s
"""


def measure() -> list[Measured]:
    if not User.objects.filter(username="training").exists():
        seed_people()
    batch, rule = _batch()
    person = User.objects.get(username="training")
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(_undone(lambda: _bare(batch, rule)))
        ours.append(_undone(lambda: _recognise(batch, person)))
    _recognise(batch, person)
    assert LedgerEntry.objects.filter(batch=batch).count() == ROWS
    wrong = list(mismatches())
    return [
        Measured(
            "recognition: the whole verb ÷ the bare INSERT … SELECT",
            min(ours) / min(bare),
            (AT_MOST, 4),
            note=f"{ROWS:,} lines, {min(ours):.1f} s",
        ),
        Measured("recognition: bare", ROWS / min(bare), unit="rows/s"),
        Measured("recognition: totals that differ from the ledger", len(wrong), (AT_MOST, 0), ""),
    ]


def _undone(call) -> float:
    """The time of one call, of which nothing stays."""
    with transaction.atomic():
        took = seconds(call)
        transaction.set_rollback(True)
    return took


def _bare(batch: HoursBatch, rule: RuleVersion) -> None:
    words = {"batch": batch.pk, "year": batch.year_id, "rule": rule.pk, "at": clock.now()}
    with connection.cursor() as cursor:
        cursor.execute(BARE, words)


def _recognise(batch: HoursBatch, person: User) -> None:
    actions.recognise_hours_batch(batch, by=person, at=clock.now())


def _batch() -> tuple[HoursBatch, RuleVersion]:
    """A verified batch of a capped form of events: the cap has to be judged for everybody."""
    school = school_with_people()[0]
    people = Learner.objects.filter(school=school).count()
    today = clock.today()
    rule = RuleVersion.objects.in_force(today).filter(form="school_based_training")[0]
    events = TrainingActivity.objects.bulk_create(
        _event(school, rule, today - timedelta(n + 1), n) for n in range(-(-ROWS // people))
    )
    at, year = clock.now(), TrainingYear.objects.containing(today).get()
    batch = HoursBatch.objects.create(
        title="演示数据", source=BatchSource.WORKBOOK, school=school, county=school.area, year=year,
        state=BatchState.VERIFIED, created_at=at, filed_at=at, verified_at=at, claim_count=ROWS,
    )  # fmt: skip
    with connection.cursor() as cursor:
        words = {"batch": batch.pk, "activities": [e.pk for e in events], "school": school.pk}
        cursor.execute(CLAIMS, {**words, "rows": ROWS})
        cursor.execute("ANALYZE training_hoursclaim")
    return batch, rule


def _event(school: Unit, rule: RuleVersion, day: date, n: int) -> TrainingActivity:
    return TrainingActivity(
        title=f"演示活动{n}", form=rule.form, level=rule.level, held_on=day, hours=Decimal(6),
        direction=Direction.objects.first(), school=school, county=school.area,
        source=BatchSource.WORKBOOK, event_key=f"bench-recognition-{n}",
    )  # fmt: skip
