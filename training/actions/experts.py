"""The expert team, what learners want, and what they say afterwards."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from pueredu.accounts.models import User
from pueredu.kit.errors import Incomplete, Refused
from pueredu.notices.acts import acting
from training.enums import SessionState
from training.models import (
    Direction,
    Enrolment,
    Evaluation,
    Expert,
    Learner,
    NeedsAnswer,
    TrainingSession,
)
from training.queries import attended_at, year_of


def add_expert(expert: Expert, *, by: User, at: datetime) -> Expert:
    """Appoint somebody for a term."""
    with acting("add", expert, by=by, at=at) as saved:
        return saved


def change_expert(expert: Expert, words: Mapping, *, by: User, at: datetime) -> Expert:
    """Other ``words`` (fields by name)."""
    with acting("change", expert, by=by, at=at) as expert:
        for name, value in words.items():
            setattr(expert, name, value)
    return expert


@transaction.atomic
def assign_experts(
    session: TrainingSession, experts: Iterable[Expert], *, by: User, at: datetime
) -> list[Expert]:
    """These experts teach the session and no others. Refused outside a term; somebody who is
    elsewhere at that time is only flagged."""
    wanted = {row.pk: row for row in experts}
    for row in wanted.values():
        if not row.since <= session.since <= session.until <= row.until:
            raise Refused(f"{row.name}的聘期不包括这个班次的时间。")
    now = {row.pk: row for row in session.experts.all()}
    for pk in wanted.keys() ^ now.keys():
        expert, is_new = (wanted | now)[pk], pk in wanted
        pair = ["", str(session)] if is_new else [str(session), ""]
        with acting("change", expert, by=by, at=at, details={"授课班次": pair}) as expert:
            (expert.sessions.add if is_new else expert.sessions.remove)(session)
    return list(wanted.values())


@transaction.atomic
def answer_needs(
    learner: Learner, directions: Iterable[Direction], *, by: User, at: datetime, today
) -> NeedsAnswer:
    """State the directions wanted this year; a second answer takes the place of the first."""
    directions = list(directions)
    if not directions:
        raise Incomplete("请至少选择一个方向。")
    year = year_of(today)
    answer = NeedsAnswer.objects.filter(learner=learner, year=year).first()
    verb = "change" if answer else "add"
    answer = answer or NeedsAnswer(learner=learner, year=year, answered_at=at)
    answer.school_id, answer.county_id = learner.school_id, learner.county_id
    names = "、".join(row.title for row in directions)
    with acting(verb, answer, by=by, at=at, details={"方向": ["", names]}) as saved:
        saved.answered_at = at
    saved.directions.set(directions)
    return saved


def add_evaluation(enrolment: Enrolment, marks: Mapping, *, by: User, at: datetime) -> Evaluation:
    """Three marks, once, by who was there. Refused before the end and for who was absent."""
    if enrolment.session.state != SessionState.HELD:
        raise Refused("班次结束后再评价。")
    if not attended_at(enrolment):
        raise Refused("没有参加这个班次，不能评价。")
    if Evaluation.objects.filter(enrolment=enrolment).exists():
        raise Refused("您已经评价过这个班次。")
    evaluation = Evaluation(enrolment=enrolment, evaluated_at=at, **marks)
    with acting("add", evaluation, by=by, at=at) as saved:
        return saved
