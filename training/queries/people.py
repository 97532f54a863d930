"""One learner's year: hours by direction against the own requirement, and five years back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from pueredu.calendar.models import Figure
from training.enums import BatchState
from training.models import (
    Adjustment,
    Direction,
    HoursClaim,
    Learner,
    LearnerYear,
    LedgerEntry,
    TrainingYear,
)
from training.queries.deadlines import no_year
from training.queries.fitting import AS_JSON, MOST_FITTING, OpenSession, open_sessions_for
from training.queries.outlook import outlook, pace_of
from training.queries.requirement import HOURS, entered, requirement
from training.queries.terms import OwnTerms, own_terms

NONE = Decimal(0)
ON_THEIR_WAY = (BatchState.POSTED, BatchState.FILED, BatchState.VERIFIED)
CYCLE_YEARS = 5
FACTS = ("reason", "since", "until", "percent", "authority", "decided_on")


@dataclass(frozen=True)
class DirectionHours:
    """``counted`` is recognised; ``waiting`` is posted or filed and not yet recognised, in claimed hours."""

    title: str
    counted: Decimal
    waiting: Decimal
    sessions: tuple[OpenSession, ...] = ()


@dataclass(frozen=True)
class Cycle:
    """The last five training years (rolling, this one included) against their Figure; ``years``
    are those that are registered, as ``hours`` of each, this one first."""

    figure: Figure
    years: list[TrainingYear]

    @property
    def counted(self) -> Decimal:
        return sum((year.hours for year in self.years), NONE)

    @property
    def required(self) -> Decimal:
        return Decimal(str(self.figure.value))

    @property
    def gap(self) -> Decimal:
        return max(self.required - self.counted, NONE)

    @property
    def is_whole(self) -> bool:
        """Whether there are records of all five years."""
        return len(self.years) == CYCLE_YEARS


@dataclass(frozen=True)
class YearOfLearner:
    """``terms`` say what is required and why; ``outlook`` says in words what is missing and where
    the pace leads; ``uncounted`` are the lines that are kept and do not count."""

    year: TrainingYear
    terms: OwnTerms
    cycle: Cycle
    counted: Decimal
    waiting: Decimal
    outlook: list[str]
    directions: list[DirectionHours]
    entries: list[LedgerEntry]
    claims: list[HoursClaim]
    uncounted: list[HoursClaim]

    @property
    def required(self) -> Decimal | None:
        """None means that the requirement does not bind this learner."""
        return self.terms.required

    @property
    def is_provisional(self) -> bool:
        return self.terms.is_provisional

    @property
    def gap(self) -> Decimal | None:
        """Hours still missing, never negative; None when nothing is required."""
        return None if self.required is None else max(self.required - self.counted, NONE)

    @property
    def missing_directions(self) -> list[str]:
        """The directions without any hour recognised or on its way."""
        return [row.title for row in self.directions if not row.counted and not row.waiting]

    @property
    def fitting(self) -> list[OpenSession]:
        """Open sessions that fit the gap: of the directions still empty, else of the weakest; none
        for whom nothing is missing."""
        empty = [row for row in self.directions if row.title in self.missing_directions]
        if not empty and not self.gap:
            return []
        rows = empty or sorted(self.directions, key=lambda row: row.counted + row.waiting)
        return [one for row in rows for one in row.sessions][:MOST_FITTING]


def year_of_learner(learner: Learner, today: date) -> YearOfLearner:
    """One learner's training year with its rows: at most a few dozen a year; five queries. Raises
    Refused when no training year contains ``today``."""
    years = _years(learner, today)
    year = years[0]
    entries = list(
        LedgerEntry.objects.of_year(learner, year).select_related(
            "claim__activity", "direction", "school"
        )
    )
    lines = _lines(learner, year)
    claims = [row for row in lines if not row.is_void]
    rule = requirement(year, today)
    terms = own_terms(learner, rule, year.entered, _adjustments(year))
    counted = {pk: sum(rows) for pk, rows in _by_direction(entries, "counted_hours").items()}
    waiting = {pk: sum(rows) for pk, rows in _by_direction(claims, "hours").items()}
    done, under_way = sum(counted.values(), NONE), sum(waiting.values(), NONE)
    return YearOfLearner(
        year=year,
        terms=terms,
        cycle=Cycle(rule.cycle_hours(learner), years),
        counted=done,
        waiting=under_way,
        outlook=_outlook(terms, done, under_way, pace_of(year, today, year.entered)),
        directions=_directions(learner, counted, waiting, today),
        entries=entries,
        claims=claims,
        uncounted=[row for row in lines if row.is_void],
    )


def _outlook(terms: OwnTerms, done: Decimal, under_way: Decimal, pace) -> list[str]:
    if terms.required is None:
        return []
    return outlook(terms.required - done, under_way, done, pace)


def _directions(learner: Learner, counted, waiting, today: date) -> list[DirectionHours]:
    """With the open sessions of each, in the same query."""
    fits = open_sessions_for(learner, today).filter(direction=OuterRef("pk"))
    rows = Direction.objects.for_audience(learner.audience)
    rows = rows.annotate(fits=ArraySubquery(fits.values(row=AS_JSON)))
    return [
        DirectionHours(
            row.title,
            counted.get(row.pk, NONE),
            waiting.get(row.pk, NONE),
            tuple(OpenSession.of(one) for one in row.fits),
        )
        for row in rows
    ]


def _years(learner: Learner, today: date) -> list[TrainingYear]:
    """The year of ``today`` and those of the cycle before it with the learner's ``hours``; each
    also brings the facts that the requirement needs, so that they cost no query of their own."""
    own = LearnerYear.objects.filter(learner=learner, year=OuterRef("pk"))
    facts = Adjustment.objects.in_force().filter(
        learner=learner, since__lte=OuterRef("ends_on"), until__gte=OuterRef("starts_on")
    )
    years = TrainingYear.objects.filter(starts_on__lte=today).annotate(
        hours=Coalesce(Subquery(own.values("hours")), Value(NONE), output_field=HOURS),
        entered=Subquery(entered(learner, OuterRef("ends_on"))),
        facts=ArraySubquery(facts.values(row=JSONObject(**{name: name for name in FACTS}))),
    )
    found = list(years.order_by("-year")[:CYCLE_YEARS])
    if not found or found[0].ends_on < today:
        raise no_year(today)
    return [year for year in found if year.year > found[0].year - CYCLE_YEARS]


def _adjustments(year: TrainingYear) -> list[Adjustment]:
    """The adjustments that came with the year, as records that are not to be saved."""
    return [Adjustment(**{**row, **_dates(row)}) for row in year.facts]


def _dates(row: dict) -> dict[str, date]:
    return {name: date.fromisoformat(row[name]) for name in ("since", "until", "decided_on")}


def _lines(learner: Learner, year: TrainingYear) -> list[HoursClaim]:
    lines = HoursClaim.objects.filter(
        Q(is_void=True) | Q(batch__state__in=ON_THEIR_WAY), learner=learner, batch__year=year
    )
    return list(lines.select_related("activity", "direction", "batch"))


def _by_direction(rows, column: str) -> dict[int, list[Decimal]]:
    found: dict[int, list[Decimal]] = {}
    for row in rows:
        found.setdefault(row.direction_id, []).append(getattr(row, column))
    return found


def own_learner(user) -> Learner | None:
    """The learner that this account is; None for people who are none."""
    return Learner.objects.filter(user=user).select_related("school", "county").first()


def learners_by_code(codes: Iterable[str]) -> dict[str, Learner]:
    """Learners by their code, also by one that was merged into another; codes that nobody has are
    missing from the answer."""
    rows = Learner.objects.filter(code__in=set(codes)).select_related("merged_into")
    return {row.code: row.merged_into or row for row in rows}
