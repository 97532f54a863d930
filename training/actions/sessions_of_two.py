"""What two records of one person have of sessions, when they become one: places, wishes, terms."""

from pueredu.kit.errors import Refused
from training.enums import EnrolmentState, SessionState
from training.models import Enrolment, Expert, Learner, NeedsAnswer

RUNNING = (SessionState.DRAFT, SessionState.ANNOUNCED, SessionState.CLOSED)


def refuse_two_places(learner: Learner, kept: Learner) -> None:
    """Two places in a session that is still to come must be settled first: one is somebody else's."""
    both = _of_both(learner, kept).filter(session__state__in=RUNNING)
    if row := both.select_related("session__programme").first():
        raise Refused(f"两条登记都报名了“{row.session}”，请先退出其中一个。")


def carry_sessions(learner: Learner, kept: Learner) -> None:
    """Give the places, the wish of a year and the experts' terms of ``learner`` to ``kept``. Of two
    places in a session that is over, and of two wishes for a year, one stays."""
    for row in _of_both(learner, kept):
        other = Enrolment.objects.not_withdrawn().get(learner=kept, session=row.session_id)
        less = other if row.state == EnrolmentState.ENROLLED else row
        less.state, less.quota, less.rank = EnrolmentState.WITHDRAWN, None, None
        less.save(update_fields=["state", "quota", "rank"])
    Enrolment.objects.filter(learner=learner).update(learner=kept)
    Expert.objects.filter(learner=learner).update(learner=kept)
    wishes = NeedsAnswer.objects.filter(learner=learner)
    theirs = NeedsAnswer.objects.filter(learner=kept).values("year")
    wishes.filter(year__in=theirs).delete()
    wishes.update(learner=kept)


def _of_both(learner: Learner, kept: Learner):
    theirs = Enrolment.objects.not_withdrawn().filter(learner=kept).values("session")
    return Enrolment.objects.not_withdrawn().filter(learner=learner, session__in=theirs)
