"""Learners, the catalogue of rules, what is filed, and the ledger of what is recognised."""

from training.models.activities import TrainingActivity, event_key
from training.models.adjustments import Adjustment
from training.models.batches import HoursBatch
from training.models.catalogue import Direction, RuleVersion, TrainingYear
from training.models.certificates import Certificate
from training.models.claims import HoursClaim
from training.models.enrolments import Enrolment
from training.models.experts import Evaluation, Expert, NeedsAnswer
from training.models.groups import LearnerGroup
from training.models.ledger import LearnerYear, LedgerEntry, SchoolTotal
from training.models.objections import Objection
from training.models.people import Learner, Placement, StatusPeriod
from training.models.plans import PlanLine, TrainingPlan
from training.models.programmes import Programme, SeatQuota, TrainingSession
from training.models.proofs import HoursProof
from training.models.reminders import HoursReminder
from training.models.rolls import RollCall
from training.models.samples import SampleCheck, SampledClaim
from training.models.yearly import CountySummary, FundEntry

__all__ = [
    "Adjustment",
    "Certificate",
    "CountySummary",
    "Direction",
    "Enrolment",
    "Evaluation",
    "Expert",
    "FundEntry",
    "HoursBatch",
    "HoursClaim",
    "HoursProof",
    "HoursReminder",
    "Learner",
    "LearnerGroup",
    "LearnerYear",
    "LedgerEntry",
    "NeedsAnswer",
    "Objection",
    "Placement",
    "PlanLine",
    "Programme",
    "RollCall",
    "RuleVersion",
    "SampleCheck",
    "SampledClaim",
    "SchoolTotal",
    "SeatQuota",
    "StatusPeriod",
    "TrainingActivity",
    "TrainingPlan",
    "TrainingSession",
    "TrainingYear",
    "event_key",
]
