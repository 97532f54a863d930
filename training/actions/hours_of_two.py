"""The hours of two records of one person: an event of both is one, the ledger is only added to."""

from copy import copy
from dataclasses import dataclass, field
from datetime import datetime

from training.actions.claims import duplicate_of
from training.actions.counts import count_all
from training.actions.ledger import carry, opposite_of, take_off
from training.enums import OPEN_STATES
from training.models import Certificate, HoursBatch, HoursClaim, Learner, LedgerEntry


@dataclass
class Carried:
    """What goes to ``kept``: claims that are not recognised move, recognised ones are entered
    anew. ``own`` are the lines of the kept record that count, by event."""

    kept: Learner
    at: datetime
    reason: str
    own: dict[str, HoursClaim]
    recognised: set[int]
    entries: list[int] = field(default_factory=list)
    claims: list[int] = field(default_factory=list)

    def enter_anew(self, claim: HoursClaim, entry: LedgerEntry) -> None:
        """Reverse at the duplicate; a new line of the same list for the kept record, unless that
        has the event recognised itself."""
        twin = self.own.get(claim.event_key)
        if twin and twin.pk not in self.recognised:
            _make_void(twin, claim)
            twin = None
        opposite = opposite_of(entry, at=self.at, reason=self.reason)
        take_off(opposite)
        opposite.save()
        attendance = claim.attendance_id
        HoursClaim.objects.filter(pk=claim.pk).update(
            attendance_id=None if not twin else attendance
        )
        if not twin:
            new = _copy_for(self.kept, claim)
            Certificate.objects.filter(claim=claim.pk).update(claim=new)
            self.entries.append(entry.pk)
            self.claims.append(new.pk)

    def move(self, claim: HoursClaim) -> None:
        """A line that nobody recognised goes over; the second line of one event does not count."""
        twin = None if claim.is_void else self.own.get(claim.event_key)
        if twin:
            _make_void(claim, twin)
        HoursClaim.objects.filter(pk=claim.pk).update(learner=self.kept)


def carry_hours(learner: Learner, kept: Learner, *, at: datetime) -> None:
    """Everything that ``learner`` has in lists and in the ledger; totals go along, and the lists
    that are still open are counted anew. The caller holds the lock of the ledger."""
    reason = f"登记合并到 {kept.code}"
    live = {row.claim_id: row for row in _live(learner)}
    past = set(LedgerEntry.objects.filter(learner=learner).values_list("claim_id", flat=True))
    own = {row.event_key: row for row in kept.claims.counting().select_related("batch")}
    recognised = {row.claim_id for row in _live(kept)}
    carried = Carried(kept, at, reason, own, recognised)
    claims = list(learner.claims.select_related("batch").order_by("held_on", "pk"))
    for claim in claims:
        if claim.pk in live:
            carried.enter_anew(claim, live[claim.pk])
        elif claim.pk not in past:
            carried.move(claim)
    carry(carried.entries, carried.claims, at=at)
    _count_open([*claims, *own.values()])


def _live(learner: Learner):
    return LedgerEntry.objects.filter(learner=learner, reversal_of=None, reversal=None)


def _make_void(claim: HoursClaim, other: HoursClaim) -> None:
    HoursClaim.objects.filter(pk=claim.pk).update(
        is_void=True, void_reason=duplicate_of(other.batch.title)
    )


def _copy_for(kept: Learner, claim: HoursClaim) -> HoursClaim:
    new = copy(claim)
    new.pk, new._state = None, copy(claim._state)
    new._state.adding = True
    new.learner = kept
    new.save()
    return new


def _count_open(claims: list[HoursClaim]) -> None:
    batches = {claim.batch_id for claim in claims}
    rows = HoursBatch.objects.filter(pk__in=batches, state__in=OPEN_STATES)
    count_all(list(rows.values_list("pk", flat=True)))
