"""One tick: enter what the door counted, remind of what is due, deliver what waits."""

from dataclasses import dataclass
from datetime import datetime

from pueredu.audit.actions import settle_tallies
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
    settle_tallies(at=at)
    return Ticked(reminded=tick(at=at), delivered=deliver(at=at))


def beat(*, at: datetime) -> None:
    """Note that the periodic tick ran to its end."""
    Heartbeat.objects.update_or_create(name=TICK, defaults={"beaten_at": at})
