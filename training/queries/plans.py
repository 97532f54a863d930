"""Who plans for which unit, whose plan is missing, and what took place without standing in one."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, F, Min, OuterRef, Q, Subquery
from django.urls import reverse

from pueredu.loop.owed import OpenRows
from pueredu.units.enums import SCHOOL_KINDS, Tier, UnitKind
from pueredu.units.models import Unit
from training.enums import PlanState as S
from training.enums import TrainingForm
from training.models import HoursBatch, Learner, PlanLine, TrainingPlan, TrainingYear
from training.queries.deadlines import deadline
from training.queries.owing import Heap, Step

DUE = {
    Tier.SCHOOL: "training.plan_due",
    Tier.COUNTY: "training.county_plan_due",
    Tier.CITY: "training.county_plan_due",
}
LIST = "training:training-plan-list"
UNPLANNED = "未列入备案计划：校本研修须事前备案，本单位这一年度没有已备案的校本研修计划。"


def plan_due(tier: str, year: TrainingYear) -> date:
    """By when a unit of this tier files its plan of ``year``."""
    return deadline(year, DUE[Tier(tier)])


def planning_units(user):
    """The units for which this person plans, a 中心学校 standing for its points."""
    own = Unit.objects.permitted(user, "training.add_training_plan")
    return own.exclude(parent__in=own.filter(kind=UnitKind.CENTRAL_SCHOOL).values("pk"))


def _without_plan(units, today: date):
    """Those of ``units`` that have handed in no plan for the year of ``today``, with the year."""
    years = TrainingYear.objects.containing(today)
    done = TrainingPlan.objects.handed_in().filter(unit=OuterRef("pk"), year__in=years)
    rows = units.annotate(year_from=Subquery(years.values("starts_on")[:1]))
    return rows.filter(~Exists(done), year_from__isnull=False)


def plan_steps(user, today: date) -> list[Step | Heap]:
    """The own plan that is not handed in yet, and those that wait to be registered."""
    mine = TrainingPlan.objects.permitted(user, "training.register_training_plan")
    missing = _without_plan(planning_units(user), today)
    is_school = Q(kind__in=SCHOOL_KINDS)
    return [
        *(
            Step(
                words="年度培训计划待上报备案：{title}",
                verb="编制上报",
                rows=missing.filter(of_tier),
                title=F("short_name"),
                url=_plan_url,
                due_on=F("year_from"),
                figure=DUE[tier],
            )
            for of_tier, tier in ((is_school, Tier.SCHOOL), (~is_school, Tier.COUNTY))
        ),
        Heap(
            words="{n} 份年度培训计划待备案",
            verb="去备案",
            rows=mine.filter(state=S.FILED),
            place="unit",
            url=lambda _pk: f"{reverse(LIST)}?state={S.FILED}",
            is_awaited=True,
        ),
    ]


def _plan_url(pk: int) -> str:
    return f"{reverse('training:training-plan-add')}?unit={pk}"


def open_plans(user) -> OpenRows:
    """Plans within sight that wait to be registered."""
    return OpenRows(
        label="培训计划待备案",
        url=f"{reverse(LIST)}?state={S.FILED}",
        rows=TrainingPlan.objects.visible_to(user).filter(state=S.FILED),
        title="unit__short_name",
        due_on="due_on",
    )


def plans_due(today: date) -> Iterator[tuple[Unit, date]]:
    """Every unit that owes its plan of this year, with the date: the schools that file, and the
    bureaus; what was returned by its own date."""
    year = TrainingYear.objects.containing(today).first()
    if year is None:
        return
    returned = dict(
        TrainingPlan.objects.filter(year=year, state=S.DRAFT).values_list("unit", "due_on")
    )
    dates = {tier: plan_due(tier, year) for tier in DUE}
    for unit in _without_plan(_planners(), today).select_related("area"):
        yield unit, returned.get(unit.pk) or dates[unit.tier]


def _planners():
    rows = Learner.objects.active().order_by()
    pairs = rows.values_list("school", "school__parent", "school__parent__kind").distinct()
    ids = {up if kind == UnitKind.CENTRAL_SCHOOL else school for school, up, kind in pairs}
    bureaus = Unit.objects.filter(kind=UnitKind.EDUCATION_BUREAU)
    return Unit.objects.filter(pk__in=ids) | bureaus


def registrations_due() -> Iterator[TrainingPlan]:
    """For each tier and 县(区) the filed plan that has waited longest: one message for all."""
    filed = TrainingPlan.objects.filter(state=S.FILED).order_by()
    firsts = filed.values("county", "tier").annotate(first=Min("pk")).values("first")
    yield from TrainingPlan.objects.filter(pk__in=firsts).with_units()


def planned(batch: str):
    """The registered lines of 校本研修 of the school and year of a batch, as a subquery."""
    return PlanLine.objects.filter(
        plan__state=S.REGISTERED,
        plan__unit=OuterRef(f"{batch}school"),
        plan__year=OuterRef(f"{batch}year"),
        form=TrainingForm.SCHOOL_BASED,
    )


def unplanned_batches(batches):
    """Those of ``batches`` in which a school has 校本研修 that stands in no registered plan."""
    rows = HoursBatch.objects.filter(pk__in=batches, school__isnull=False)
    held = rows.filter(claims__form=TrainingForm.SCHOOL_BASED, claims__is_void=False)
    return held.filter(~Exists(planned(""))).distinct()
