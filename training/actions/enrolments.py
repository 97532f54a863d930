"""Names for a session: proposed or enrolled by schools, ranked by 县(区), selected by the city."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.kit.errors import Incomplete, Refused
from pueredu.notices.acts import acting
from pueredu.units.models import Unit
from training.actions.programmes import close_training_session, seats_given
from training.actions.seats import (
    draw_seat,
    free_quota,
    has_pool,
    locked,
    return_seat,
    take_back,
)
from training.enums import EnrolmentState as ES
from training.enums import EnrolmentTransition as T
from training.enums import SessionState as S
from training.enums import SessionTransition as ST
from training.models import Enrolment, Learner, TrainingSession
from training.queries import fitting_learners


@dataclass(frozen=True)
class Enrolled:
    """What came of a school's list: who has a seat, who waits."""

    seated: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


@transaction.atomic
def enrol(
    session: TrainingSession, school: Unit, learners: Iterable[Learner], *, by: User, at: datetime
) -> Enrolled:
    """Enrol several people of a school at once, in the order given; all of them or none."""
    rows = [
        add_enrolment(Enrolment(session=session, learner=row, filer=school), by=by, at=at)
        for row in learners
    ]
    if not rows:
        raise Incomplete("没有勾选任何人，请至少勾选一人。")
    return Enrolled(
        tuple(row.learner.name for row in rows if row.quota_id),
        tuple(row.learner.name for row in rows if not row.quota_id),
    )


@transaction.atomic
def add_enrolment(enrolment: Enrolment, *, by: User, at: datetime) -> Enrolment:
    """Take a seat of the filing school; without a free one the learner waits, in a selection it is
    refused. Refused outside the enrolment, for another audience and for two places at one time."""
    session, learner = locked(enrolment.session), enrolment.learner
    enrolment.session = session
    _check(session, learner, timezone.localtime(at).date())
    enrolment.school_id, enrolment.county_id = learner.school_id, learner.county_id
    enrolment.enrolled_at = at
    quota = free_quota(session, enrolment.filer)
    if session.programme.is_selective and quota is None:
        raise Refused(f"本单位的推荐名额已满，{learner.name}不能再推荐。")
    enrolment.quota = quota or draw_seat(session, enrolment.filer)
    enrolment.state = ES.ENROLLED if enrolment.quota else ES.WAITING
    if session.programme.is_selective:
        enrolment.state = ES.NOMINATED
    with acting("add", enrolment, by=by, at=at) as saved:
        return saved


def _check(session: TrainingSession, learner: Learner, today: date) -> None:
    programme = session.programme
    if session.state != S.ANNOUNCED or today > session.enrolment_closes_on:
        raise Refused("这个班次现在不能报名。")
    if not programme.takes(learner):
        who = f"{programme.get_stage_display()}{programme.get_audience_display()}"
        raise Refused(f"{learner.name}不属于本班的培训对象（{who}）。")
    if not fitting_learners(programme, [learner], today):
        raise Refused(
            f"{learner.name}不是在任的工作室主持人，不能报名本班；主持人以三名工作室的登记为准。"
        )
    same = Enrolment.objects.holding().filter(
        learner=learner, session__since__lte=session.until, session__until__gte=session.since
    )
    running = same.exclude(session__state=S.CANCELLED).exclude(session=session)
    if other := running.select_related("session__programme").first():
        raise Refused(f"{learner.name}同一时间已报名{other.session}。")


@transaction.atomic
def rank_enrolment(enrolment: Enrolment, *, by: User, at: datetime, rank: int | None) -> Enrolment:
    """The place that the 县(区) gives among those it proposes."""
    with acting(T.RANK, enrolment, by=by, at=at) as enrolment:
        enrolment.rank = rank
    return enrolment


@transaction.atomic
def rank_enrolments(
    enrolments: Iterable[Enrolment], ranks: Mapping[int, int | None], *, by: User, at: datetime
) -> int:
    """The same for those whose place changed; returns how many."""
    changed = [row for row in enrolments if ranks.get(row.pk) != row.rank]
    for row in changed:
        rank_enrolment(row, by=by, at=at, rank=ranks.get(row.pk))
    return len(changed)


