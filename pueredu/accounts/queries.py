"""Reads about a person's own account."""

from datetime import datetime

from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from pueredu.accounts.models import Session, User


def authenticator_of(user: User) -> TOTPDevice | None:
    """The confirmed authenticator, or None while the password alone opens the account."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def recovery_device_of(user: User) -> StaticDevice | None:
    """The sheet of recovery codes, or None."""
    return StaticDevice.objects.filter(user=user, confirmed=True).first()


def recovery_codes_left(user: User) -> int:
    """How many recovery codes have not been used."""
    return StaticToken.objects.filter(device__user=user).count()


def sessions_of(user: User, now: datetime) -> list[Session]:
    """Where a person is signed in at ``now`` (of the machine's clock), the last used first."""
    return list(user.sessions.running(now))
