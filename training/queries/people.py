"""One learner's year: hours by direction against the dated requirement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from training.enums import BatchState, LearnerKind, LearnerStatus
from training.models import Direction, HoursClaim, Learner, LedgerEntry, TrainingYear
from training.queries.totals import requirement

NONE = Decimal(0)


@dataclass(frozen=True)
class DirectionHours:
    """``counted`` is recognised; ``waiting`` is filed and not yet recognised, in claimed hours."""

    title: str
    counted: Decimal
    waiting: Decimal


@dataclass(frozen=True)
class YearOfLearner:
    """``required`` None means that the requirement does not bind this learner."""

    year: TrainingYear
    required: Decimal | None
    is_provisional: bool
    counted: Decimal
    waiting: Decimal
    directions: list[DirectionHours]

    @property
    def gap(self) -> Decimal | None:
        """Hours still missing, never negative; None when nothing is required."""
        return None if self.required is None else max(self.required - self.counted, NONE)

    @property
    def missing_directions(self) -> list[str]:
        """The directions without any hour recognised or on its way."""
        return [row.title for row in self.directions if not row.counted and not row.waiting]


def year_of_learner(learner: Learner, year: TrainingYear, today: date) -> YearOfLearner:
    """Sums of one learner; four queries."""
    counted = _sums(LedgerEntry.objects.of_year(learner, year), "counted_hours")
    waiting = _sums(
        HoursClaim.objects.filter(
            learner=learner,
            batch__year=year,
            batch__state__in=[BatchState.FILED, BatchState.VERIFIED],
        ),
        "hours",
    )
    rule = requirement(year, today)
    binds = (
        learner.status == LearnerStatus.ACTIVE
        and learner.kind != LearnerKind.OFFICIAL
        and learner.stage in rule.stages
    )
    return YearOfLearner(
        year=year,
        required=rule.hours if binds else None,
        is_provisional=rule.is_provisional,
        counted=sum(counted.values(), NONE),
        waiting=sum(waiting.values(), NONE),
        directions=[
            DirectionHours(row.title, counted.get(row.pk, NONE), waiting.get(row.pk, NONE))
            for row in Direction.objects.for_audience(learner.audience)
        ],
    )


def _sums(rows, column: str) -> dict[int, Decimal]:
    return dict(rows.order_by().values_list("direction").annotate(total=Sum(column)))


def own_learner(user) -> Learner | None:
    """The learner that this account is; None for people who are none."""
    return Learner.objects.filter(user=user).select_related("school", "county").first()


def learners_by_code(codes: Iterable[str]) -> dict[str, Learner]:
    """Learners by their code; codes that nobody has are missing from the answer."""
    return {row.code: row for row in Learner.objects.filter(code__in=set(codes))}
