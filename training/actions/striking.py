"""Lines that were looked at and found not in order are kept and do not count."""

from collections.abc import Sequence

from django.db import connection

from training.actions.counts import count_all

_STRIKE = """
UPDATE training_hoursclaim c
SET is_void = true, void_reason = left('抽查不符合：' || r.note, 200)
FROM training_sampledclaim r JOIN training_hoursbatch b
  ON b.id = r.batch_id AND b.sample_id = r.sample_id
WHERE c.id = r.claim_id AND r.verdict = 'not_in_order' AND NOT c.is_void AND b.id = ANY(%s)
RETURNING c.batch_id
"""


def strike(batches: Sequence[int]) -> None:
    """Before a batch passes: strike what its present sample found not in order; two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_STRIKE, [list(batches)])
        touched = {pk for (pk,) in cursor.fetchall()}
    if touched:
        count_all(touched)
