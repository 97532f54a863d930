"""A checked workbook into batches: one batch for each training year, in a few statements."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import connection

from pueredu.accounts.models import User
from pueredu.units.models import Unit
from training.actions.batches import add_hours_batch
from training.actions.counts import count, count_all
from training.enums import BatchSource
from training.models import (
    Direction,
    HoursBatch,
    HoursClaim,
    Learner,
    RuleVersion,
    TrainingActivity,
    TrainingYear,
)

BATCH = 2000


def import_hours(
    rows: list[dict], *, school: Unit, name: str, by: User, at: datetime
) -> dict[str, int]:
    """Write the rows of one school's checked workbook; returns how many were added and changed.

    A row carries what the sheet's check added: ``learner_id``, ``event_key``, ``year_id``,
    ``rule_id``, ``direction_id`` and, when the claim stands in a draft already, ``claim_id``.
    """
    _take_turns(school)
    changed = [row for row in rows if row.get("claim_id")]
    new = [row for row in rows if not row.get("claim_id")]
    touched = _change(changed)
    batches = [
        _add(group, school=school, name=name, by=by, at=at) for group in _by_year(new).values()
    ]
    count_all(touched)
    return {"added": len(new), "changed": len(changed), "batches": len(batches)}


def _take_turns(school: Unit) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"training.import.{school.pk}"]
        )


def _by_year(rows: Iterable[dict]) -> dict[int, list[dict]]:
    groups: dict[int, list[dict]] = {}
    for row in rows:
        groups.setdefault(row["year_id"], []).append(row)
    return groups


def _change(rows: list[dict]) -> set[int]:
    """New hours and direction for claims of drafts; returns the batches that they stand in."""
    claims = HoursClaim.objects.in_bulk([row["claim_id"] for row in rows])
    for row in rows:
        claim = claims[row["claim_id"]]
        claim.hours, claim.direction_id = row["hours"], row["direction_id"]
    HoursClaim.objects.bulk_update(claims.values(), ["hours", "direction"], batch_size=BATCH)
    return {claim.batch_id for claim in claims.values()}


def _add(rows: list[dict], *, school: Unit, name: str, by: User, at: datetime) -> HoursBatch:
    batch = HoursBatch(
        title=f"表格导入：{name}"[:160],
        source=BatchSource.WORKBOOK,
        school=school,
        county=school.area,
        year=TrainingYear.objects.get(pk=rows[0]["year_id"]),
    )
    batch = add_hours_batch(batch, by=by, at=at)
    activities = _activities(rows, school)
    learners = Learner.objects.in_bulk({row["learner_id"] for row in rows})
    HoursClaim.objects.bulk_create(
        (
            _claim(batch, row, learners[row["learner_id"]], activities[row["event_key"]])
            for row in rows
        ),
        batch_size=BATCH,
    )
    return count(batch)


def _activities(rows: list[dict], school: Unit) -> dict[str, TrainingActivity]:
    """The activities by key, entered on first use with the first row's words."""
    first = {row["event_key"]: row for row in reversed(rows)}
    mine = TrainingActivity.objects.filter(school=school, event_key__in=first)
    known = {activity.event_key: activity for activity in mine}
    rules = RuleVersion.objects.in_bulk({row["rule_id"] for row in rows})
    new = [
        _activity(row, rules[row["rule_id"]], school)
        for key, row in first.items()
        if key not in known
    ]
    TrainingActivity.objects.bulk_create(new, batch_size=BATCH)
    return {**known, **{activity.event_key: activity for activity in new}}


def _activity(row: dict, rule: RuleVersion, school: Unit) -> TrainingActivity:
    return TrainingActivity(
        title=row["title"],
        form=rule.form,
        level=rule.level,
        direction=Direction(pk=row["direction_id"]),
        held_on=row["held_on"],
        hours=Decimal(row["hours"]),
        school=school,
        county_id=school.area_id,
        source=BatchSource.WORKBOOK,
        event_key=row["event_key"],
    )


def _claim(batch, row: dict, learner: Learner, activity: TrainingActivity) -> HoursClaim:
    return HoursClaim(
        batch=batch,
        learner=learner,
        activity=activity,
        school_id=learner.school_id,
        county_id=learner.county_id,
        direction_id=row["direction_id"],
        form=activity.form,
        level=activity.level,
        held_on=activity.held_on,
        hours=row["hours"],
        event_key=row["event_key"],
    )
