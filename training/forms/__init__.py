"""Forms of training."""

from training.forms.adjustments import (
    AdjustmentFilterForm,
    AdjustmentForm,
    RevokeForm,
    ShortfallFilterForm,
)
from training.forms.chain import (
    AcceptObjectionForm,
    CertificateForm,
    EvidenceForm,
    FindingsForm,
    GroupForm,
    ObjectionForm,
    PostForm,
    ReverseForm,
)
from training.forms.filters import (
    CertificateFilterForm,
    ClaimFilterForm,
    EntryFilterForm,
    HoursBatchFilterForm,
    LearnerFilterForm,
    ObjectionFilterForm,
    ReturnForm,
)
from training.forms.learners import MergeForm, ResumeForm, StatusForm, TransferForm
from training.forms.rosters import ActivityForm, MembersForm, RosterForm
from training.forms.rule_versions import EnforceForm, RuleVersionFilterForm, RuleVersionForm

__all__ = [
    "AcceptObjectionForm",
    "ActivityForm",
    "AdjustmentFilterForm",
    "AdjustmentForm",
    "CertificateFilterForm",
    "CertificateForm",
    "ClaimFilterForm",
    "EnforceForm",
    "EntryFilterForm",
    "EvidenceForm",
    "FindingsForm",
    "GroupForm",
    "HoursBatchFilterForm",
    "LearnerFilterForm",
    "MembersForm",
    "MergeForm",
    "ObjectionFilterForm",
    "ObjectionForm",
    "PostForm",
    "ResumeForm",
    "ReturnForm",
    "ReverseForm",
    "RevokeForm",
    "RosterForm",
    "RuleVersionFilterForm",
    "RuleVersionForm",
    "ShortfallFilterForm",
    "StatusForm",
    "TransferForm",
]
