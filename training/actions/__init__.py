"""Every write of the room."""

from training.actions.batches import (
    add_hours_batch,
    delete_hours_batch,
    file_hours_batch,
    recognise_hours_batch,
    return_hours_batch,
    verify_hours_batch,
)
from training.actions.changes import change_hours_batch
from training.actions.claims import Activity, Attended, Entered, enter_activity
from training.actions.learners import add_learner, transfer_learner
from training.actions.ledger import reverse_ledger_entry
from training.actions.many import recognise_hours_batches, verify_hours_batches
from training.actions.pulls import pull_attendances
from training.actions.register import import_learners, undo_learners
from training.actions.workbook import import_hours, undo_hours

__all__ = [
    "Activity",
    "Attended",
    "Entered",
    "add_hours_batch",
    "add_learner",
    "change_hours_batch",
    "delete_hours_batch",
    "enter_activity",
    "file_hours_batch",
    "import_hours",
    "import_learners",
    "pull_attendances",
    "recognise_hours_batch",
    "recognise_hours_batches",
    "return_hours_batch",
    "reverse_ledger_entry",
    "transfer_learner",
    "undo_hours",
    "undo_learners",
    "verify_hours_batch",
    "verify_hours_batches",
]
