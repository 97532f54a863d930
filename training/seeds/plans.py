"""Yearly plans of the demonstration: most registered in March, some waiting, returned or missing."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from pueredu.units.enums import Tier, UnitKind
from pueredu.units.models import Unit
from training.enums import PlanState as S
from training.models import Direction, PlanLine, TrainingPlan, TrainingYear

WEEK = timedelta(days=7)
COMMENT = "请补充班级管理方向的校本研修。（演示）"
# title, direction, form, level, month, hours
SCHOOL = (
    ("课程标准学习", "knowledge", "school_based_training", "school", 3, 6),
    ("课堂教学诊断", "ability", "school_based_training", "school", 4, 9),
    ("班级管理经验交流", "class_management", "teaching_research", "school", 5, 6),
    ("单元整体教学", "ability", "school_based_training", "school", 9, 9),
    ("师德师风专题讲座", "ethics", "lecture", "school", 10, 4),
)
BUREAU = (
    ("骨干教师专题培训", "ability", "face_to_face", "county", 7, 18),
    ("学科教研活动", "knowledge", "teaching_research", "county", 10, 8),
)


def seed_plans(year: TrainingYear, posts, at: datetime) -> None:
    """Set-based: one plan a school, county bureau and the city's; every eleventh school has none,
    every seventh waits to be registered, every thirteenth was sent back."""
    plans = []
    for n, school in enumerate(posts.schools):
        if n % 11 != 10:
            plans.append(_plan(n, school, year, posts, at))
    bureaus = Unit.objects.filter(kind=UnitKind.EDUCATION_BUREAU).select_related("area")
    for n, bureau in enumerate(bureaus.order_by("area__precedence")):
        plans.append(_plan(7 if n == 3 else 1, bureau, year, posts, at))
    TrainingPlan.objects.bulk_create(plans)
    directions = {row.code: row for row in Direction.objects.all()}
    PlanLine.objects.bulk_create(
        _line(plan, words, directions)
        for plan in plans
        for words in (SCHOOL if plan.tier == Tier.SCHOOL else BUREAU)
    )


def _plan(n: int, unit: Unit, year: TrainingYear, posts, at: datetime) -> TrainingPlan:
    today = timezone.localtime(at).date()
    plan = TrainingPlan(unit=unit, year=year, tier=unit.tier, county_id=unit.area_id)
    plan.filed_by = posts.filers.get(unit.pk) or posts.planners.get(unit.pk)
    plan.filed_at, plan.state = at - 8 * WEEK, S.REGISTERED
    if n % 13 == 12:
        plan.state, plan.return_comment = S.DRAFT, COMMENT
        plan.filed_by = plan.filed_at = None
        plan.due_on = today + WEEK
    elif n % 7 == 0 and n:
        plan.state, plan.filed_at, plan.due_on = S.FILED, at - WEEK, today + WEEK
    else:
        plan.registered_at = at - 7 * WEEK
        plan.registered_by = posts.registrar_of(unit)
    return plan


def _line(plan: TrainingPlan, words: tuple, directions: dict) -> PlanLine:
    title, direction, form, level, month, hours = words
    return PlanLine(
        plan=plan,
        title=title,
        direction=directions[direction],
        form=form,
        level="city" if plan.tier == "city" and level == "county" else level,
        month=month,
        hours=Decimal(hours),
        audience="teacher",
    )
