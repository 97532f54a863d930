"""Whether what is kept beside the ledger still equals it, row by row."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import F

from training.models import LedgerEntry

_LEARNERS = """
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
_SCHOOLS = """
WITH ledger AS (
    SELECT school_id, year_id, county_id, direction_id, form, sum(counted_hours) AS hours,
           count(*) AS n
    FROM training_ledgerentry GROUP BY school_id, year_id, county_id, direction_id, form
)
SELECT school_id, year_id, county_id, direction_id, form, coalesce(l.hours, 0),
       coalesce(t.hours, 0)
FROM ledger l FULL JOIN training_schooltotal t
     USING (school_id, year_id, county_id, direction_id, form)
WHERE coalesce(l.hours, 0) <> coalesce(t.hours, 0)
   OR coalesce(l.n, 0) <> coalesce(t.entry_count, 0)
ORDER BY 1, 2, 3, 4, 5
"""
_REVERSALS = """
SELECT r.id FROM training_ledgerentry r JOIN training_ledgerentry e ON e.id = r.reversal_of_id
WHERE (r.learner_id, r.year_id, r.school_id, r.county_id, r.direction_id, r.form, r.claim_id)
      <> (e.learner_id, e.year_id, e.school_id, e.county_id, e.direction_id, e.form, e.claim_id)
   OR (r.hours, r.counted_hours, r.credits) <> (-e.hours, -e.counted_hours, -e.credits)
ORDER BY 1
"""
_CHECKED = """
SELECT (SELECT count(*) FROM training_ledgerentry), (SELECT count(*) FROM training_learneryear),
       (SELECT count(*) FROM training_schooltotal),
       (SELECT count(*) FROM training_ledgerentry WHERE reversal_of_id IS NOT NULL)
"""


@dataclass(frozen=True)
class Mismatch:
    """A learner's total that is not the sum of its entries."""

    learner_id: int
    year_id: int
    ledger_hours: Decimal
    total_hours: Decimal

    def __str__(self):
        return (
            f"learner {self.learner_id} year {self.year_id}:"
            f" ledger {self.ledger_hours}, total {self.total_hours}"
        )


@dataclass(frozen=True)
class SchoolMismatch:
    """A school's total of one direction and form that is not the sum of its entries."""

    school_id: int
    year_id: int
    county_id: int
    direction_id: int
    form: str
    ledger_hours: Decimal
    total_hours: Decimal

    def __str__(self):
        return (
            f"school {self.school_id} county {self.county_id} year {self.year_id} direction"
            f" {self.direction_id} {self.form}: ledger {self.ledger_hours}, total {self.total_hours}"
        )


@dataclass(frozen=True)
class UnequalReversal:
    """A reversal that is not the exact opposite of its entry."""

    entry_id: int

    def __str__(self):
        return f"entry {self.entry_id} is not the opposite of what it reverses"


@dataclass(frozen=True)
class Reconciled:
    """How many rows of each table were compared, and what differs."""

    entries: int
    learner_years: int
    school_totals: int
    reversals: int
    differences: list[Mismatch | SchoolMismatch | UnequalReversal]


def mismatches() -> list[Mismatch]:
    """Every learner's year against the ledger, in one statement."""
    return [Mismatch(*row) for row in _rows(_LEARNERS)]


def school_mismatches() -> list[SchoolMismatch]:
    """Every school's total against the ledger, in one statement."""
    return [SchoolMismatch(*row) for row in _rows(_SCHOOLS)]


def reconciled() -> Reconciled:
    """Both kinds of totals, and every reversal against its entry; four statements. To be called in
    one REPEATABLE READ transaction where something may be recognised meanwhile."""
    unequal = [UnequalReversal(*row) for row in _rows(_REVERSALS)]
    return Reconciled(*_rows(_CHECKED)[0], [*mismatches(), *school_mismatches(), *unequal])


def _rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def capped_entries(batch):
    """The entries of a batch of which the annual cap left a part uncounted."""
    return LedgerEntry.objects.filter(batch=batch, reversal_of=None, counted_hours__lt=F("hours"))
