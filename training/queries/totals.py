"""Totals of schools and counties against the dated requirement: counts, never a ranking."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import (
    Count,
    DecimalField,
    FilteredRelation,
    Max,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from pueredu.calendar.models import Figure
from pueredu.calendar.queries import NoFigure
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from training.enums import BatchState as S
from training.enums import LearnerKind, LearnerStatus
from training.models import HoursBatch, Learner, TrainingYear

HOURS = DecimalField(max_digits=10, decimal_places=1)
FIGURES = ("training.required_hours", "training.bound_stages")


@dataclass(frozen=True)
class Requirement:
    """Yearly hours and the 学段 that they bind; provisional when either Figure is."""

    hours: Decimal
    stages: tuple[str, ...]
    is_provisional: bool

    def binds(self, learner: Learner) -> bool:
        """The twin of ``Learner.objects.bound`` for one learner."""
        return (
            learner.status == LearnerStatus.ACTIVE
            and learner.kind != LearnerKind.OFFICIAL
            and learner.stage in self.stages
        )


def requirement(year: TrainingYear, today: date) -> Requirement:
    """The Figures in force on ``today``, or at the near end of ``year`` when today lies outside;
    one query. Raises NoFigure."""
    on = min(max(today, year.starts_on), year.ends_on)
    figures = {row.key: row for row in Figure.objects.in_force(on).filter(key__in=FIGURES)}
    missing = [key for key in FIGURES if key not in figures]
    if missing:
        raise NoFigure(f"参数 {'、'.join(missing)} 在 {on} 没有数值，请在「参数」中录入。")
    return Requirement(
        Decimal(str(figures[FIGURES[0]].value)),
        tuple(figures[FIGURES[1]].value),
        any(row.is_provisional for row in figures.values()),
    )


def with_totals(learners, year: TrainingYear):
    """``learners`` with ``counted``, their recognised total of the year (0 without any)."""
    return learners.annotate(
        of_year=FilteredRelation("years", condition=Q(years__year=year)),
        counted=Coalesce("of_year__hours", Value(Decimal(0)), output_field=HOURS),
    )


@dataclass
class SchoolHours:
    """One filing school, its points included. ``met`` and ``short`` are of those bound by the
    requirement; ``draft``, ``posted``, ``filed`` and ``verified`` count open batches."""

    school: Unit
    learners: int = 0
    bound: int = 0
    met: int = 0
    hours: Decimal = Decimal(0)
    draft: int = 0
    posted: int = 0
    filed: int = 0
    verified: int = 0
    recognised: int = 0
    undone: int = 0
    last_filed_at: object = None

    @property
    def short(self) -> int:
        return self.bound - self.met

    @property
    def has_filed(self) -> bool:
        """Whether anything of the year ever left the school."""
        return bool(self.filed or self.verified or self.recognised)


def hours_by_school(
    user, year: TrainingYear, rule: Requirement, county: Unit | None = None
) -> list[SchoolHours]:
    """The filing schools within sight, in official order; three queries."""
    learners = Learner.objects.visible_to(user)
    batches = HoursBatch.objects.visible_to(user).filter(year=year, school__isnull=False)
    if county is not None:
        learners, batches = learners.filter(county=county), batches.filter(county=county)
    counts = {row["school"]: row for row in _counted(learners, year, rule, "school")}
    steps = {row["school"]: row for row in _steps(batches)}
    units = Unit.objects.select_related("parent").in_bulk({*counts, *steps})
    found: dict[int, SchoolHours] = {}
    for unit in units.values():
        filer = unit.parent if _files_for(unit) else unit
        row = found.setdefault(filer.pk, SchoolHours(filer))
        _add(row, counts.get(unit.pk, {}), steps.get(unit.pk, {}))
    return sorted(found.values(), key=lambda row: (row.school.precedence, row.school.code))


def _files_for(unit: Unit) -> bool:
    return unit.parent is not None and unit.parent.kind == UnitKind.CENTRAL_SCHOOL


def _add(row: SchoolHours, counts: dict, steps: dict) -> None:
    for name in ("learners", "bound", "met", "hours"):
        setattr(row, name, getattr(row, name) + counts.get(name, 0))
    for state in S.values:
        setattr(row, state, getattr(row, state) + steps.get(state, 0))
    row.last_filed_at = max(filter(None, [row.last_filed_at, steps.get("last")]), default=None)


def _counted(learners, year: TrainingYear, rule: Requirement, by: str) -> Iterable[dict]:
    rows = with_totals(learners, year).order_by().values(by)
    return rows.annotate(**_sums(rule))


def _sums(rule: Requirement) -> dict:
    active = Q(status=LearnerStatus.ACTIVE)
    bound = active & ~Q(kind=LearnerKind.OFFICIAL) & Q(stage__in=rule.stages)
    return {
        "learners": Count("pk", filter=active),
        "bound": Count("pk", filter=bound),
        "met": Count("pk", filter=bound & Q(of_year__hours__gte=rule.hours)),
        "hours": Coalesce(Sum("of_year__hours"), Value(Decimal(0)), output_field=HOURS),
    }


def _steps(batches) -> Iterable[dict]:
    by_state = {state: Count("pk", filter=Q(state=state)) for state in S.values}
    return batches.order_by().values("school").annotate(**by_state, last=Max("filed_at"))


@dataclass(frozen=True)
class CountyHours:
    """One 县(区) on a day; ``hours`` is the recognised total of its learners."""

    county: Unit
    learners: int
    bound: int
    met: int
    hours: Decimal
    as_of: date
    open_batches: int = field(default=0)

    @property
    def short(self) -> int:
        return self.bound - self.met

    @property
    def is_county(self) -> bool:
        """False for the row of what stands directly under the city."""
        return self.county.kind == UnitKind.COUNTY

    @property
    def percent_met(self) -> int:
        """Whole percent of those bound, rounded down; 0 when nobody is bound."""
        return self.met * 100 // self.bound if self.bound else 0


def hours_by_county(
    user, today: date, year: TrainingYear | None = None, rule: Requirement | None = None
) -> list[CountyHours]:
    """Each 县(区) within sight (and the city for what stands directly under it), in official
    order; two queries besides year and requirement. Empty when no training year contains
    ``today``."""
    year = year or TrainingYear.objects.containing(today).first()
    if year is None:
        return []
    learners = Learner.objects.visible_to(user)
    rows = _counted(learners, year, rule or requirement(year, today), "county")
    counts = {row["county"]: row for row in rows}
    waiting = HoursBatch.objects.visible_to(user).filter(year=year, county=OuterRef("pk")).open()
    number = waiting.order_by().values("county").annotate(n=Count("pk")).values("n")
    counties = Unit.objects.filter(pk__in=counts).annotate(waiting=Coalesce(Subquery(number), 0))
    return [
        CountyHours(
            county=county,
            as_of=today,
            open_batches=county.waiting,
            **{name: counts[county.pk][name] for name in ("learners", "bound", "met", "hours")},
        )
        for county in counties.order_by("precedence", "code")
    ]


def hours_total(learners, year: TrainingYear, rule: Requirement) -> dict:
    """``learners``, ``bound``, ``met``, ``short`` and ``hours`` of any set of learners; one query."""
    found = with_totals(learners.order_by(), year).aggregate(**_sums(rule))
    return {**found, "short": found["bound"] - found["met"]}
