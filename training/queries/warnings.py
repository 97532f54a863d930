"""What the verifier should look at: set-based checks over one batch. Nothing is held back."""

from datetime import date

from django.db import connection

from pueredu.calendar.queries import value
from training.models import HoursBatch
from training.queries.plans import UNPLANNED, unplanned_batches

_LONG_DAYS = """
SELECT count(*) FROM (
    SELECT c.learner_id, c.held_on
    FROM training_hoursclaim c
    JOIN (SELECT DISTINCT learner_id, held_on FROM training_hoursclaim
          WHERE batch_id = %(batch)s AND NOT is_void) b
      ON b.learner_id = c.learner_id AND b.held_on = c.held_on
    WHERE NOT c.is_void
    GROUP BY c.learner_id, c.held_on
    HAVING sum(c.hours) > %(limit)s
) AS days
"""

_TWICE_A_DAY = """
SELECT count(DISTINCT c.learner_id)
FROM training_hoursclaim c
JOIN training_hoursclaim o ON o.learner_id = c.learner_id AND o.held_on = c.held_on AND o.id <> c.id
WHERE c.batch_id = %(batch)s AND NOT c.is_void AND NOT o.is_void AND o.batch_id <> c.batch_id
"""

_OUT_OF_SERVICE = """
SELECT count(*) FROM training_hoursclaim c
WHERE c.batch_id = %(batch)s AND NOT c.is_void AND NOT EXISTS (
    SELECT 1 FROM training_statusperiod s
    WHERE s.learner_id = c.learner_id AND s.status = 'active' AND s.since <= c.held_on
      AND (s.until IS NULL OR s.until >= c.held_on))
"""


def warnings_of(batch: HoursBatch, today: date) -> list[str]:
    """Sentences on impossible days, double places, days out of service and what was not planned;
    four statements."""
    limit = value("training.hours_per_day_max", today)
    long_days = _count(_LONG_DAYS, batch, limit)
    twice = _count(_TWICE_A_DAY, batch, limit)
    found = []
    if long_days:
        found.append(f"有 {long_days} 人次同一天合计超过 {limit} 学时，请核对活动是否跨多天。")
    if twice:
        found.append(f"有 {twice} 人同一天还有其他活动的申报，请核对是否同时在两处。")
    if away := _count(_OUT_OF_SERVICE, batch, limit):
        found.append(f"有 {away} 人次活动当天不在职，请核对名单。")
    if unplanned_batches([batch.pk]).exists():
        found.append(UNPLANNED)
    return found


def _count(statement: str, batch: HoursBatch, limit) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"batch": batch.pk, "limit": limit})
        return cursor.fetchone()[0]
