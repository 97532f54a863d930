"""Programmes and sessions: announced with their dates, changed, cancelled, confirmed by the city."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.calendar.queries import add_working_days, values
from pueredu.kit.errors import Incomplete, Refused
from pueredu.notices.acts import acting
from training.actions.session_pulls import pull_session
from training.enums import SessionState as S
from training.enums import SessionTransition as T
from training.models import Programme, RuleVersion, SeatQuota, TrainingSession
from training.queries import no_rule, slots_missing, why_not_announced

DATES = ("training.quota_days", "training.recall_days", "training.session_confirm_days")
MOVES = ("since", "until", "place")


def add_programme(programme: Programme, *, by: User, at: datetime) -> Programme:
    """Register a programme of the year. Refused for a form and level that no rule counts."""
    _check_rule(programme)
    with acting("add", programme, by=by, at=at) as saved:
        return saved


def change_programme(programme: Programme, words: Mapping, *, by: User, at: datetime) -> Programme:
    """Other ``words`` (fields by name)."""
    with acting("change", programme, by=by, at=at) as programme:
        for name, value in words.items():
            setattr(programme, name, value)
        _check_rule(programme)
    return programme


def _check_rule(programme: Programme) -> None:
    rules = RuleVersion.objects.in_force(programme.year.starts_on)
    kind = (programme.form, programme.level)
    if not any((rule.form, rule.level) == kind for rule in rules):
        raise no_rule()


def add_training_session(session: TrainingSession, *, by: User, at: datetime) -> TrainingSession:
    """Begin a session; nobody sees a seat of it before it is announced."""
    with acting("add", session, by=by, at=at) as saved:
        return saved


def change_training_session(
    session: TrainingSession, words: Mapping, *, by: User, at: datetime
) -> TrainingSession:
    """Other ``words``. Everybody enrolled is told of another date or place. Refused once it is
    over, and for fewer seats than were given away."""
    with acting("change", session, by=by, at=at) as session:
        if session.state in {S.HELD, S.CANCELLED}:
            raise Refused("班次已经结束，不能修改。")
        before = [getattr(session, name) for name in MOVES]
        for name, value in words.items():
            setattr(session, name, value)
        session.is_moved = before != [getattr(session, name) for name in MOVES]
        given = seats_given(session)
        if session.seats < given:
            raise Refused(f"名额已分出 {given} 个，不能少于这个数；请先调减各县(区)的名额。")
        if session.state != S.DRAFT:
            _put_dates(session, at)
    return session


def seats_given(session: TrainingSession) -> int:
    """How many seats the areas have of a session."""
    rows = SeatQuota.objects.of_areas().filter(session=session)
    return rows.aggregate(n=Sum("seats"))["n"] or 0


def announce_training_session(
    session: TrainingSession, *, by: User, at: datetime
) -> TrainingSession:
    """Open the enrolment: 县(区) with seats are told. Raises Incomplete while no seat is given
    or the last day to enrol is over."""
    with acting(T.ANNOUNCE, session, by=by, at=at) as session:
        today = timezone.localtime(at).date()
        if reason := why_not_announced(session, seats_given(session), today):
            raise Incomplete(f"{reason}。")
        _put_dates(session, at)
    return session


def _put_dates(session: TrainingSession, at: datetime) -> None:
    today = timezone.localtime(at).date()
    quota, recall, confirm = (values(DATES, today)[key] for key in DATES)
    session.recall_on = add_working_days(session.enrolment_closes_on, -recall)
    due = session.quota_due_on or add_working_days(today, quota)
    session.quota_due_on = min(due, session.recall_on)
    session.confirm_due_on = add_working_days(session.until, confirm)


def close_training_session(
    session: TrainingSession, *, by: User | None, at: datetime
) -> TrainingSession:
    """End the enrolment; ``by`` None is the timer after the last day. Who waits still moves up."""
    with acting(T.CLOSE, session, by=by, at=at) as session:
        return session


def cancel_training_session(
    session: TrainingSession, *, by: User, at: datetime, reason: str
) -> TrainingSession:
    """Call it off; everybody enrolled or waiting and their schools are told."""
    if not reason.strip():
        raise Incomplete("请写明取消原因。")
    with acting(T.CANCEL, session, by=by, at=at, reason=reason) as session:
        session.cancel_reason = reason.strip()[:200]
    return session


def confirm_training_session(
    session: TrainingSession, *, by: User, at: datetime
) -> TrainingSession:
    """Stand for the attendance, which is claimed as hours at once. Refused before its last day;
    raises Incomplete while a roll was not called."""
    with transaction.atomic():
        with acting(T.CONFIRM, session, by=by, at=at) as session:
            if timezone.localtime(at).date() < session.until:
                raise Refused("还没有到结班日期，不能确认。")
            if missing := slots_missing(session):
                words = "、".join(slot.label for slot in missing[:6])
                raise Incomplete(f"还有 {len(missing)} 次没有签到：{words}。")
            session.confirmed_by, session.confirmed_at = by, at
        pull_session(session, at=at)
    return session
