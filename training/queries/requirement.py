"""What is required in a training year: the dated Figures, and each learner's as one expression.

``required_of`` computes it in the database for any set of learners; ``own_terms`` is its twin for
one, which says why. A test compares the two.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import (
    Case,
    DecimalField,
    Expression,
    F,
    FilteredRelation,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import (
    Cast,
    Coalesce,
    ExtractMonth,
    ExtractYear,
    Greatest,
    JSONObject,
    Least,
    Round,
)

from pueredu.calendar.models import Figure
from pueredu.calendar.queries import NoFigure
from training.enums import AdjustmentReason, LearnerKind, LearnerStatus
from training.models import Adjustment, Learner, Placement, TrainingYear
from training.queries.deadlines import day_of

HOURS = DecimalField(max_digits=10, decimal_places=1)
EXACT = DecimalField(max_digits=20, decimal_places=8)
OWN_HOURS = {  # of a reason: its hours, and whether they come on top of the year's
    AdjustmentReason.TRIAL: ("training.new_teacher_hours", "training.new_teacher_added"),
    AdjustmentReason.NEW_PRINCIPAL: (
        "training.new_principal_hours",
        "training.new_principal_added",
    ),
}
YEARLY, STAGES = "training.required_hours", "training.bound_stages"
PRORATES = "training.prorate_mid_year"
FILING = "training.filing_due"
CYCLE, HEADS_CYCLE = "training.five_year_hours", "training.principal_five_year_hours"
FIGURES = (
    YEARLY, STAGES, PRORATES, CYCLE, HEADS_CYCLE, FILING,
    *(key for keys in OWN_HOURS.values() for key in keys),
)  # fmt: skip


@dataclass(frozen=True)
class Requirement:
    """The Figures of one training year. Provisional when the hours or the 学段 are."""

    year: TrainingYear
    figures: dict[str, Figure] = field(repr=False)

    @property
    def hours(self) -> Decimal:
        """Of a whole year, for whom it binds."""
        return Decimal(str(self.figures[YEARLY].value))

    @property
    def stages(self) -> tuple[str, ...]:
        return tuple(self.figures[STAGES].value)

    def own_hours(self, reason: str) -> Figure:
        """What a reason of WITH_OWN_HOURS brings, over all its months."""
        return self.figures[OWN_HOURS[AdjustmentReason(reason)][0]]

    def is_added(self, reason: str) -> bool:
        """Whether its hours come on top of the year's, or stand for them in its months."""
        return self.is_on(OWN_HOURS[AdjustmentReason(reason)][1])

    @property
    def is_provisional(self) -> bool:
        return self.figures[YEARLY].is_provisional or self.figures[STAGES].is_provisional

    @property
    def months(self) -> int:
        """Of the training year."""
        return month_of(self.year.ends_on) - month_of(self.year.starts_on) + 1

    @property
    def filing_due(self) -> date:
        """The day by which the schools have filed."""
        return day_of(self.year.starts_on, self.figures[FILING].value)

    def is_on(self, key: str) -> bool:
        return bool(self.figures[key].value)

    def cycle_hours(self, learner: Learner) -> Figure:
        """The Figure of five years, which school heads have of their own."""
        is_head = learner.kind == LearnerKind.SCHOOL_HEAD
        return self.figures[HEADS_CYCLE if is_head else CYCLE]

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
    return Requirement(year, figures)


def current_requirement(today: date) -> Requirement | None:
    """``requirement`` of the year that contains ``today``, with the year in the same query; None
    without one, or while a Figure is missing."""
    row = JSONObject(id="id", year="year", starts_on="starts_on", ends_on="ends_on")
    years = TrainingYear.objects.containing(today).values(row=row)[:1]
    rows = Figure.objects.in_force(today).filter(key__in=FIGURES).annotate(of=Subquery(years))
    figures = {row.key: row for row in rows}
    if len(figures) < len(FIGURES) or figures[YEARLY].of is None:
        return None
    found = figures[YEARLY].of
    days = {name: date.fromisoformat(found[name]) for name in ("starts_on", "ends_on")}
    return Requirement(TrainingYear(**{**found, **days}), figures)


def month_of(day: date) -> int:
    """Months since the year 0: what is counted by months is a difference of two of these."""
    return day.year * 12 + day.month


