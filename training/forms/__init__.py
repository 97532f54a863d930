"""Forms of training."""

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
from training.forms.rosters import ActivityForm, MembersForm, RosterForm

__all__ = [
    "AcceptObjectionForm",
    "ActivityForm",
    "CertificateFilterForm",
    "CertificateForm",
    "ClaimFilterForm",
    "EntryFilterForm",
    "EvidenceForm",
    "FindingsForm",
    "GroupForm",
    "HoursBatchFilterForm",
    "LearnerFilterForm",
    "MembersForm",
    "ObjectionFilterForm",
    "ObjectionForm",
    "PostForm",
    "ReturnForm",
    "ReverseForm",
    "RosterForm",
]
