"""Totals of the year that name nobody: needs, evaluations, the fund; and summaries that are owed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.urls import reverse

from pueredu.calendar.queries import value
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from training.enums import FundKind, SessionState, SummaryState
from training.models import (
    CountySummary,
    Direction,
    Enrolment,
    Evaluation,
    Expert,
    FundEntry,
    NeedsAnswer,
    Programme,
    TrainingSession,
    TrainingYear,
)
from training.queries.deadlines import day_of
from training.queries.owing import Heap, Step
from training.queries.rolls import called_slots, slots_of

FUND, DUE, LEAST = (
    "measures.training_fund", "training.summary_due", "training.evaluation_min_cell",
)  # fmt: skip
TEN_THOUSAND = Decimal(10000)  # the letter counts the fund in 万元
SOON, LATE = timedelta(days=30), timedelta(days=120)


def fund_of(year: TrainingYear) -> Decimal:
    """The training fund of the year in 元."""
    return Decimal(str(value(FUND, year.starts_on))) * TEN_THOUSAND


def planned_of(year: TrainingYear) -> Decimal:
    rows = FundEntry.objects.filter(programme__year=year, kind=FundKind.PLANNED)
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def fund_by_programme(year: TrainingYear):
    """The programmes of a year with ``planned`` and ``spent``."""

    def of(kind):
        return Sum("fund_entries__amount", filter=Q(fund_entries__kind=kind), default=Decimal(0))

    rows = Programme.objects.filter(year=year)
    return rows.annotate(planned=of(FundKind.PLANNED), spent=of(FundKind.ACTUAL)).order_by("id")


def attended_at(enrolment: Enrolment) -> bool:
    """Whether the rolls saw this person at least once."""
    called = called_slots(enrolment.session).values()
    return len(slots_of(enrolment.session)) > sum(enrolment.pk in away for away in called)


def evaluation_of(session: TrainingSession, today: date) -> str:
    """Means of the three marks in a sentence; too few answers say nothing of anybody."""
    rows = Evaluation.objects.filter(enrolment__session=session)
    found = rows.aggregate(
        n=Count("pk"), content=Avg("content"), teaching=Avg("teaching"), service=Avg("service")
    )
    least = value(LEAST, today)
    if found["n"] < least:
        return f"不足 {least} 人，不显示"
    marks = "，".join(
        f"{label} {found[name]:.1f}"
        for name, label in (("content", "内容"), ("teaching", "讲授"), ("service", "组织"))
    )
    return f"{found['n']} 人，满分 5：{marks}"


@dataclass(frozen=True)
class Needs:
    """How many at one place want each direction (by its id)."""

    place: str
    people: int
    wanted: dict[int, int]


def needs_by_place(user, year: TrainingYear) -> tuple[list[Direction], list[Needs]]:
    """By 县(区), for who sees one 县(区) by school; three queries."""
    rows = NeedsAnswer.objects.visible_to(user).filter(year=year).order_by()
    counties = set(rows.values_list("county", flat=True).distinct()[:2])
    place = "county" if len(counties) > 1 else "school"
    names = (f"{place}__precedence", f"{place}__short_name")
    counted = rows.values(*names, "directions").annotate(n=Count("pk")).order_by(*names)
    found: dict[str, dict[int, int]] = {}
    for row in counted:
        found.setdefault(row[names[1]], {})[row["directions"]] = row["n"]
    people = dict(rows.values(names[1]).annotate(n=Count("pk")).values_list(names[1], "n"))
    return list(Direction.objects.all()), [
        Needs(name, people[name], wanted) for name, wanted in found.items()
    ]


def clashes_of(expert: Expert) -> list[str]:
    """Pairs of sessions at one time that this expert teaches; reads prefetched sessions."""
    rows = [row for row in expert.sessions.all() if row.state != SessionState.CANCELLED]
    rows.sort(key=lambda row: (row.since, row.pk))
    return [
        f"{one}与{other}时间重叠"
        for n, one in enumerate(rows)
        for other in rows[n + 1 :]
        if other.since <= one.until
    ]


def summary_years(today: date):
    """The training years whose summary is on: from a month before the end to some months after."""
    return TrainingYear.objects.filter(ends_on__lte=today + SOON, ends_on__gte=today - LATE)


def _silent(units, today: date):
    """The county bureaus of ``units`` that owe the summary of a year that is on."""
    given = CountySummary.objects.filter(county=OuterRef(OuterRef("area")), year=OuterRef("pk"))
    years = summary_years(today).filter(~Exists(given))
    bureaus = units.filter(kind=UnitKind.EDUCATION_BUREAU, area__kind=UnitKind.COUNTY)
    first = years.order_by("year").values("starts_on")[:1]
    return bureaus.annotate(year_from=Subquery(first)).filter(year_from__isnull=False)


def summaries_owed(today: date) -> Iterator[tuple[Unit, date]]:
    """Every county bureau that owes a summary, with the date."""
    for unit in _silent(Unit.objects.all(), today).select_related("area"):
        yield unit, day_of(unit.year_from, value(DUE, unit.year_from))


def summary_steps(user, today: date) -> list[Step | Heap]:
    """The own summary near its date, and those that wait for the city's comment."""
    mine = Unit.objects.permitted(user, "training.add_county_summary")
    answers = CountySummary.objects.permitted(user, "training.comment_county_summary")
    return [
        Step(
            "年度培训总结待报送：{title}", "去报送", _silent(mine, today), F("area__short_name"),
            lambda _pk: reverse("training:county-summary-add"), F("year_from"), DUE,
        ),
        Heap(
            "{n} 份县(区)培训总结待反馈", "去反馈", answers.filter(state=SummaryState.SUBMITTED),
            lambda _pk: reverse("training:county-summary-list"),
            due_on="", place="county", is_awaited=True,
        ),
    ]  # fmt: skip
