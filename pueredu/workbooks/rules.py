"""Who may handle an import, and when.

A job is its uploader's own, whatever the post; whether its rows may go in is asked again, with
the permission of its SheetKind and the place of the job, at upload, confirmation and import.
"""

from pueredu.kit.flow import Flow
from pueredu.units.enums import Reach, Role
from pueredu.workbooks.enums import ImportState as S
from pueredu.workbooks.enums import ImportTransition as T

_OWN = dict.fromkeys(Role, Reach.SELF)

GRANTS = {
    "view_import_job": _OWN,
    "add_import_job": _OWN,
    "check_import_job": _OWN,
    "correct_import_job": _OWN,
    "confirm_import_job": _OWN,
    "apply_import_job": _OWN,
    "fail_import_job": _OWN,
    "cancel_import_job": _OWN,
    "undo_import_job": _OWN,
}

FLOWS = {
    "import_job": Flow(
        {
            # again, too, when the stored data changed under a checked file
            T.CHECK: ({S.UPLOADED, S.CHECKED}, S.CHECKED),
            T.CORRECT: ({S.CHECKED}, S.UPLOADED),
            # asked for; the rows go in afterwards, by APPLY, in the background
            T.CONFIRM: ({S.CHECKED}, None),
            T.APPLY: ({S.CHECKED}, S.APPLIED),
            T.FAIL: ({S.UPLOADED, S.CHECKED}, S.FAILED),
            T.CANCEL: ({S.UPLOADED, S.CHECKED}, S.CANCELLED),
            T.UNDO: ({S.APPLIED}, S.UNDONE),
        }
    )
}
