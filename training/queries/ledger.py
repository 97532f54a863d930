"""Whether the totals still equal the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import F

from training.models import LedgerEntry

_MISMATCHES = """
WITH ledger AS (
    SELECT learner_id, year_id, sum(counted_hours) AS hours, sum(credits) AS credits, count(*) AS n
    FROM training_ledgerentry GROUP BY learner_id, year_id
)
SELECT coalesce(l.learner_id, t.learner_id), coalesce(l.year_id, t.year_id),
       coalesce(l.hours, 0), coalesce(t.hours, 0)
FROM ledger l FULL JOIN training_learneryear t
  ON t.learner_id = l.learner_id AND t.year_id = l.year_id
WHERE coalesce(l.hours, 0) <> coalesce(t.hours, 0)
   OR coalesce(l.credits, 0) <> coalesce(t.credits, 0)
   OR coalesce(l.n, 0) <> coalesce(t.entry_count, 0)
ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Mismatch:
    """A total that is not the sum of its entries."""

    learner_id: int
    year_id: int
    ledger_hours: Decimal
    total_hours: Decimal


def mismatches() -> Iterator[Mismatch]:
    """Compares every learner's year with the ledger, row by row, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_MISMATCHES)
        for row in cursor.fetchall():
            yield Mismatch(*row)


def capped_entries(batch):
    """The entries of a batch of which the annual cap left a part uncounted."""
    return LedgerEntry.objects.filter(batch=batch, reversal_of=None, counted_hours__lt=F("hours"))
