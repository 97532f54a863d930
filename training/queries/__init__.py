"""Reads that other rooms, the desk and this room's own pages may call."""

from training.queries.deadlines import deadline, next_due, year_of
from training.queries.duties import (
    filings_due,
    open_batches,
    open_loops,
    owed,
    verifications_due,
)
from training.queries.ledger import Mismatch, capped_entries, mismatches
from training.queries.people import (
    DirectionHours,
    YearOfLearner,
    learners_by_code,
    own_learner,
    year_of_learner,
)
from training.queries.rosters import filing_schools, last_activity, roster_of
from training.queries.totals import (
    CountyHours,
    Requirement,
    SchoolHours,
    hours_by_county,
    hours_by_school,
    hours_total,
    requirement,
    with_totals,
)
from training.queries.warnings import warnings_of

__all__ = [
    "CountyHours",
    "DirectionHours",
    "Mismatch",
    "Requirement",
    "SchoolHours",
    "YearOfLearner",
    "capped_entries",
    "deadline",
    "filing_schools",
    "filings_due",
    "hours_by_county",
    "hours_by_school",
    "hours_total",
    "last_activity",
    "learners_by_code",
    "mismatches",
    "next_due",
    "open_batches",
    "open_loops",
    "owed",
    "own_learner",
    "requirement",
    "roster_of",
    "verifications_due",
    "warnings_of",
    "with_totals",
    "year_of",
    "year_of_learner",
]
