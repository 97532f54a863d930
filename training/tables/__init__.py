"""Tables of training."""

from training.tables.batches import (
    ClaimTable,
    HoursBatchTable,
    LineTable,
    OwnClaimTable,
    SkippedTable,
    UncountedTable,
    batch_state,
)
from training.tables.chain import (
    CertificateTable,
    LearnerGroupTable,
    ObjectionTable,
    PostedListTable,
    PostingTable,
    SampleBatchTable,
    SampleCheckTable,
    SampledClaimTable,
    certificate_state,
    objection_state,
)
from training.tables.people import (
    CountyHoursTable,
    DirectionTable,
    EntryTable,
    LearnerTable,
    LedgerTable,
    PlacementTable,
    SchoolHoursTable,
)

__all__ = [
    "CertificateTable",
    "ClaimTable",
    "CountyHoursTable",
    "DirectionTable",
    "EntryTable",
    "HoursBatchTable",
    "LearnerGroupTable",
    "LearnerTable",
    "LedgerTable",
    "LineTable",
    "ObjectionTable",
    "OwnClaimTable",
    "PlacementTable",
    "PostedListTable",
    "PostingTable",
    "SampleBatchTable",
    "SampleCheckTable",
    "SampledClaimTable",
    "SchoolHoursTable",
    "SkippedTable",
    "UncountedTable",
    "batch_state",
    "certificate_state",
    "objection_state",
]
