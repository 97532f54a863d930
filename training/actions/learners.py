"""Keeping the register: who comes, who moves, who is in service. The past of a learner is never
moved."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.kit.names import permission
from pueredu.notices.acts import acting
from pueredu.units.access.records import save_record
from pueredu.units.models import Unit
from training.actions.adjustments import add_adjustment
from training.actions.enrolments import give_back_seats
from training.enums import AdjustmentReason, DepartureReason, LearnerStatus, PlacementReason
from training.enums import LearnerTransition as T
from training.models import (
    Adjustment,
    Learner,
    LearnerYear,
    Placement,
    StatusPeriod,
    TrainingYear,
)

OWN_ACCOUNT = "本人的账号请由其他同志登记或解除。"
OWN_RECORD = "本人的登记请由其他同志办理。"


def add_learner(
    learner: Learner, *, by: User | None, at: datetime, since: date | None = None
) -> Learner:
    """Register a learner with the first placement. A taken code is refused with a sentence."""
    if Learner.objects.filter(code=learner.code).exists():
        raise Refused(f"教师编号「{learner.code}」已经登记。")
    if by is not None and by.pk == learner.user_id:
        raise Refused(OWN_ACCOUNT)
    learner.county_id = learner.school.area_id
    with acting("add", learner, by=by, at=at) as saved:
        saved.save()
        since = since or timezone.localtime(at).date()
        words = {"learner": saved, "school": saved.school, "since": since}
        Placement.objects.create(reason=PlacementReason.FIRST, **words)
        StatusPeriod.objects.create(status=saved.status, **words)
    return saved


def change_learner(learner: Learner, *, by: User, at: datetime) -> Learner:
    """Correct what is registered. What one owes oneself goes by kind and stage: those, and whose
    account it is, somebody else changes."""
    stored = Learner.objects.select_for_update(no_key=True).get(pk=learner.pk)
    if by.pk in {stored.user_id, learner.user_id}:
        if stored.user_id != learner.user_id:
            raise Refused(OWN_ACCOUNT)
        if (stored.kind, stored.stage) != (learner.kind, learner.stage):
            raise Refused(OWN_RECORD)
    return save_record(learner, by=by, at=at)


def transfer_learner(
    learner: Learner, *, by: User | None, at: datetime, school: Unit, reason: str, since: date
) -> Learner:
    """Move a learner from ``since`` on; claims and entries keep the school of their day, the
    running year's total goes with the person. Needs the right over the old and the new place."""
    _refuse_to_come(since, at, "调动")
    why = PlacementReason(reason).label
    with acting(T.TRANSFER, learner, by=by, at=at, reason=why) as learner:
        _refuse_oneself(learner, by)
        current = learner.placements.current().select_for_update(no_key=True).first()
        if learner.school_id == school.pk:
            raise Refused("新单位与现任教单位相同。")
        if current and since <= current.since:
            raise Refused(f"调动日期应晚于现任教单位的起始日期（{current.since:%Y-%m-%d}）。")
        _close(current, since)
        _place(learner, T.TRANSFER, school, reason=reason, since=since, by=by)
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


def depart_learner(
    learner: Learner, *, by: User | None, at: datetime, on: date, why: str, reason: str = ""
) -> Learner:
    """Gone from the city's schools, or from the profession, from ``on``: as retired. ``why`` is a
    DepartureReason; another one is written out in ``reason``."""
    if why == DepartureReason.OTHER and not reason.strip():
        raise Incomplete("去向为“其他”的，请写明说明。")
    words = "：".join(word for word in (DepartureReason(why).label, reason.strip()) if word)[:200]
    return _change_status(
        learner, T.DEPART, LearnerStatus.DEPARTED, by=by, at=at, on=on, reason=words
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
    school: Unit | None = None,
    arrival: str = "",
) -> Learner:
    """Back in service from ``on``. With the decision on the leave (``authority``, ``decided_on``)
    its months are taken off the requirement in the same act. Who had departed comes anew, to
    ``school`` or the former one, by ``arrival`` (a PlacementReason): another stay, from which the
    requirement counts. Needs the right over the old and the new place."""
    _refuse_to_come(on, at, T.RESUME.label)
    with acting(T.RESUME, learner, by=by, at=at, reason=reason) as done:
        _refuse_oneself(done, by)
        past = done.periods.current().first()
        if done.status == LearnerStatus.DEPARTED:
            _come_anew(done, past, school or done.school, arrival, on=on, by=by)
        elif school:
            raise Refused("只有调出、离职后返回的可以同时选择单位；其他人员换单位请办理调动。")
        _turn(done, T.RESUME, LearnerStatus.ACTIVE, on, reason)
    if by and authority and decided_on and past and past.status == LearnerStatus.LEAVE:
        leave = Adjustment(
            learner=done, reason=AdjustmentReason.LEAVE, since=past.since,
            until=on - timedelta(days=1), authority=authority, decided_on=decided_on,
        )  # fmt: skip
        add_adjustment(leave, by=by, at=at)
    return done


def _refuse_oneself(learner: Learner, by: User | None) -> None:
    """What is registered decides what is required of oneself, and what counts."""
    if by is not None and by.pk == learner.user_id:
        raise Refused(OWN_RECORD)


def _change_status(learner, verb, status, *, by, at, on: date, reason: str) -> Learner:
    _refuse_to_come(on, at, verb.label)
    with transaction.atomic():
        with acting(verb, learner, by=by, at=at, reason=reason) as learner:
            _refuse_oneself(learner, by)
            _turn(learner, verb, status, on, reason)
        give_back_seats([learner.pk], at=at)
    return learner


def _turn(learner: Learner, verb: T, status: LearnerStatus, on: date, reason: str) -> None:
    """From the status of the locked learner to another."""
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


def _come_anew(learner, left: StatusPeriod, school, arrival: str, *, on: date, by) -> None:
    """The former stay ends with the departure, another begins."""
    stay = learner.placements.current().select_for_update(no_key=True).first()
    _close(stay, max(left.since, stay.since + timedelta(days=1)) if stay else on)
    reason = arrival or PlacementReason.RETURNED
    _place(learner, T.RESUME, school, reason=reason, since=on, by=by)


def _place(learner, verb: T, school: Unit, *, reason: str, since: date, by: User | None) -> None:
    """A stay at ``school``, if the right to ``verb`` reaches it; the running year goes along."""
    learner.school, learner.county_id = school, school.area_id
    if by is not None and not by.has_perm(permission(verb, Learner), learner):
        raise NotPermitted(f"跨县(区)的{verb.label}由市级培训管理部门办理。")
    Placement.objects.create(learner=learner, school=school, reason=reason, since=since)
    LearnerYear.objects.filter(
        learner=learner, year__in=TrainingYear.objects.filter(ends_on__gte=since)
    ).update(school=school, county=school.area)


def _refuse_to_come(day: date, at: datetime, word: str) -> None:
    if day > timezone.localtime(at).date():
        raise Refused(f"{word}日期还没有到，到当天再登记。")


def _close(row: Placement | StatusPeriod | None, since: date) -> None:
    """The day before ``since`` is the last of it."""
    if row:
        row.until = since - timedelta(days=1)
        row.save(update_fields=["until"])
