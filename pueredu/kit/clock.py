"""The clock at the door. Views, tasks, commands and rights read it; everything behind them is
handed ``at`` or ``today``.

A trial with demonstration data lives in the middle of a year under way: its clock runs at the
normal pace but is set back by ``CLOCK_OFFSET``, which production refuses.
"""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The moment, aware, by the portal's clock."""
    return timezone.now() + settings.CLOCK_OFFSET  # noqa: TID251 - the one place that reads it


def machine() -> datetime:
    """The moment by the machine's own clock: what the framework stamps itself (sessions, the last
    sign-in) is compared with it."""
    return timezone.now()  # noqa: TID251 - see now


def by_portal(stamped: datetime | None) -> datetime | None:
    """A moment that the framework stamped, by the portal's clock, as pages show it."""
    return stamped and stamped + settings.CLOCK_OFFSET


def today() -> date:
    """The local day by the portal's clock."""
    return timezone.localtime(now()).date()
