"""Every write of the room."""

from training.actions.adjustments import add_adjustment, revoke_adjustment
from training.actions.batches import (
    add_hours_batch,
    delete_hours_batch,
    file_hours_batch,
    recognise_hours_batch,
    return_hours_batch,
    undo_hours_batch,
    verify_hours_batch,
)
from training.actions.certificates import (
    accept_certificate,
    add_certificate,
    return_certificate,
    submit_certificate,
    withdraw_certificate,
)
from training.actions.changes import change_hours_batch
from training.actions.claims import Activity, Attended, Entered, enter_activity
from training.actions.completion import import_completion, undo_completion
from training.actions.evidence import add_evidence
from training.actions.groups import (
    add_learner_group,
    change_learner_group,
    delete_learner_group,
)
from training.actions.learners import (
    add_learner,
    leave_learner,
    resume_learner,
    retire_learner,
    transfer_learner,
)
from training.actions.ledger import reverse_ledger_entry
from training.actions.many import recognise_hours_batches, verify_hours_batches
from training.actions.merging import merge_learner
from training.actions.objections import (
    accept_objection,
    add_objection,
    may_be_objected_to,
    reject_objection,
)
from training.actions.posting import contact_of, post_hours_batch, withdraw_hours_batch
from training.actions.pulls import pull_attendances
from training.actions.register import import_learners, undo_learners
from training.actions.rule_versions import (
    add_rule_version,
    change_rule_version,
    enforce_rule_version,
    withdraw_rule_version,
)
from training.actions.samples import (
    Finding,
    add_sample_check,
    change_sample_check,
    check_whole_batch,
)
from training.actions.school_lists import file_hours_batches, post_hours_batches
from training.actions.series import enter_series
from training.actions.workbook import import_hours, undo_hours

__all__ = [
    "Activity",
    "Attended",
    "Entered",
    "Finding",
    "accept_certificate",
    "accept_objection",
    "add_adjustment",
    "add_certificate",
    "add_evidence",
    "add_hours_batch",
    "add_learner",
    "add_learner_group",
    "add_objection",
    "add_rule_version",
    "add_sample_check",
    "change_hours_batch",
    "change_learner_group",
    "change_rule_version",
    "change_sample_check",
    "check_whole_batch",
    "contact_of",
    "delete_hours_batch",
    "delete_learner_group",
    "enforce_rule_version",
    "enter_activity",
    "enter_series",
    "file_hours_batch",
    "file_hours_batches",
    "import_completion",
    "import_hours",
    "import_learners",
    "leave_learner",
    "may_be_objected_to",
    "merge_learner",
    "post_hours_batch",
    "post_hours_batches",
    "pull_attendances",
    "recognise_hours_batch",
    "recognise_hours_batches",
    "reject_objection",
    "resume_learner",
    "retire_learner",
    "return_certificate",
    "return_hours_batch",
    "reverse_ledger_entry",
    "revoke_adjustment",
    "submit_certificate",
    "transfer_learner",
    "undo_completion",
    "undo_hours",
    "undo_hours_batch",
    "undo_learners",
    "verify_hours_batch",
    "verify_hours_batches",
    "withdraw_certificate",
    "withdraw_hours_batch",
    "withdraw_rule_version",
]
