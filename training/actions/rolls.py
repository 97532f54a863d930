"""The roll of a session: everybody is there until somebody is ticked off."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.kit.errors import Refused
from pueredu.notices.acts import acting
from training.actions.seats import locked
from training.enums import EnrolmentState
from training.enums import SessionState as S
from training.models import RollCall, TrainingSession
from training.queries import Slot, slots_of


@transaction.atomic
def call_roll(
    session: TrainingSession, slot: Slot, present: Iterable[int], *, by: User, at: datetime
) -> RollCall:
    """Write down one slot: of those enrolled, who is not in ``present`` (ids of learners) was away.
    Called again, it is corrected. Refused before its day and once the session is confirmed."""
    session = locked(session)
    if session.state not in {S.ANNOUNCED, S.CLOSED} or slot not in slots_of(session):
        raise Refused("这个班次现在不能签到。")
    if slot.day > timezone.localtime(at).date():
        raise Refused("还没有到这一天，不能签到。")
    rows = session.enrolments.filter(state=EnrolmentState.ENROLLED).select_related("learner")
    away = [row for row in rows if row.learner_id not in set(present)]
    roll = session.rolls.filter(day=slot.day, part=slot.part).first()
    roll = roll or RollCall(session=session, day=slot.day, part=slot.part)
    return _write(roll, away, by=by, at=at)


def _write(roll: RollCall, away: list, *, by: User, at: datetime) -> RollCall:
    verb = "add" if roll._state.adding else "change"
    roll.called_by, roll.called_at = by, at
    names = "、".join(row.learner.name for row in away)
    with acting(verb, roll, by=by, at=at, details={"缺勤": ["", names]}) as saved:
        saved.called_by, saved.called_at = by, at
    saved.absent.set(away)
    return saved