def with_totals(learners, rule: Requirement):
    """``learners`` with ``counted``, the recognised total of the year (0 without any),
    ``required`` (None for whom it does not bind) and ``gap``, negative when more than required."""
    return learners.annotate(
        of_year=FilteredRelation("years", condition=Q(years__year=rule.year)),
        counted=Coalesce("of_year__hours", Value(Decimal(0)), output_field=HOURS),
        required=required_of(rule),
        gap=F("required") - F("counted"),
    )


def bound_by(rule: Requirement) -> Q:
    """``Learner.objects.bound`` as a condition."""
    active = Q(status=LearnerStatus.ACTIVE) & ~Q(kind=LearnerKind.OFFICIAL)
    return active & Q(stage__in=rule.stages)


def required_of(rule: Requirement) -> Expression:
    """The hours that each learner of a query owes in the year. Nearly everybody owes the whole:
    the two sets of those who may owe another number are small, and read once."""
    adjusted = Adjustment.objects.in_force().touching(rule.year).order_by().values("learner")
    has_own_terms = Q(pk__in=adjusted)
    if rule.is_on(PRORATES):
        came = Placement.objects.filter(since__gt=rule.year.starts_on).order_by()
        has_own_terms |= Q(pk__in=came.values("learner"))
    return Case(
        When(~bound_by(rule), then=None),
        When(has_own_terms, then=_own_hours(rule)),
        default=Value(rule.hours),
        output_field=HOURS,
    )


def _own_hours(rule: Requirement) -> Expression:
    months = Value(rule.months) - _sum_of(rule, _taken_off(rule))
    if rule.is_on(PRORATES):
        late = _month(_entered(rule, "pk")) - Value(month_of(rule.year.starts_on))
        months -= Coalesce(Greatest(late, Value(0)), Value(0))
    yearly = Greatest(Cast(months, EXACT), Value(Decimal(0)), output_field=EXACT)
    yearly *= Value(rule.hours, EXACT) / Value(Decimal(rule.months), EXACT)
    return Round(yearly + _sum_of(rule, _own_share(rule)), precision=1, output_field=HOURS)


def entered(learner, ends_on):
    """The day on which the learner came to the city's schools, the last time until ``ends_on``: a
    row of ``day``, none without a placement. Grouped, so that the database reads the learner's few
    rows and not all days in order."""
    rows = Placement.objects.entering().filter(learner=learner).order_by().values("learner")
    last = Max("since", filter=Q(since__lte=ends_on))
    return rows.annotate(day=Coalesce(last, Min("since"))).values("day")


def _entered(rule: Requirement, learner: str) -> Subquery:
    return Subquery(entered(OuterRef(learner), rule.year.ends_on))


def _month(day) -> Expression:
    return ExtractYear(day) * Value(12) + ExtractMonth(day)


def _sum_of(rule: Requirement, amount: Expression) -> Expression:
    """``amount`` over the learner's adjustments of the year; ``inside`` are a row's months in it."""
    since = [F("since"), Value(rule.year.starts_on)]
    if rule.is_on(PRORATES):
        since.append(_entered(rule, "learner"))
    last = _month(Least("until", Value(rule.year.ends_on)))
    inside = Greatest(last - _month(Greatest(*since)) + Value(1), Value(0))
    rows = Adjustment.objects.in_force().touching(rule.year).filter(learner=OuterRef("pk"))
    rows = rows.annotate(inside=Cast(inside, EXACT)).order_by().values("learner")
    total = rows.annotate(total=Sum(amount, output_field=EXACT)).values("total")
    return Coalesce(Subquery(total), Value(Decimal(0)), output_field=EXACT)


def _taken_off(rule: Requirement) -> Expression:
    """Months off; hours of their own take their months only where they are not added."""
    own = [
        When(reason=reason, then=Value(Decimal(0), EXACT) if rule.is_added(reason) else F("inside"))
        for reason in OWN_HOURS
    ]
    share = F("inside") * F("percent") / Value(Decimal(100), EXACT)
    return Case(*own, default=share, output_field=EXACT)


def _own_share(rule: Requirement) -> Expression:
    """The hours that a trial or a new post brings into the year: of all its hours, by months."""
    whole = Cast(_month(F("until")) - _month(F("since")) + Value(1), EXACT)
    own = [
        When(
            reason=reason, then=F("inside") * Value(_decimal(rule.own_hours(reason)), EXACT) / whole
        )
        for reason in OWN_HOURS
    ]
    return Case(*own, default=Value(Decimal(0), EXACT), output_field=EXACT)


def _decimal(figure: Figure) -> Decimal:
    return Decimal(str(figure.value))
