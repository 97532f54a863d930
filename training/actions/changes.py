"""Mending a draft: what a return asks for most often is another roster."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from pueredu.accounts.models import User
from pueredu.kit.errors import Refused
from pueredu.notices.acts import acting
from training.actions.claims import Activity, Attended, Entered, attended, claim, on_roster
from training.actions.counts import count
from training.actions.handing_back import hand_back_certificates
from training.actions.posting import take_down
from training.enums import BatchState as S
from training.models import HoursBatch, HoursClaim, Learner, TrainingActivity


def change_hours_batch(
    batch: HoursBatch,
    present: Iterable[Learner],
    *,
    by: User,
    at: datetime,
    hours: Decimal,
    partial: Mapping[int, Decimal] | None = None,
) -> Entered:
    """Give a draft of one activity another roster and other hours; the history names who came and
    went. Who has the event from another list is named and kept as not counting. Who is added, or
    gets more hours, has to be posted anew."""
    details: dict = {}
    with acting("change", batch, by=by, at=at, details=details) as batch:
        if batch.state != S.DRAFT:
            raise Refused("已经申报的不能修改；公示中的请先撤回，已在审核的请县(区)退回。")
        activity = activity_of(batch)
        _drop(batch.claims.filter(is_void=True), at=at)
        before = {row.learner_id: row for row in batch.claims.select_related("learner")}
        present = on_roster(batch.school, present, frozenset(before))
        now = {row.learner.pk: row for row in attended(present, hours, partial)}
        gone, new = before.keys() - now.keys(), [now[pk] for pk in now if pk not in before]
        _drop(batch.claims.filter(learner__in=gone), at=at)
        if _rehoured(before, now) or new:
            take_down(batch)
        known = claim(batch, activity, new)
        details["roster"] = [
            _codes(before[pk].learner for pk in gone),
            _codes(row.learner for row in new),
        ]
        count(batch)
    return Entered(batch, tuple(learner.name for learner in known))


def _drop(claims, *, at: datetime) -> None:
    hand_back_certificates(claims, at=at)
    claims.delete()


def _rehoured(before: dict[int, HoursClaim], now: dict[int, Attended]) -> bool:
    """Write the new hours of those who stay; whether somebody got more."""
    changed, has_more = [], False
    for pk in before.keys() & now.keys():
        row, hours = before[pk], now[pk].hours
        if row.hours != hours:
            has_more = has_more or hours > row.hours
            row.hours = hours
            changed.append(row)
    HoursClaim.objects.bulk_update(changed, ["hours"], batch_size=2000)
    return has_more


def activity_of(batch: HoursBatch) -> Activity:
    """The only activity of a batch, as it was entered; raises Refused when there are several."""
    found = list(TrainingActivity.objects.filter(claims__batch=batch).distinct()[:2])
    if len(found) != 1:
        raise Refused("这批含多个活动，请修改表格后重新上传，或删除草稿后重新录入。")
    (kept,) = found
    return Activity(
        kept.title, kept.form, kept.level, kept.direction, kept.held_on, kept.hours, kept.organiser
    )


def _codes(learners: Iterable[Learner]) -> str:
    return "、".join(sorted(learner.code for learner in learners))
