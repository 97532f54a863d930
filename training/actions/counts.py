"""A batch's own counts, from its claims; part of an entry, so they have no history line."""

from collections.abc import Sequence

from django.db import connection

from training.models import HoursBatch

_COUNT = """
UPDATE training_hoursbatch b SET claim_count = c.n, hours_total = c.hours
FROM (SELECT b.id, count(c.id) AS n, coalesce(sum(c.hours), 0) AS hours
      FROM training_hoursbatch b
      LEFT JOIN training_hoursclaim c ON c.batch_id = b.id AND NOT c.is_void
      WHERE b.id = ANY(%s) GROUP BY b.id) c
WHERE b.id = c.id
"""


def count_all(batches: Sequence[int]) -> None:
    """Write the counts of these batches; lines that do not count are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [list(batches)])


def count(batch: HoursBatch) -> HoursBatch:
    """The same for one batch in hand."""
    count_all([batch.pk])
    batch.refresh_from_db(fields=["claim_count", "hours_total"])
    return batch
