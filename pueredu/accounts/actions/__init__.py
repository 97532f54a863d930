"""Every write to an account: by those who keep it, by its person, by the sign-in itself."""

from pueredu.accounts.actions.activation import CodeSpent, activate_user, issue_activation_user
from pueredu.accounts.actions.own_data import correct_user
from pueredu.accounts.actions.passwords import change_password
from pueredu.accounts.actions.second_factor import (
    enrol_second_factor,
    renew_recovery_codes,
    reset_second_factor_user,
)
from pueredu.accounts.actions.sessions import (
    end_session,
    end_sessions,
    forget_sign_ins,
    note_failure,
    note_sign_in,
    note_sign_out,
)
from pueredu.accounts.actions.standing import disable_user, enable_user, unmask_phone_user

__all__ = [
    "CodeSpent",
    "activate_user",
    "change_password",
    "correct_user",
    "disable_user",
    "enable_user",
    "end_session",
    "end_sessions",
    "enrol_second_factor",
    "forget_sign_ins",
    "issue_activation_user",
    "note_failure",
    "note_sign_in",
    "note_sign_out",
    "renew_recovery_codes",
    "reset_second_factor_user",
    "unmask_phone_user",
]
