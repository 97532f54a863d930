"""The same verbs for everything that waits: set-based, with one entry in the audit."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.audit.actions import remember
from pueredu.kit.names import audit_verb, permission
from pueredu.notices.actions import tell
from pueredu.units.access.holders import post_for
from training.actions.ledger import recognise
from training.enums import BatchState as S
from training.enums import HoursBatchTransition as T
from training.models import HoursBatch
from training.queries import next_due


@transaction.atomic
def verify_hours_batches(batches, *, by: User, at: datetime) -> int:
    """Verify every filed batch of the queryset that this person may and did not file; returns how
    many. The rest stays as it is."""
    rows = _locked(batches, T.VERIFY, S.FILED, by).exclude(filed_by=by)
    today = timezone.localtime(at).date()
    rows = list(rows)
    for row in rows:
        row.state, row.verified_by, row.verified_at = S.VERIFIED, by, at
        row.due_on = next_due(S.VERIFIED, row.year, today)
    HoursBatch.objects.bulk_update(rows, ["state", "verified_by", "verified_at", "due_on"])
    return _remembered(T.VERIFY, rows, by=by, at=at)


@transaction.atomic
def recognise_hours_batches(batches, *, by: User, at: datetime) -> int:
    """Recognise every verified batch of the queryset that this person may and neither filed nor
    verified; returns how many. One statement enters them all."""
    rows = (
        _locked(batches, T.RECOGNISE, S.VERIFIED, by).exclude(filed_by=by).exclude(verified_by=by)
    )
    rows = list(rows)
    if not rows:
        return 0
    recognise([row.pk for row in rows], at=at)
    for row in rows:
        row.state, row.recognised_by, row.recognised_at, row.due_on = S.RECOGNISED, by, at, None
    HoursBatch.objects.bulk_update(rows, ["state", "recognised_by", "recognised_at", "due_on"])
    return _remembered(T.RECOGNISE, rows, by=by, at=at)


def _locked(batches, verb: T, state: S, by: User):
    permitted = batches.filter(
        pk__in=HoursBatch.objects.permitted(by, permission(verb, HoursBatch)).values("pk")
    )
    rows = (
        permitted.filter(state=state)
        .select_for_update(of=("self",))
        .select_related("year", "county")
    )
    return rows.order_by("pk")


def _remembered(verb: T, rows: list[HoursBatch], *, by: User, at: datetime) -> int:
    """One entry for each 县(区) with the digest of its rows; the schools are told."""
    by_county: dict[int, list[HoursBatch]] = {}
    for row in rows:
        by_county.setdefault(row.county_id, []).append(row)
    for group in by_county.values():
        ids = ",".join(str(row.pk) for row in group)
        post = post_for(by, permission(verb, HoursBatch), group[0])
        remember(
            audit_verb(verb, HoursBatch),
            group[0].county,
            by=by,
            at=at,
            post=post.label if post else "",
            changes={
                "rows": [str(len(group)), hashlib.sha256(ids.encode()).hexdigest()],
                "batches": ["", ids],
            },
        )
    for row in rows:
        tell(permission(verb, HoursBatch), row, by=by, at=at)
    return len(rows)
