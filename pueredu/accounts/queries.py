"""Reads about a person's own account."""

from datetime import datetime

from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from pueredu.accounts.models import Authenticator, Session, User
from pueredu.accounts.secret_codes import recovery_tokens


def authenticator_of(user: User) -> Authenticator | None:
    """The confirmed authenticator, or None while the password alone opens the account."""
    return Authenticator.objects.filter(user=user, confirmed=True).first()


def recovery_device_of(user: User) -> StaticDevice | None:
    """The sheet of recovery codes, or None."""
    return StaticDevice.objects.filter(user=user, confirmed=True).first()


def token_on(sheet: StaticDevice, code: str) -> str:
    """What the sheet keeps of a recovery code as typed; of one that it does not have, what it would."""
    found = recovery_tokens(code)
    held = sheet.token_set.filter(token__in=found).values_list("token", flat=True).first()
    return held or found[0]


def recovery_codes_left(user: User) -> int:
    """How many recovery codes have not been used."""
    return StaticToken.objects.filter(device__user=user).count()


def sessions_of(user: User, now: datetime) -> list[Session]:
    """Where a person is signed in at ``now`` (of the machine's clock), the last used first."""
    return list(user.sessions.running(now))
