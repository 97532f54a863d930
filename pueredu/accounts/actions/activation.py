"""From a new account, or a forgotten password, to a password that only its person knows."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.crypto import constant_time_compare

from pueredu.accounts.actions.frames import changing, keeping
from pueredu.accounts.actions.passwords import set_password
from pueredu.accounts.enums import OwnAct, UserTransition
from pueredu.accounts.models import Activation, User
from pueredu.accounts.secret_codes import ACTIVATION, digest, digests, new_code
from pueredu.kit.errors import Refused

GROUPS = 5  # 99 random bits


class CodeSpent(Refused):
    """The activation code is unknown, over or used: one sentence for all of it."""


def issue_activation_user(user: User, *, by: User | None, at: datetime) -> User:
    """Make a new activation code, which the caller shows once as ``user.activation_code``; only
    its hash is kept. The old password and an earlier code are dead, all sessions end.

    Raises Refused for one's own account: a forgotten password is another person's to reset.
    """
    if by is not None and by.pk == user.pk:
        raise Refused("不能给自己发放启用码；修改自己的密码请用「我的账号」。")
    code = new_code(GROUPS)
    ends_at = at + timedelta(days=settings.ACTIVATION_DAYS)
    with keeping(UserTransition.ISSUE_ACTIVATION, user, by=by, at=at) as account:
        account.set_unusable_password()
        account.sessions.all().delete()
        Activation.objects.update_or_create(
            user=account,
            defaults={
                "code_hash": digest(code, ACTIVATION),
                "issued_at": at,
                "expires_at": ends_at,
            },
        )
    account.activation_code, account.activation_ends_at = code, ends_at
    return account


def activate_user(user: User, *, code: str, password: str, at: datetime) -> User:
    """Use up the code and set the first password. Raises CodeSpent, also for the second of two
    who use one code at the same time."""
    with changing(OwnAct.ACTIVATE, user, by=user, at=at) as account:
        held = Activation.objects.valid(at).filter(user=account).first()
        if (
            held is None
            or not account.is_active
            or not any(constant_time_compare(held.code_hash, d) for d in digests(code, ACTIVATION))
        ):
            raise CodeSpent("登录名或启用码不正确，或启用码已使用、已失效。")
        held.delete()
        set_password(account, password, at)
    return account