@transaction.atomic
def select_enrolment(enrolment: Enrolment, *, by: User | None, at: datetime) -> Enrolment:
    """Take somebody who was proposed, or (``by`` None) who waited and for whom a seat came free.
    Refused when the session is full."""
    session = locked(enrolment.session)
    with acting(T.SELECT, enrolment, by=by, at=at) as enrolment:
        if session.state not in {S.ANNOUNCED, S.CLOSED}:
            raise Refused("这个班次现在不能录取。")
        if enrolment.quota is None:
            enrolment.quota = free_quota(session, enrolment.filer) or draw_seat(
                session, enrolment.filer
            )
        taken = session.enrolments.filter(state=ES.ENROLLED).count()
        if enrolment.quota is None or taken >= session.seats:
            raise Refused(f"本班名额已满，{enrolment.learner.name}不能录取。")
    return enrolment


@transaction.atomic
def select_enrolments(enrolments: Iterable[Enrolment], *, by: User, at: datetime) -> int:
    """The same for several; all of them or none. Returns how many."""
    rows = list(enrolments)
    for row in rows:
        select_enrolment(row, by=by, at=at)
    return len(rows)


@transaction.atomic
def withdraw_enrolment(
    enrolment: Enrolment, *, by: User | None, at: datetime, reason: str
) -> Enrolment:
    """Step back; the seat goes to who waits longest, of the same school first. ``by`` None is the
    register, in which the learner left the service."""
    if not reason.strip():
        raise Incomplete("请写明退出原因。")
    session = locked(enrolment.session)
    with acting(T.WITHDRAW, enrolment, by=by, at=at, reason=reason) as enrolment:
        if session.state not in {S.ANNOUNCED, S.CLOSED}:
            raise Refused("班次已经结束，不能退出。")
        quota, enrolment.quota = enrolment.quota, None
    is_pooled = quota is not None and session.recalled_at is not None
    if is_pooled and not _waiting(session).filter(filer=quota.unit).exists():
        return_seat(quota)
    promote(session, at=at)
    return enrolment


def give_back_seats(learners: Iterable[int], *, at: datetime) -> None:
    """Withdraw those who are no longer in service from every session to come: the seat goes to who
    waits, and the school is told. ``learners`` are ids."""
    rows = Enrolment.objects.not_withdrawn().filter(
        learner__in=learners,
        session__state__in=(S.ANNOUNCED, S.CLOSED),
        session__since__gt=timezone.localtime(at).date(),
    )
    for row in rows.select_related("session", "learner"):
        withdraw_enrolment(row, by=None, at=at, reason=row.learner.get_status_display())


def _waiting(session: TrainingSession):
    return Enrolment.objects.filter(session=session, state=ES.WAITING).order_by("id")


def promote(session: TrainingSession, *, at: datetime) -> int:
    """Move up who waits, longest first, as far as there are seats; returns how many."""
    moved = 0
    for row in _waiting(session).select_related("filer__area", "learner", "session"):
        if free_quota(session, row.filer) or has_pool(session):
            select_enrolment(row, by=None, at=at)
            moved += 1
    return moved


def recall_training_session(
    session: TrainingSession, *, by: User | None, at: datetime
) -> TrainingSession:
    """Bring back the seats that no school uses, and give them to who waits; ``by`` None is the
    timer. Doing it again does nothing more."""
    details: dict = {}
    with transaction.atomic():
        with acting(ST.RECALL, session, by=by, at=at, details=details) as session:
            before = seats_given(session)
            take_back(session)
            session.recalled_at = session.recalled_at or at
            details["seats"] = [str(before), str(seats_given(session))]
        promote(session, at=at)
    return session


def turn_sessions(*, at: datetime) -> int:
    """What the calendar does to sessions: recall on its day, close after the last one; returns how
    many steps were done. A missed day is caught up, a second run does nothing more."""
    today = timezone.localtime(at).date()
    announced = TrainingSession.objects.filter(state=S.ANNOUNCED)
    recalls = list(announced.filter(recall_on__lte=today, recalled_at=None))
    for session in recalls:
        recall_training_session(session, by=None, at=at)
    over = list(announced.filter(enrolment_closes_on__lt=today))
    for session in over:
        close_training_session(session, by=None, at=at)
    return len(recalls) + len(over)
