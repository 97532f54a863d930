"""Whether an account may be used, and what others may learn of its person."""

from datetime import datetime

from pueredu.accounts.actions.frames import keeping
from pueredu.accounts.enums import UserTransition as T
from pueredu.accounts.models import Activation, User
from pueredu.kit.errors import Refused


def disable_user(user: User, *, by: User | None, at: datetime, reason: str) -> User:
    """Close an account: its sessions end at once and an activation code is dead. Raises Refused
    for one's own: nobody locks out the last one who could open it again."""
    if by is not None and by.pk == user.pk:
        raise Refused("不能停用自己的账号。")
    with keeping(T.DISABLE, user, by=by, at=at, reason=reason) as account:
        Activation.objects.filter(user=account).delete()
        account.sessions.all().delete()
    return account


def enable_user(user: User, *, by: User | None, at: datetime, reason: str) -> User:
    """Open a closed account again, with the password and the second factor that it had."""
    with keeping(T.ENABLE, user, by=by, at=at, reason=reason) as account:
        return account


def unmask_phone_user(user: User, *, by: User, at: datetime, reason: str) -> User:
    """Remember that somebody looked at the whole number, and for what; the caller shows it."""
    with keeping(T.UNMASK_PHONE, user, by=by, at=at, reason=reason) as account:
        return account
