"""Tables of training."""

from training.tables.batches import ClaimTable, HoursBatchTable, OwnClaimTable, batch_state
from training.tables.people import (
    CountyHoursTable,
    DirectionTable,
    LearnerTable,
    LedgerTable,
    PlacementTable,
    SchoolHoursTable,
)

__all__ = [
    "ClaimTable",
    "CountyHoursTable",
    "DirectionTable",
    "HoursBatchTable",
    "LearnerTable",
    "LedgerTable",
    "OwnClaimTable",
    "PlacementTable",
    "SchoolHoursTable",
    "batch_state",
]
