"""The register from a checked table, and back, in a few statements."""

import json
from datetime import datetime

from django.db import connection
from django.db.models import ProtectedError, Q

from pueredu.kit.errors import Refused
from pueredu.kit.pinyin import pinyin_key
from training.actions.enrolments import give_back_seats
from training.enums import PlacementReason
from training.models import HoursClaim, Learner, Placement, StatusPeriod

# The statements read the temporary table `judged` (pueredu.workbooks.checks) of the sheet of
# learners; `key` is what Python makes of a name.
_ADDED = """
WITH added AS (
    INSERT INTO training_learner (
        code, name, name_key, kind, school_id, county_id, stage, subject, professional_title, status,
        user_id)
    SELECT code, name, key, new_kind, school_id, county_id, new_stage, new_subject, new_title,
           new_status, account_id
    FROM judged JOIN jsonb_to_recordset(%(keys)s::jsonb) AS k(name text, key text) USING (name)
    WHERE is_wanted AND NOT is_known ORDER BY row_no
    RETURNING id, code, school_id, county_id, user_id
), noted AS (
    INSERT INTO workbooks_importedrecord (job_id, record_id, before)
    SELECT %(job)s, id, CASE WHEN user_id IS NOT NULL THEN jsonb_build_object('tied', user_id) END
    FROM added
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
        'period', w.period_id, 'period_moved', w.new_status <> w.old_status,
        'tied', CASE WHEN w.account_id IS DISTINCT FROM w.old_account_id THEN w.account_id END)
    FROM wanted w JOIN training_learner l ON l.id = w.learner_id
)
UPDATE training_learner l
SET name = w.name, name_key = w.key, kind = new_kind, stage = new_stage, subject = new_subject,
    professional_title = new_title, status = new_status, user_id = account_id
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
    professional_title = b.professional_title, status = b.status,
    user_id = CASE WHEN l.user_id = b.tied THEN NULL ELSE l.user_id END
FROM workbooks_importedrecord r,
     jsonb_to_record(r.before) AS b(name text, name_key text, kind text, stage text, subject text,
                                    professional_title text, status text, tied bigint)
WHERE r.job_id = %(job)s AND r.before ? 'name' AND l.id = r.record_id
"""
# of a new record at most the account is noted that came with it
_NEW = """
SELECT record_id, (before ->> 'tied')::bigint FROM workbooks_importedrecord
WHERE job_id = %s AND NOT coalesce(before ? 'name', false)
"""
_LEFT = """
SELECT learner_id FROM judged
WHERE is_wanted AND is_known AND new_status <> old_status AND new_status <> 'active'
"""

WENT_FURTHER = "本次登记的学员中已有人有学时、账号、调动、合并或其他记录，不能撤销。"


def import_learners(job_id: int, *, at: datetime) -> dict[str, object]:
    """Write the wanted rows of a table of learners; returns how many were added and changed. Who
    leaves the service gives back the seats in sessions to come."""
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
        added = cursor.rowcount
        cursor.execute(_LEFT)
        give_back_seats([row[0] for row in cursor.fetchall()], at=at)
    return {"added": added, "changed": changed}


def undo_learners(job_id: int) -> None:
    """Take the added learners out of the register, give the changed ones their former words and
    untie the accounts that came with the table. Raises Refused when one of the added has hours,
    another account, another school or any other record by now."""
    with connection.cursor() as cursor:
        cursor.execute(_NEW, [job_id])
        _take_out(dict(cursor.fetchall()))
        cursor.execute(_STATUS_BACK, {"job": job_id})
        reopened = [row[0] for row in cursor.fetchall()]
        StatusPeriod.objects.filter(pk__in=reopened).update(until=None)
        cursor.execute(_BACK, {"job": job_id})


def _take_out(tied: dict[int, int | None]) -> None:
    """``tied`` are the accounts that came with the added learners, by learner."""
    added = list(tied)
    placements = Placement.objects.filter(learner__in=added)
    accounts = Learner.objects.filter(pk__in=added, user__isnull=False).values_list("pk", "user")
    if (
        HoursClaim.objects.filter(learner__in=added).exists()
        or any(tied[pk] != user for pk, user in accounts)
        or placements.exclude(reason=PlacementReason.FIRST).exists()
        or Learner.objects.filter(_merged(added)).exists()
    ):
        raise Refused(WENT_FURTHER)
    placements.delete()
    StatusPeriod.objects.filter(learner__in=added).delete()
    try:
        Learner.objects.filter(pk__in=added).delete()
    except ProtectedError as error:
        raise Refused(WENT_FURTHER) from error


def _merged(added: list[int]) -> Q:
    """Those of whom another record is a part, or who are part of another."""
    return Q(merged_into__in=added) | Q(pk__in=added, merged_into__isnull=False)
