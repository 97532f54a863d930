"""What a proof of hours says, and whether the ledger still says it."""

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db.models import Q, Sum

from training.models import Adjustment, HoursProof, LedgerEntry, TrainingYear
from training.queries.requirement import Requirement, entered, requirement
from training.queries.terms import own_terms

CYCLE_YEARS = 5
# whom a code that nobody has leads to, so that the same work is done for it
NOBODY = HoursProof(learner_id=0, year_id=0, issued_at=datetime(2000, 1, 1, tzinfo=UTC))


def proofable_years(today: date) -> list[TrainingYear]:
    """The years of the cycle that have begun, this one first."""
    return list(TrainingYear.objects.filter(starts_on__lte=today).order_by("-year")[:CYCLE_YEARS])


def facts_for_proof(proof: HoursProof, today: date) -> dict:
    """What is printed, as JSON: numbers are texts, so that they stay what they were."""
    learner, rule = proof.learner, requirement(proof.year, today)
    hours, credit = defaultdict(Decimal), Decimal(0)
    for row in _entries(proof).select_related("direction").order_by("direction__id", "id"):
        hours[row.direction.title] += row.counted_hours
        credit += row.credits
    required, is_provisional = _required(proof, rule)
    return {
        "name": learner.name,
        "school": learner.school.name,
        "years": f"{proof.year.year - CYCLE_YEARS + 1}至{proof.year}" if proof.is_cycle else str(proof.year),
        "directions": [[title, str(counted)] for title, counted in hours.items() if counted],
        "hours": str(sum(hours.values(), Decimal(0))),
        "credits": str(credit),
        "required": None if required is None else str(required),
        "is_provisional": is_provisional,
        "as_of": today.isoformat(),
    }  # fmt: skip


def _required(proof: HoursProof, rule: Requirement) -> tuple[Decimal | None, bool]:
    learner = proof.learner
    if proof.is_cycle:
        figure = rule.cycle_hours(learner)
        return Decimal(str(figure.value)), figure.is_provisional
    came = next(iter(entered(learner, proof.year.ends_on)), None)
    rows = Adjustment.objects.in_force().touching(proof.year).filter(learner=learner)
    terms = own_terms(learner, rule, came and came["day"], list(rows))
    return terms.required, terms.is_provisional


def _entries(proof: HoursProof):
    rows = LedgerEntry.objects.filter(learner=proof.learner_id)
    if proof.is_cycle:
        last = proof.year.year
        return rows.filter(year__year__gt=last - CYCLE_YEARS, year__year__lte=last)
    return rows.filter(year=proof.year_id)


def proof_of(code_hashes: list[str]) -> HoursProof | None:
    """The proof with one of these hashes of its code; one query."""
    return (
        HoursProof.objects.filter(code_hash__in=code_hashes)
        .select_related("year", "learner")
        .first()
    )


def hours_now(proof: HoursProof | None) -> Decimal:
    """What is left today of the hours that the proof counted: later reversals of them come off,
    what was recognised later does not count. One query, also for None."""
    proof = proof or NOBODY
    counted = Q(recognised_at__lte=proof.issued_at)
    counted |= Q(reversal_of__recognised_at__lte=proof.issued_at)
    return _entries(proof).filter(counted).aggregate(n=Sum("counted_hours"))["n"] or Decimal(0)
