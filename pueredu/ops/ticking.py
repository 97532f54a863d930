"""One tick: remind of what is due, then deliver what waits in the outbox."""

from dataclasses import dataclass
from datetime import datetime

from pueredu.notices.actions import deliver, tick
from pueredu.ops.models import Heartbeat

TICK = "tick"


@dataclass(frozen=True)
class Ticked:
    """How many reminders and how many mails went out."""

    reminded: int
    delivered: int


def run_tick(*, at: datetime) -> Ticked:
    """Do what is due at ``at``; a missed tick is caught up, a doubled one does nothing more."""
    return Ticked(reminded=tick(at=at), delivered=deliver(at=at))


def beat(*, at: datetime) -> None:
    """Note that the periodic tick ran to its end."""
    Heartbeat.objects.update_or_create(name=TICK, defaults={"beaten_at": at})
