"""Mending a draft: what a return asks for most often is another roster."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from pueredu.accounts.models import User
from pueredu.kit.errors import Refused
from pueredu.notices.acts import acting
from training.actions.claims import Activity, Attended, Entered, claim, count, on_roster
from training.enums import BatchState as S
from training.models import HoursBatch, Learner, TrainingActivity


def change_hours_batch(
    batch: HoursBatch, present: Iterable[Learner], *, by: User, at: datetime, hours: Decimal
) -> Entered:
    """Give a draft of one activity another roster and other hours; the history names who came and
    went. Learners who have the event from another list are left out and named."""
    details: dict = {}
    with acting("change", batch, by=by, at=at, details=details) as batch:
        activity = _only_activity(batch)
        before = {row.learner_id: row.learner for row in batch.claims.select_related("learner")}
        present = on_roster(batch.school, present, frozenset(before))
        gone = before.keys() - {learner.pk for learner in present}
        new = [learner for learner in present if learner.pk not in before]
        batch.claims.filter(learner__in=gone).delete()
        batch.claims.update(hours=hours)
        known = claim(batch, activity, [Attended(learner, hours) for learner in new])
        details["roster"] = [_codes(before[pk] for pk in gone), _codes(new)]
        count(batch)
    return Entered(batch, tuple(learner.name for learner in known))


def _only_activity(batch: HoursBatch) -> Activity:
    if batch.state != S.DRAFT:
        raise Refused("已经申报的不能修改；需要更正的请县(区)退回。")
    found = list(TrainingActivity.objects.filter(claims__batch=batch).distinct()[:2])
    if len(found) != 1:
        raise Refused("这批含多个活动，请修改表格后重新上传，或删除草稿后重新录入。")
    (kept,) = found
    return Activity(
        kept.title, kept.form, kept.level, kept.direction, kept.held_on, kept.hours, kept.organiser
    )


def _codes(learners: Iterable[Learner]) -> str:
    return "、".join(sorted(learner.code for learner in learners))
