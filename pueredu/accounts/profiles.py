"""What SECURITY_PROFILE asks of passwords. Why it is a switch: docs/decisions/0008."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings


@dataclass(frozen=True)
class Profile:
    """``classes`` of the four kinds of characters a password needs; ``max_age`` after which it
    must be changed (None: never); ``remembered`` earlier passwords that may not come back."""

    name: str
    classes: int = 1
    max_age: timedelta | None = None
    remembered: int = 0


PROFILES = {
    "default": Profile("default"),
    "djbh3": Profile("djbh3", classes=3, max_age=timedelta(days=90), remembered=5),
}


def profile_in_force() -> Profile:
    """The profile that the settings name."""
    return PROFILES[settings.SECURITY_PROFILE]


def must_change_password(user, at: datetime) -> bool:
    """Whether the profile in force no longer takes this password: set under another profile's
    rules, or too old."""
    profile = profile_in_force()
    if profile.max_age is None or not user.has_usable_password():
        return False
    is_foreign = user.password_profile != profile.name or user.password_set_at is None
    return is_foreign or at - user.password_set_at > profile.max_age
