"""Learners, the catalogue of rules, what is filed, and the ledger of what is recognised."""

from training.models.batches import HoursBatch, HoursClaim, TrainingActivity, event_key
from training.models.catalogue import Direction, RuleVersion, TrainingYear
from training.models.ledger import LearnerYear, LedgerEntry
from training.models.people import Learner, Placement

__all__ = [
    "Direction",
    "HoursBatch",
    "HoursClaim",
    "Learner",
    "LearnerYear",
    "LedgerEntry",
    "Placement",
    "RuleVersion",
    "TrainingActivity",
    "TrainingYear",
    "event_key",
]
