"""Whether a batch may pass: what of it was drawn, what was found, what is still to be looked at."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from pueredu.calendar.queries import values
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from training.enums import BatchState as S
from training.enums import CheckTier, CheckVerdict, TrainingLevel
from training.models import (
    HoursBatch,
    HoursClaim,
    Objection,
    RuleVersion,
    SampleCheck,
    SampledClaim,
)
from training.queries.plans import unplanned_batches

FIGURES = (
    "training.sample_share",
    "training.sample_minimum",
    "training.city_check_levels",
    "training.hours_per_day_max",
    "training.unplanned_blocks",
)
WAITS_FOR = {CheckTier.COUNTY: S.FILED, CheckTier.CITY: S.VERIFIED}
TIER_OF = {state: tier for tier, state in WAITS_FOR.items()}


@dataclass(frozen=True)
class Sampling:
    """How much is drawn, which levels of event each tier looks at (the level above its own), how
    many hours a day can have, and whether what was not planned beforehand is held back."""

    share: Decimal
    minimum: int
    city_levels: frozenset[str]
    hours_a_day: Decimal
    is_planned_only: bool = False

    @property
    def is_off(self) -> bool:
        return not self.share and not self.minimum

    def levels(self, tier: str) -> list[str]:
        """The levels of event whose evidence this tier looks at; none when nothing is sampled."""
        if self.is_off:
            return []
        is_city = tier == CheckTier.CITY
        return [level for level in TrainingLevel.values if (level in self.city_levels) == is_city]

    def size(self, population: int) -> int:
        """How many of so many are drawn, rounded up."""
        return min(population, max(ceil(population * self.share), self.minimum))


def sampling(today: date) -> Sampling:
    """The Figures in force; one query."""
    found = values(FIGURES, today)
    share, minimum, levels, hours, planned_only = (found[key] for key in FIGURES)
    return Sampling(
        Decimal(str(share)), int(minimum), frozenset(levels), Decimal(str(hours)), planned_only
    )


def claims_to_sample(batches, tier: str, rule: Sampling):
    """The lines of these batches whose evidence the tier looks at. An organiser's list that the
    city itself had is its evidence."""
    return (
        HoursClaim.objects.counting()
        .filter(batch__in=batches, level__in=rule.levels(tier))
        .exclude(batch__unit__area__kind=UnitKind.CITY)
    )


def faulty_before(claims, sample: SampleCheck):
    """Of these lines those that no row of ``sample`` has, and whose learner had this event found
    not in order in an earlier draw: in the list that came back, was undone, or was thrown away."""
    found = SampledClaim.objects.filter(
        verdict=CheckVerdict.NOT_IN_ORDER,
        learner=OuterRef("learner"),
        event_key=OuterRef("event_key"),
    )
    drawn = sample.rows.exclude(claim=None).values("claim")
    return claims.filter(Exists(found)).exclude(pk__in=drawn)


def reasons_not_passed(batches, tier: str, rule: Sampling) -> dict[int, str]:
    """Why each batch may not be verified (county) or recognised (city) yet, in a sentence; empty
    when it may. One query, however many there are."""
    rows = _judged(batches, rule.levels(tier))
    if rule.is_planned_only and tier == CheckTier.COUNTY:
        rows = rows.annotate(is_unplanned=Exists(unplanned_batches([OuterRef("pk")])))
    return {row.pk: _why_unplanned(row) or _reason(row) for row in rows}


def _why_unplanned(row) -> str:
    return "校本研修未列入备案计划" if getattr(row, "is_unplanned", False) else ""


def _judged(batches, levels):
    mine = Q(sampled__sample=F("sample"))
    claims = HoursClaim.objects.counting().filter(batch=OuterRef("pk"), level__in=levels)
    disputes = Objection.objects.open().filter(batch=OuterRef("pk"))
    return (
        HoursBatch.objects.filter(pk__in=batches)
        .order_by("pk")
        .annotate(
            looked=Count("sampled", filter=mine),
            unchecked=Count("sampled", filter=mine & Q(sampled__verdict="")),
            failed=Count("sampled", filter=mine & Q(sampled__verdict=CheckVerdict.NOT_IN_ORDER)),
            lines=_number_of(claims.exclude(batch__unit__area__kind=UnitKind.CITY)),
            disputes=_number_of(disputes),
        )
    )


def _number_of(rows) -> Coalesce:
    return Coalesce(
        Subquery(rows.order_by().values("batch").annotate(n=Count("pk")).values("n")), 0
    )


def _reason(row) -> str:
    if row.disputes:
        return f"有 {row.disputes} 条异议没有处理"
    if row.lines and row.sample_id is None:
        return "还没有抽查"
    if row.unchecked:
        return f"抽中的还有 {row.unchecked} 条没有核查"
    if row.failed and row.looked < row.lines:
        return f"抽查有 {row.failed} 条不符合，请退回完善或全部核查"
    if row.failed and row.failed == row.claim_count:
        return "全部核查后没有一条符合，请退回完善"
    return ""


@dataclass(frozen=True)
class JudgedBatch:
    """A batch of a draw, and what keeps it back."""

    batch: HoursBatch
    reason: str


def batches_of_sample(sample: SampleCheck, today: date) -> list[JudgedBatch]:
    """The batches that wait for this draw now; those that went on are not among them."""
    rows = list(sample.batches.with_units().order_by("county_id", "school_id", "id"))
    reasons = reasons_not_passed([row.pk for row in rows], sample.tier, sampling(today))
    return [JudgedBatch(row, reasons[row.pk]) for row in rows]


def rows_for(sample: SampleCheck, user):
    """The drawn lines of batches that still wait for this draw and that somebody else filed and
    verified: nobody looks at the evidence of the own."""
    rows = sample.rows.filter(batch__sample=sample)
    return rows.exclude(batch__filed_by=user).exclude(batch__verified_by=user)


def lines_to_check(sample: SampleCheck, user) -> list[SampledClaim]:
    """``rows_for`` this person by batch, with their evidence."""
    rows = rows_for(sample, user).select_related(
        "batch__school", "claim__activity", "claim__learner", "claim__school", "claim__certificate"
    )
    rows = rows.prefetch_related("batch__attachments", "claim__certificate__attachments")
    return list(rows.order_by("batch__school__precedence", "batch_id", "id"))


def area_of_checker(user) -> Unit:
    """The area in which this person draws samples."""
    organs = Unit.objects.permitted(user, "training.add_sample_check")
    return organs.select_related("area").order_by("precedence", "id")[0].area


def evidence_asked(today: date) -> dict[tuple[str, str], str]:
    """What the rules in force ask as evidence, by form and level; one query."""
    rules = RuleVersion.objects.in_force(today)
    return {(rule.form, rule.level): rule.evidence for rule in rules}
