from datetime import datetime

from pueredu.accounts.actions.frames import changing, oneself
from pueredu.accounts.enums import OwnAct
from pueredu.accounts.models import User
from pueredu.accounts.profiles import profile_in_force


def change_password(user: User, *, by: User, at: datetime, password: str) -> User:
    """Set one's own password, which has passed the validators, after the old one was asked for.

    Every session ends; the caller renews the one it came from.
    """
    with changing(OwnAct.CHANGE_PASSWORD, user, by=oneself(user, by), at=at) as account:
        set_password(account, password, at)
        account.sessions.all().delete()
    return account


def set_password(account: User, password: str, at: datetime) -> None:
    """Put a new password into an account that is about to be saved, and into the memory of past
    ones where the profile has one."""
    profile = profile_in_force()
    account.set_password(password)
    account.password_set_at, account.password_profile = at, profile.name
    if profile.remembered:
        past = account.past_passwords
        past.create(hashed=account.password, set_at=at)
        kept = past.order_by("-set_at", "-pk").values("pk")[: profile.remembered]
        past.exclude(pk__in=kept).delete()
