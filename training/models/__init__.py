"""Learners, the catalogue of rules, what is filed, and the ledger of what is recognised."""

from training.models.activities import TrainingActivity, event_key
from training.models.adjustments import Adjustment
from training.models.batches import HoursBatch
from training.models.catalogue import Direction, RuleVersion, TrainingYear
from training.models.certificates import Certificate
from training.models.claims import HoursClaim
from training.models.groups import LearnerGroup
from training.models.ledger import LearnerYear, LedgerEntry, SchoolTotal
from training.models.objections import Objection
from training.models.people import Learner, Placement, StatusPeriod
from training.models.samples import SampleCheck, SampledClaim

__all__ = [
    "Adjustment",
    "Certificate",
    "Direction",
    "HoursBatch",
    "HoursClaim",
    "Learner",
    "LearnerGroup",
    "LearnerYear",
    "LedgerEntry",
    "Objection",
    "Placement",
    "RuleVersion",
    "SampleCheck",
    "SampledClaim",
    "SchoolTotal",
    "StatusPeriod",
    "TrainingActivity",
    "TrainingYear",
    "event_key",
]
