"""A yearly plan: drawn up by its unit, filed upwards, registered by the tier above."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.calendar.queries import add_working_days, value
from pueredu.kit.errors import Incomplete, Refused
from pueredu.notices.acts import acting
from training.enums import PlanState as S
from training.enums import PlanTransition as T
from training.models import PlanLine, TrainingPlan
from training.queries import plan_due

FIELDS = ("title", "form", "level", "direction", "month", "hours", "audience")


def add_training_plan(plan: TrainingPlan, *, by: User | None, at: datetime) -> TrainingPlan:
    """Begin the plan of ``plan.unit`` for ``plan.year``; what it planned the year before is copied,
    to be changed."""
    plan.due_on = plan_due(plan.unit.tier, plan.year)
    with transaction.atomic():
        with acting("add", plan, by=by, at=at) as saved:
            pass
        last = {"plan__unit": plan.unit, "plan__year__year": plan.year.year - 1}
        _put(saved, PlanLine.objects.filter(**last))
    return saved


def change_training_plan(
    plan: TrainingPlan, lines: Iterable[PlanLine], *, by: User | None, at: datetime
) -> TrainingPlan:
    """Give a draft these lines in place of those it has. Refused once it is filed."""
    details: dict = {}
    with acting("change", plan, by=by, at=at, details=details) as plan:
        if plan.state != S.DRAFT:
            raise Refused("计划已经上报，不能修改；需要调整的请备案单位退回。")
        before = _words(plan)
        plan.lines.all().delete()
        _put(plan, lines)
        details["培训项目"] = [before, _words(plan)]
    return plan


def file_training_plan(plan: TrainingPlan, *, by: User | None, at: datetime) -> TrainingPlan:
    """Hand the plan to the tier above. Raises Incomplete for a plan without lines."""
    with acting(T.FILE, plan, by=by, at=at) as plan:
        if not plan.lines.exists():
            raise Incomplete("计划中还没有任何培训项目，请先填写。")
        today = timezone.localtime(at).date()
        plan.filed_by, plan.filed_at, plan.return_comment = by, at, ""
        plan.due_on = add_working_days(today, value("training.plan_register_days", today))
    return plan


def register_training_plan(plan: TrainingPlan, *, by: User, at: datetime) -> TrainingPlan:
    """Register it: from now on its trainings count as planned. Refused for who filed it."""
    with acting(T.REGISTER, plan, by=by, at=at) as plan:
        if plan.filed_by_id == by.pk:
            raise Refused("上报人不能备案自己的计划，请换一位同志备案。")
        plan.registered_by, plan.registered_at, plan.due_on = by, at, None
    return plan


def return_training_plan(plan: TrainingPlan, *, by: User, at: datetime, text: str) -> TrainingPlan:
    """Give it back (「请修改完善」), also a registered one that has to change in the year."""
    if not text.strip():
        raise Incomplete("请写明需要完善的内容。")
    with acting(T.RETURN, plan, by=by, at=at, reason=text) as plan:
        today = timezone.localtime(at).date()
        plan.return_comment = text.strip()
        plan.filed_by = plan.filed_at = plan.registered_by = plan.registered_at = None
        plan.due_on = add_working_days(today, value("training.return_days", today))
    return plan


def _put(plan: TrainingPlan, lines: Iterable[PlanLine]) -> None:
    PlanLine.objects.bulk_create(
        PlanLine(plan=plan, **{name: getattr(line, name) for name in FIELDS}) for line in lines
    )


def _words(plan: TrainingPlan) -> str:
    return "；".join(f"{line.month}月 {line.title} {line.hours}" for line in plan.lines.all())
