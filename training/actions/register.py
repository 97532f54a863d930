"""The register from a checked table, and back, in a few statements."""

import json

from django.db import connection
from django.db.models import Q

from pueredu.kit.errors import Refused
from pueredu.kit.pinyin import pinyin_key
from training.enums import PlacementReason
from training.models import HoursClaim, Learner, Placement, StatusPeriod

# The statements read the temporary table `judged` (pueredu.workbooks.checks) of the sheet of
# learners; `key` is what Python makes of a name.
_ADDED = """
WITH added AS (
    INSERT INTO training_learner (
        code, name, name_key, kind, school_id, county_id, stage, subject, professional_title, status)
    SELECT code, name, key, new_kind, school_id, county_id, new_stage, new_subject, new_title,
           new_status
    FROM judged JOIN jsonb_to_recordset(%(keys)s::jsonb) AS k(name text, key text) USING (name)
    WHERE is_wanted AND NOT is_known ORDER BY row_no
    RETURNING id, code, school_id, county_id
), noted AS (
    INSERT INTO workbooks_importedrecord (job_id, record_id) SELECT %(job)s, id FROM added
), in_status AS (
    INSERT INTO training_statusperiod (learner_id, school_id, county_id, status, since, reason)
    SELECT a.id, a.school_id, a.county_id, j.new_status, coalesce(j.status_since, j.since),
           j.status_reason
    FROM added a JOIN judged j USING (code)
)
INSERT INTO training_placement (learner_id, school_id, county_id, reason, since)
SELECT a.id, a.school_id, a.county_id, %(reason)s, j.since
FROM added a JOIN judged j USING (code)
"""
_CHANGED = """
WITH wanted AS (
    SELECT * FROM judged JOIN jsonb_to_recordset(%(keys)s::jsonb) AS k(name text, key text)
           USING (name)
    WHERE is_wanted AND is_known
), noted AS (
    INSERT INTO workbooks_importedrecord (job_id, record_id, before)
    SELECT %(job)s, l.id, jsonb_build_object(
        'name', l.name, 'name_key', l.name_key, 'kind', l.kind, 'stage', l.stage,
        'subject', l.subject, 'professional_title', l.professional_title, 'status', l.status,
        'period', w.period_id, 'period_moved', w.new_status <> w.old_status)
    FROM wanted w JOIN training_learner l ON l.id = w.learner_id
)
UPDATE training_learner l
SET name = w.name, name_key = w.key, kind = new_kind, stage = new_stage, subject = new_subject,
    professional_title = new_title, status = new_status
FROM wanted w WHERE l.id = w.learner_id
"""
# what was the status until the day before, and what it is from the sheet's day on
_CLOSED = """
UPDATE training_statusperiod p SET until = j.status_since - 1
FROM judged j WHERE j.is_wanted AND j.is_known AND p.id = j.period_id AND j.new_status <> j.old_status
"""
_OPENED = """
INSERT INTO training_statusperiod (learner_id, school_id, county_id, status, since, reason)
SELECT learner_id, old_school_id, old_county_id, new_status, status_since, status_reason
FROM judged WHERE is_wanted AND is_known AND new_status <> old_status
"""
_STATUS_BACK = """
WITH moved AS (
    SELECT r.record_id, (r.before ->> 'period')::bigint AS period
    FROM workbooks_importedrecord r
    WHERE r.job_id = %(job)s AND (r.before ->> 'period_moved')::boolean
), gone AS (
    DELETE FROM training_statusperiod p USING moved m
    WHERE p.learner_id = m.record_id AND p.id > coalesce(m.period, 0) AND p.until IS NULL
)
SELECT period FROM moved WHERE period IS NOT NULL
"""
_BACK = """
UPDATE training_learner l
SET name = b.name, name_key = b.name_key, kind = b.kind, stage = b.stage, subject = b.subject,
    professional_title = b.professional_title, status = b.status
FROM workbooks_importedrecord r,
     jsonb_to_record(r.before) AS b(name text, name_key text, kind text, stage text, subject text,
                                    professional_title text, status text)
WHERE r.job_id = %(job)s AND r.before IS NOT NULL AND l.id = r.record_id
"""
_NEW = "SELECT record_id FROM workbooks_importedrecord WHERE job_id = %s AND before IS NULL"


def import_learners(job_id: int) -> dict[str, object]:
    """Write the wanted rows of a table of learners; returns how many were added and changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT name FROM judged WHERE is_wanted")
        keys = [{"name": name, "key": pinyin_key(name)[:120]} for (name,) in cursor.fetchall()]
        words = {
            "job": job_id,
            "keys": json.dumps(keys),
            "reason": PlacementReason.FIRST.value,
        }
        cursor.execute(_CHANGED, words)
        changed = cursor.rowcount
        cursor.execute(_CLOSED)
        cursor.execute(_OPENED)
        cursor.execute(_ADDED, words)
        return {"added": cursor.rowcount, "changed": changed}


def undo_learners(job_id: int) -> None:
    """Take the added learners out of the register and give the changed ones their former words.
    Raises Refused when one of them has hours, an account or another school by now."""
    with connection.cursor() as cursor:
        cursor.execute(_NEW, [job_id])
        added = [row[0] for row in cursor.fetchall()]
        placements = Placement.objects.filter(learner__in=added)
        if (
            HoursClaim.objects.filter(learner__in=added).exists()
            or Learner.objects.filter(pk__in=added, user__isnull=False).exists()
            or placements.exclude(reason=PlacementReason.FIRST).exists()
            or Learner.objects.filter(_merged(added)).exists()
        ):
            raise Refused("本次登记的学员中已有人有学时、账号、调动或合并记录，不能撤销。")
        placements.delete()
        StatusPeriod.objects.filter(learner__in=added).delete()
        Learner.objects.filter(pk__in=added).delete()
        cursor.execute(_STATUS_BACK, {"job": job_id})
        reopened = [row[0] for row in cursor.fetchall()]
        StatusPeriod.objects.filter(pk__in=reopened).update(until=None)
        cursor.execute(_BACK, {"job": job_id})


def _merged(added: list[int]) -> Q:
    """Those of whom another record is a part, or who are part of another."""
    return Q(merged_into__in=added) | Q(pk__in=added, merged_into__isnull=False)
