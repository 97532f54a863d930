"""The same verbs for everything that waits: set-based, with one entry in the audit."""

import hashlib
from collections import Counter
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.audit.actions import remember
from pueredu.kit.names import audit_verb, permission
from pueredu.notices.actions import post as post_messages
from pueredu.notices.models import Message
from pueredu.units.access.holders import capacity_of
from pueredu.units.access.registry import grants_of
from pueredu.units.models import Membership
from training.actions.ledger import recognise
from training.actions.striking import strike
from training.enums import BatchState as S
from training.enums import CheckTier
from training.enums import HoursBatchTransition as T
from training.models import HoursBatch
from training.notices import HoursBatchRecognised
from training.queries import next_due, reasons_not_passed, sampling


@transaction.atomic
def verify_hours_batches(batches, *, by: User, at: datetime) -> int:
    """Verify every filed batch of the queryset that this person may and did not file, and whose
    sample is in order; returns how many. The rest stays as it is: ``reasons_not_passed`` says why."""
    rows = list(locked_batches(batches, T.VERIFY, S.FILED, by).exclude(filed_by=by))
    today = timezone.localtime(at).date()
    rows = _passed(rows, CheckTier.COUNTY, today)
    dates = {year: next_due(S.VERIFIED, year, today) for year in {row.year for row in rows}}
    for row in rows:
        row.state, row.verified_by, row.verified_at = S.VERIFIED, by, at
        row.due_on, row.sample = dates[row.year], None
    fields = ["state", "verified_by", "verified_at", "due_on", "sample"]
    HoursBatch.objects.bulk_update(rows, fields)
    return remember_batches(T.VERIFY, rows, by=by, at=at)


@transaction.atomic
def recognise_hours_batches(batches, *, by: User, at: datetime) -> int:
    """Recognise every verified batch of the queryset that this person may and neither filed nor
    verified, and that waits for no sample of the city; returns how many. One statement enters
    them all."""
    mine = locked_batches(batches, T.RECOGNISE, S.VERIFIED, by)
    rows = list(mine.exclude(filed_by=by).exclude(verified_by=by))
    rows = _passed(rows, CheckTier.CITY, timezone.localtime(at).date())
    if not rows:
        return 0
    recognise([row.pk for row in rows], at=at)
    for row in rows:
        row.state, row.recognised_by, row.recognised_at = S.RECOGNISED, by, at
        row.due_on = row.sample = None
    fields = ["state", "recognised_by", "recognised_at", "due_on", "sample"]
    HoursBatch.objects.bulk_update(rows, fields)
    _tell_schools(rows, at=at)
    return remember_batches(T.RECOGNISE, rows, by=by, at=at)


def _passed(rows: list[HoursBatch], tier: str, today: date) -> list[HoursBatch]:
    """Those whose sample lets them pass; what it found not in order is struck from them."""
    reasons = reasons_not_passed([row.pk for row in rows], tier, sampling(today))
    passed = [row for row in rows if not reasons[row.pk]]
    strike([row.pk for row in passed])
    return passed


def locked_batches(batches, verb: T, state: S, by: User):
    """The batches of the queryset in this state over which the person holds the verb."""
    permitted = batches.filter(
        pk__in=HoursBatch.objects.permitted(by, permission(verb, HoursBatch)).values("pk")
    )
    rows = (
        permitted.filter(state=state)
        .select_for_update(of=("self",), no_key=True)
        .select_related("year", "county")
    )
    return rows.order_by("pk")


def remember_batches(verb: T, rows: list[HoursBatch], *, by: User, at: datetime) -> int:
    """One entry for each 县(区) with the digest of its rows."""
    by_county: dict[int, list[HoursBatch]] = {}
    for row in rows:
        by_county.setdefault(row.county_id, []).append(row)
    for group in by_county.values():
        ids = ",".join(str(row.pk) for row in group)
        post = capacity_of(by, permission(verb, HoursBatch), group[0])
        remember(
            audit_verb(verb, HoursBatch),
            group[0].county,
            by=by,
            at=at,
            post=post.label,
            on_behalf_of=post.on_behalf_of,
            changes={
                "rows": [str(len(group)), hashlib.sha256(ids.encode()).hexdigest()],
                "batches": ["", ids],
            },
        )
    return len(rows)


def _tell_schools(rows: list[HoursBatch], *, at: datetime) -> None:
    """One message a filer for all batches of the school: asking for the holders of every batch
    would take longer than recognising them."""
    counts = Counter(row.school_id for row in rows if row.school_id)
    roles = [grant.holder for grant in grants_of(HoursBatchRecognised.to)]
    posts = Membership.objects.in_force(timezone.localtime(at).date()).filter(
        unit__in=counts, role__in=roles, user__is_active=True
    )
    filers = {(post.user, post.unit_id) for post in posts.select_related("user")}
    post_messages(
        [
            Message(
                recipient=user,
                kind=HoursBatchRecognised.__name__,
                title=HoursBatchRecognised.title_of_many(counts[school]),
                reason=HoursBatchRecognised.reason,
                url=f"{reverse('training:hours-batch-list')}?state={S.RECOGNISED}",
                created_at=at,
            )
            for user, school in sorted(filers, key=lambda pair: (pair[1], pair[0].pk))
        ],
        at=at,
    )
