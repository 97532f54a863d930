"""Keeping the register: who comes, who moves, who is in service. The past of a learner is never
moved."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.notices.acts import acting
from pueredu.units.models import Unit
from training.actions.adjustments import add_adjustment
from training.enums import AdjustmentReason, LearnerStatus, PlacementReason
from training.enums import LearnerTransition as T
from training.models import (
    Adjustment,
    Learner,
    LearnerYear,
    Placement,
    StatusPeriod,
    TrainingYear,
)


def add_learner(
    learner: Learner, *, by: User | None, at: datetime, since: date | None = None
) -> Learner:
    """Register a learner with the first placement. A taken code is refused with a sentence."""
    if Learner.objects.filter(code=learner.code).exists():
        raise Refused(f"教师编号「{learner.code}」已经登记。")
    learner.county_id = learner.school.area_id
    with acting("add", learner, by=by, at=at) as saved:
        saved.save()
        since = since or timezone.localtime(at).date()
        words = {"learner": saved, "school": saved.school, "since": since}
        Placement.objects.create(reason=PlacementReason.FIRST, **words)
        StatusPeriod.objects.create(status=saved.status, **words)
    return saved


def transfer_learner(
    learner: Learner, *, by: User | None, at: datetime, school: Unit, reason: str, since: date
) -> Learner:
    """Move a learner from ``since`` on; claims and entries keep the school of their day, the
    running year's total goes with the person. Needs the right over the old and the new place."""
    _refuse_to_come(since, at, "调动")
    why = PlacementReason(reason).label
    with acting(T.TRANSFER, learner, by=by, at=at, reason=why) as learner:
        current = learner.placements.current().select_for_update(no_key=True).first()
        if learner.school_id == school.pk:
            raise Refused("新单位与现任教单位相同。")
        if current and since <= current.since:
            raise Refused(f"调动日期应晚于现任教单位的起始日期（{current.since:%Y-%m-%d}）。")
        learner.school, learner.county_id = school, school.area_id
        if by is not None and not by.has_perm("training.transfer_learner", learner):
            raise NotPermitted("跨县(区)的调动由市级培训管理部门办理。")
        _close(current, since)
        Placement.objects.create(learner=learner, school=school, reason=reason, since=since)
        LearnerYear.objects.filter(
            learner=learner, year__in=TrainingYear.objects.filter(ends_on__gte=since)
        ).update(school=school, county=school.area)
    return learner


def leave_learner(
    learner: Learner, *, by: User | None, at: datetime, on: date, reason: str = ""
) -> Learner:
    """On leave from ``on``: off the roster, and nothing is required until the return."""
    return _change_status(learner, T.LEAVE, LearnerStatus.LEAVE, by=by, at=at, on=on, reason=reason)


def retire_learner(
    learner: Learner, *, by: User | None, at: datetime, on: date, reason: str = ""
) -> Learner:
    """Retired from ``on``: off the roster; everything that was recognised stays."""
    return _change_status(
        learner, T.RETIRE, LearnerStatus.RETIRED, by=by, at=at, on=on, reason=reason
    )


def resume_learner(
    learner: Learner,
    *,
    by: User | None,
    at: datetime,
    on: date,
    reason: str = "",
    authority: str = "",
    decided_on: date | None = None,
) -> Learner:
    """Back in service from ``on``. With the decision on the leave (``authority``, ``decided_on``)
    its months are taken off the requirement in the same act."""
    past = learner.periods.current().first()
    done = _change_status(
        learner, T.RESUME, LearnerStatus.ACTIVE, by=by, at=at, on=on, reason=reason
    )
    if by and authority and decided_on and past and past.status == LearnerStatus.LEAVE:
        leave = Adjustment(
            learner=done, reason=AdjustmentReason.LEAVE, since=past.since,
            until=on - timedelta(days=1), authority=authority, decided_on=decided_on,
        )  # fmt: skip
        add_adjustment(leave, by=by, at=at)
    return done


def _change_status(learner, verb, status, *, by, at, on: date, reason: str) -> Learner:
    _refuse_to_come(on, at, verb.label)
    with acting(verb, learner, by=by, at=at, reason=reason) as learner:
        current = learner.periods.current().select_for_update(no_key=True).first()
        if current and on <= current.since:
            raise Refused(
                f"{verb.label}日期应晚于“{current.get_status_display()}”"
                f"的起始日期（{current.since:%Y-%m-%d}）。"
            )
        _close(current, on)
        StatusPeriod.objects.create(
            learner=learner, school=learner.school, status=status, since=on, reason=reason.strip()
        )
    return learner


def _refuse_to_come(day: date, at: datetime, word: str) -> None:
    if day > timezone.localtime(at).date():
        raise Refused(f"{word}日期还没有到，到当天再登记。")


def _close(row: Placement | StatusPeriod | None, since: date) -> None:
    """The day before ``since`` is the last of it."""
    if row:
        row.until = since - timedelta(days=1)
        row.save(update_fields=["until"])
