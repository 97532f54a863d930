"""Forms of training."""

from training.forms.filters import HoursBatchFilterForm, LearnerFilterForm, ReturnForm
from training.forms.rosters import ActivityForm, RosterForm

__all__ = [
    "ActivityForm",
    "HoursBatchFilterForm",
    "LearnerFilterForm",
    "ReturnForm",
    "RosterForm",
]
