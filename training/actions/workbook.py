"""A checked workbook into batches: one batch for each training year, in a few statements."""

from datetime import datetime

from django.db import connection

from pueredu.accounts.models import User
from pueredu.kit.errors import Refused
from pueredu.units.models import Unit
from training.actions.batches import add_hours_batch, delete_hours_batch
from training.actions.counts import count, count_all
from training.actions.posting import take_down
from training.enums import BatchSource, BatchState
from training.models import HoursBatch, TrainingYear

# The statements read the temporary table `judged` (pueredu.workbooks.checks) of the sheet of hours.
_LOCKED = """
SELECT state FROM training_hoursbatch WHERE id IN (
    SELECT c.batch_id FROM judged j JOIN training_hoursclaim c ON c.id = j.claim_id
    WHERE is_wanted AND is_known)
ORDER BY id FOR NO KEY UPDATE
"""
_CHANGED = """
WITH wanted AS (
    SELECT * FROM judged WHERE is_wanted AND is_known
), kept AS (
    INSERT INTO workbooks_importedrecord (job_id, record_id, before)
    SELECT %(job)s, claim_id,
           jsonb_build_object('hours', claim_hours, 'direction_id', claim_direction_id)
    FROM wanted
)
UPDATE training_hoursclaim c SET hours = w.hours, direction_id = w.direction_id
FROM wanted w WHERE c.id = w.claim_id RETURNING c.batch_id, w.hours > w.claim_hours
"""
_YEARS = "SELECT DISTINCT year_id FROM judged WHERE is_wanted AND NOT is_known"
_ACTIVITIES = """
INSERT INTO training_trainingactivity (
    title, form, level, direction_id, held_on, hours, organiser, school_id, county_id, source,
    event_key)
SELECT left(title, 120), form, level, direction_id, held_on, hours, '', %(school)s, %(county)s,
       %(source)s, event_key
FROM judged WHERE row_no IN (
    SELECT min(row_no) FROM judged WHERE is_wanted AND NOT is_known GROUP BY event_key)
ORDER BY row_no
ON CONFLICT (school_id, event_key) DO NOTHING
"""
_CLAIMS = """
INSERT INTO training_hoursclaim (
    batch_id, learner_id, activity_id, school_id, county_id, direction_id, form, level, held_on,
    hours, event_key, is_void)
SELECT b.id, j.learner_id, a.id, j.school_id, j.county_id, j.direction_id, a.form, a.level,
       a.held_on, j.hours, j.event_key, false
FROM judged j
JOIN training_hoursbatch b ON b.id = ANY(%(batches)s) AND b.year_id = j.year_id
JOIN training_trainingactivity a ON a.school_id = %(school)s AND a.event_key = j.event_key
WHERE is_wanted AND NOT is_known
"""
_BACK = """
UPDATE training_hoursclaim c
SET hours = (r.before ->> 'hours')::numeric, direction_id = (r.before ->> 'direction_id')::bigint
FROM workbooks_importedrecord r JOIN training_hoursclaim o ON o.id = r.record_id
WHERE r.job_id = %(job)s AND c.id = r.record_id RETURNING c.batch_id, c.hours > o.hours
"""


def import_hours(
    job_id: int, *, school: Unit, name: str, by: User, at: datetime
) -> dict[str, object]:
    """Write the wanted rows of one school's workbook; returns how many were added and changed and
    which batches were made."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCKED)
        if any(state != BatchState.DRAFT for (state,) in cursor.fetchall()):
            raise Refused("这次活动已经申报，不能再改；需要更正请联系县(区)退回。")
        cursor.execute(_CHANGED, {"job": job_id})
        changed = cursor.fetchall()
        cursor.execute(_YEARS)
        years = TrainingYear.objects.filter(pk__in=[row[0] for row in cursor.fetchall()])
        batches = [_batch(year, school=school, name=name, by=by, at=at) for year in years]
        words = {
            "batches": [batch.pk for batch in batches],
            "school": school.pk,
            "county": school.area_id,
            "source": BatchSource.WORKBOOK.value,
        }
        cursor.execute(_ACTIVITIES, words)
        cursor.execute(_CLAIMS, words)
        added = cursor.rowcount
    count_all({*words["batches"], *_taken_down(changed)})
    return {"added": added, "changed": len(changed), "batches": words["batches"]}


def _taken_down(changed: list[tuple[int, bool]]) -> set[int]:
    """The drafts with a changed line, by (draft, whether it got more hours). Where somebody got
    more, what was posted no longer stands."""
    raised = HoursBatch.objects.filter(pk__in={batch for batch, is_more in changed if is_more})
    for batch in raised.exclude(posting_ends_on=None):
        take_down(batch)
        batch.save()
    return {batch for batch, _ in changed}


def _batch(year: TrainingYear, *, school: Unit, name: str, by: User, at: datetime) -> HoursBatch:
    batch = HoursBatch(
        title=f"表格导入：{name}"[:160],
        source=BatchSource.WORKBOOK,
        school=school,
        county=school.area,
        year=year,
    )
    return add_hours_batch(batch, by=by, at=at)


def undo_hours(job_id: int, *, batches: list[int], by: User, at: datetime) -> None:
    """Delete the batches of an import and give changed claims their former hours. Raises Refused
    when any of it was filed; what the county returned may be undone again."""
    with connection.cursor() as cursor:
        cursor.execute(_BACK, {"job": job_id})
        changed = cursor.fetchall()
    touched = {batch for batch, _ in changed}
    rows = HoursBatch.objects.select_for_update(no_key=True).filter(pk__in=[*batches, *touched])
    if any(batch.state != BatchState.DRAFT for batch in rows):
        raise Refused("这次导入的学时已经申报，不能撤销；需要撤销的请先联系县(区)退回。")
    _taken_down(changed)
    for batch in rows:
        if batch.pk in batches:
            delete_hours_batch(batch, by=by, at=at)
        else:
            count(batch)
