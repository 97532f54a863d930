"""One learner's year: hours by direction against the dated requirement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from training.enums import BatchState
from training.models import Direction, HoursClaim, Learner, LedgerEntry, TrainingYear
from training.queries.totals import requirement

NONE = Decimal(0)
ON_THEIR_WAY = (BatchState.POSTED, BatchState.FILED, BatchState.VERIFIED)


@dataclass(frozen=True)
class DirectionHours:
    """``counted`` is recognised; ``waiting`` is posted or filed and not yet recognised, in claimed hours."""

    title: str
    counted: Decimal
    waiting: Decimal


@dataclass(frozen=True)
class YearOfLearner:
    """``required`` None means that the requirement does not bind this learner; ``uncounted`` are
    the lines that are kept and do not count."""

    year: TrainingYear
    required: Decimal | None
    is_provisional: bool
    counted: Decimal
    waiting: Decimal
    directions: list[DirectionHours]
    entries: list[LedgerEntry]
    claims: list[HoursClaim]
    uncounted: list[HoursClaim]

    @property
    def gap(self) -> Decimal | None:
        """Hours still missing, never negative; None when nothing is required."""
        return None if self.required is None else max(self.required - self.counted, NONE)

    @property
    def missing_directions(self) -> list[str]:
        """The directions without any hour recognised or on its way."""
        return [row.title for row in self.directions if not row.counted and not row.waiting]


def year_of_learner(learner: Learner, year: TrainingYear, today: date) -> YearOfLearner:
    """One learner's year with its rows: at most a few dozen a year; four queries."""
    entries = list(
        LedgerEntry.objects.of_year(learner, year).select_related(
            "claim__activity", "direction", "school"
        )
    )
    lines = HoursClaim.objects.filter(
        Q(is_void=True) | Q(batch__state__in=ON_THEIR_WAY), learner=learner, batch__year=year
    )
    lines = list(lines.select_related("activity", "direction", "batch"))
    claims = [row for row in lines if not row.is_void]
    rule = requirement(year, today)
    counted = {pk: sum(rows) for pk, rows in _by_direction(entries, "counted_hours").items()}
    waiting = {pk: sum(rows) for pk, rows in _by_direction(claims, "hours").items()}
    return YearOfLearner(
        year=year,
        required=rule.hours if rule.binds(learner) else None,
        is_provisional=rule.is_provisional,
        counted=sum(counted.values(), NONE),
        waiting=sum(waiting.values(), NONE),
        directions=[
            DirectionHours(row.title, counted.get(row.pk, NONE), waiting.get(row.pk, NONE))
            for row in Direction.objects.for_audience(learner.audience)
        ],
        entries=entries,
        claims=claims,
        uncounted=[row for row in lines if row.is_void],
    )


def _by_direction(rows, column: str) -> dict[int, list[Decimal]]:
    found: dict[int, list[Decimal]] = {}
    for row in rows:
        found.setdefault(row.direction_id, []).append(getattr(row, column))
    return found


def own_learner(user) -> Learner | None:
    """The learner that this account is; None for people who are none."""
    return Learner.objects.filter(user=user).select_related("school", "county").first()


def learners_by_code(codes: Iterable[str]) -> dict[str, Learner]:
    """Learners by their code; codes that nobody has are missing from the answer."""
    return {row.code: row for row in Learner.objects.filter(code__in=set(codes))}
