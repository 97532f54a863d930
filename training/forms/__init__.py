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
from training.forms.learners import (
    DepartForm,
    MergeForm,
    ResumeForm,
    StatusForm,
    TransferForm,
)
from training.forms.plans import PlanAddForm, PlanFilterForm, PlanForm
from training.forms.programmes import (
    NumbersForm,
    PeopleForm,
    ProgrammeForm,
    ReasonForm,
    RollForm,
    SessionFilterForm,
    SessionForm,
)
from training.forms.proofs import CodeForm, ProofFilterForm, ProofForm
from training.forms.rosters import ActivityForm, MembersForm, RosterForm
from training.forms.rule_versions import EnforceForm, RuleVersionFilterForm, RuleVersionForm
from training.forms.yearly import (
    EvaluationForm,
    ExpertForm,
    FundForm,
    NeedsForm,
    SummaryForm,
)

__all__ = [
    "AcceptObjectionForm",
    "ActivityForm",
    "AdjustmentFilterForm",
    "AdjustmentForm",
    "CertificateFilterForm",
    "CertificateForm",
    "ClaimFilterForm",
    "CodeForm",
    "DepartForm",
    "EnforceForm",
    "EntryFilterForm",
    "EvaluationForm",
    "EvidenceForm",
    "ExpertForm",
    "FindingsForm",
    "FundForm",
    "GroupForm",
    "HoursBatchFilterForm",
    "LearnerFilterForm",
    "MembersForm",
    "MergeForm",
    "NeedsForm",
    "NumbersForm",
    "ObjectionFilterForm",
    "ObjectionForm",
    "PeopleForm",
    "PlanAddForm",
    "PlanFilterForm",
    "PlanForm",
    "PostForm",
    "ProgrammeForm",
    "ProofFilterForm",
    "ProofForm",
    "ReasonForm",
    "ResumeForm",
    "ReturnForm",
    "ReverseForm",
    "RevokeForm",
    "RollForm",
    "RosterForm",
    "RuleVersionFilterForm",
    "RuleVersionForm",
    "SessionFilterForm",
    "SessionForm",
    "ShortfallFilterForm",
    "StatusForm",
    "SummaryForm",
    "TransferForm",
]
