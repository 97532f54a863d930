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
from training.actions.enrolments import (
    add_enrolment,
    enrol,
    promote,
    rank_enrolment,
    rank_enrolments,
    recall_training_session,
    select_enrolment,
    select_enrolments,
    turn_sessions,
    withdraw_enrolment,
)
from training.actions.evidence import add_evidence
from training.actions.experts import (
    add_evaluation,
    add_expert,
    answer_needs,
    assign_experts,
    change_expert,
)
from training.actions.groups import (
    add_learner_group,
    change_learner_group,
    delete_learner_group,
)
from training.actions.learners import (
    add_learner,
    change_learner,
    depart_learner,
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
from training.actions.plans import (
    add_training_plan,
    change_training_plan,
    file_training_plan,
    register_training_plan,
    return_training_plan,
)
from training.actions.posting import contact_of, post_hours_batch, withdraw_hours_batch
from training.actions.programmes import (
    add_programme,
    add_training_session,
    announce_training_session,
    cancel_training_session,
    change_programme,
    change_training_session,
    close_training_session,
    confirm_training_session,
)
from training.actions.proofs import IssuedProof, add_hours_proof, check_code, revoke_hours_proof
from training.actions.pulls import pull_attendances
from training.actions.register import import_learners, undo_learners
from training.actions.reminders import add_hours_reminder, send_reminders
from training.actions.rolls import call_roll
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
from training.actions.seats import change_seat_quota, give_seats
from training.actions.series import enter_series
from training.actions.workbook import import_hours, undo_hours
from training.actions.yearly import (
    add_county_summary,
    add_fund_entry,
    change_county_summary,
    comment_county_summary,
    reverse_fund_entry,
)
from training.actions.years import keep_training_year, open_training_years

__all__ = [
    "Activity",
    "Attended",
    "Entered",
    "Finding",
    "IssuedProof",
    "accept_certificate",
    "accept_objection",
    "add_adjustment",
    "add_certificate",
    "add_county_summary",
    "add_enrolment",
    "add_evaluation",
    "add_evidence",
    "add_expert",
    "add_fund_entry",
    "add_hours_batch",
    "add_hours_proof",
    "add_hours_reminder",
    "add_learner",
    "add_learner_group",
    "add_objection",
    "add_programme",
    "add_rule_version",
    "add_sample_check",
    "add_training_plan",
    "add_training_session",
    "announce_training_session",
    "answer_needs",
    "assign_experts",
    "call_roll",
    "cancel_training_session",
    "change_county_summary",
    "change_expert",
    "change_hours_batch",
    "change_learner",
    "change_learner_group",
    "change_programme",
    "change_rule_version",
    "change_sample_check",
    "change_seat_quota",
    "change_training_plan",
    "change_training_session",
    "check_code",
    "check_whole_batch",
    "close_training_session",
    "comment_county_summary",
    "confirm_training_session",
    "contact_of",
    "delete_hours_batch",
    "delete_learner_group",
    "depart_learner",
    "enforce_rule_version",
    "enrol",
    "enter_activity",
    "enter_series",
    "file_hours_batch",
    "file_hours_batches",
    "file_training_plan",
    "give_seats",
    "import_completion",
    "import_hours",
    "import_learners",
    "keep_training_year",
    "leave_learner",
    "may_be_objected_to",
    "merge_learner",
    "open_training_years",
    "post_hours_batch",
    "post_hours_batches",
    "promote",
    "pull_attendances",
    "rank_enrolment",
    "rank_enrolments",
    "recall_training_session",
    "recognise_hours_batch",
    "recognise_hours_batches",
    "register_training_plan",
    "reject_objection",
    "resume_learner",
    "retire_learner",
    "return_certificate",
    "return_hours_batch",
    "return_training_plan",
    "reverse_fund_entry",
    "reverse_ledger_entry",
    "revoke_adjustment",
    "revoke_hours_proof",
    "select_enrolment",
    "select_enrolments",
    "send_reminders",
    "submit_certificate",
    "transfer_learner",
    "turn_sessions",
    "undo_completion",
    "undo_hours",
    "undo_hours_batch",
    "undo_learners",
    "verify_hours_batch",
    "verify_hours_batches",
    "withdraw_certificate",
    "withdraw_enrolment",
    "withdraw_hours_batch",
    "withdraw_rule_version",
]
