"""The second factor: an authenticator (TOTP) and ten recovery codes on paper.

Neither the secret nor a code is ever in the audit. What the database holds of a secret is its seed,
and of a recovery code a keyed hash, in the columns that django-otp reads.
"""

from datetime import datetime

from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from pueredu.accounts.actions.frames import changing, keeping, oneself
from pueredu.accounts.enums import OwnAct, UserTransition
from pueredu.accounts.models import Authenticator, User
from pueredu.accounts.secret_codes import new_code, recovery_tokens
from pueredu.kit.errors import Refused

RECOVERY_CODES, GROUPS = 10, 3  # 59 random bits each


def enrol_second_factor(
    user: User, *, by: User, at: datetime, seed: str, totp: TOTP
) -> tuple[Authenticator, list[str]]:
    """Keep the authenticator with the secret of ``seed`` that has just shown a right code
    (``totp``, verified), instead of an earlier one. Returns it and fresh recovery codes.

    All sessions end; the caller renews the one it came from.
    """
    with changing(OwnAct.ENROL_SECOND_FACTOR, user, by=oneself(user, by), at=at) as account:
        _forget_devices(account)
        device = Authenticator.objects.create(
            user=account, name="手机验证器", key=seed, last_t=totp.t(), drift=totp.drift
        )
        account.sessions.all().delete()
        return device, _fresh_codes(account)


def renew_recovery_codes(user: User, *, by: User, at: datetime) -> list[str]:
    """Ten new recovery codes; the earlier ones are dead. Raises Refused without an authenticator."""
    with changing(OwnAct.RENEW_RECOVERY_CODES, user, by=oneself(user, by), at=at) as account:
        if not Authenticator.objects.filter(user=account, confirmed=True).exists():
            raise Refused("请先设置二次验证，再取恢复码。")
        return _fresh_codes(account)


def reset_second_factor_user(user: User, *, by: User | None, at: datetime, reason: str) -> User:
    """Take away a lost authenticator and its codes; sessions end. Never one's own: Refused."""
    if by is not None and by.pk == user.pk:
        raise Refused("不能重置自己的二次验证，请由另一名安全管理员办理。")
    with keeping(UserTransition.RESET_SECOND_FACTOR, user, by=by, at=at, reason=reason) as account:
        _forget_devices(account)
        account.sessions.all().delete()
    return account


def _forget_devices(account: User) -> None:
    Authenticator.objects.filter(user=account).delete()
    StaticDevice.objects.filter(user=account).delete()


def _fresh_codes(account: User) -> list[str]:
    StaticDevice.objects.filter(user=account).delete()
    device = StaticDevice.objects.create(user=account, name="恢复码")
    codes = [new_code(GROUPS) for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=recovery_tokens(code)[0]) for code in codes
    )
    return codes
