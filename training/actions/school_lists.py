"""Posting and filing everything that is ready at a school: one click instead of one a week's list."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.calendar.queries import add_working_days
from pueredu.kit.errors import Refused
from pueredu.kit.names import permission
from pueredu.notices.actions import post as post_messages
from pueredu.notices.models import Message
from pueredu.units.access.holders import holders_of_each
from training.actions.many import locked_batches, remember_batches
from training.actions.posting import contact_of
from training.enums import BatchState as S
from training.enums import HoursBatchTransition as T
from training.models import HoursBatch
from training.notices import HoursBatchFiled
from training.queries import next_due, posting_days, reasons_not_filed


@transaction.atomic
def post_hours_batches(batches, *, by: User, at: datetime, contact: str = "") -> int:
    """Post every draft of the queryset that has people and was not posted yet, for the same days,
    so that one sheet shows them all; returns how many. Refused where nothing is posted."""
    today = timezone.localtime(at).date()
    if not (days := posting_days(today)):
        raise Refused("现行规定不要求公示，可以直接申报。")
    drafts = locked_batches(batches, T.POST, S.DRAFT, by)
    rows = list(drafts.filter(claim_count__gt=0, posting_ends_on=None, school__isnull=False))
    ends_on = add_working_days(today, days)
    for row in rows:
        row.state, row.posted_by, row.posted_on, row.posting_ends_on = S.POSTED, by, today, ends_on
        row.posting_contact = (contact.strip() or contact_of(by))[:80]
        row.due_on = next_due(S.POSTED, row.year, ends_on)
    fields = [
        "state", "posted_by", "posted_on", "posting_ends_on", "posting_contact", "due_on",
    ]  # fmt: skip
    HoursBatch.objects.bulk_update(rows, fields)
    return remember_batches(T.POST, rows, by=by, at=at)


@transaction.atomic
def file_hours_batches(batches, *, by: User, at: datetime) -> int:
    """File every list of the queryset whose posting is over and undisputed; returns how many. The
    county hears once of all of them. The rest stays: ``reasons_not_filed`` says why."""
    today = timezone.localtime(at).date()
    rows = [
        row for state in (S.DRAFT, S.POSTED) for row in locked_batches(batches, T.FILE, state, by)
    ]
    reasons = reasons_not_filed(rows, today)
    rows = [row for row in rows if not reasons[row.pk]]
    for row in rows:
        row.state, row.filed_by, row.filed_at = S.FILED, by, at
        row.returned_by, row.return_comment = None, ""
        row.due_on = next_due(S.FILED, row.year, today)
    fields = ["state", "filed_by", "filed_at", "returned_by", "return_comment", "due_on"]
    HoursBatch.objects.bulk_update(rows, fields)
    _tell_county(rows, by=by, at=at)
    return remember_batches(T.FILE, rows, by=by, at=at)


def _tell_county(rows: list[HoursBatch], *, by: User, at: datetime) -> None:
    """One message a verifier for all lists of one school."""
    by_school: dict[int | None, list[HoursBatch]] = {}
    for row in rows:
        by_school.setdefault(row.school_id, []).append(row)
    firsts = [group[0] for group in by_school.values()]
    people = holders_of_each(permission(T.VERIFY, HoursBatch), firsts)
    post_messages(
        [
            Message(
                recipient=person,
                kind=HoursBatchFiled.__name__,
                title=HoursBatchFiled.title_of_many(group[0], len(group)),
                reason=HoursBatchFiled.reason,
                url=HoursBatchFiled.url_of_many(group[0], len(group)),
                created_at=at,
            )
            for group, holders in zip(by_school.values(), people, strict=True)
            for person in holders
            if person.pk != by.pk
        ],
        at=at,
    )
