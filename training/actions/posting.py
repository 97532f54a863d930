"""公示: a school posts a list for objections before it files it, and takes a list back."""

from datetime import datetime

from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.calendar.queries import add_working_days
from pueredu.kit.errors import Incomplete, Refused
from pueredu.notices.acts import acting
from training.enums import BatchState as S
from training.enums import HoursBatchTransition as T
from training.models import HoursBatch
from training.queries import next_due, posting_days


def post_hours_batch(batch: HoursBatch, *, by: User, at: datetime, contact: str = "") -> HoursBatch:
    """Post a draft from today on for the working days of the Figure; ``contact`` is whom the sheet
    names for objections, by default the person with the telephone. Raises Incomplete for a batch
    without claims, Refused where nothing is posted."""
    with acting(T.POST, batch, by=by, at=at) as batch:
        today = timezone.localtime(at).date()
        if not batch.claim_count:
            raise Incomplete("这批申报没有任何人次，不能公示。")
        if not (days := posting_days(today)):
            raise Refused("现行规定不要求公示，可以直接申报。")
        batch.posted_by, batch.posted_on = by, today
        batch.posting_ends_on = add_working_days(today, days)
        batch.posting_contact = (contact.strip() or contact_of(by))[:80]
        batch.due_on = next_due(S.POSTED, batch.year, batch.posting_ends_on)
    return batch


def contact_of(user: User) -> str:
    """Name and telephone of the person, as the sheet prints them."""
    return f"{user.name} {user.phone}".strip()


def withdraw_hours_batch(batch: HoursBatch, *, by: User, at: datetime) -> HoursBatch:
    """Take a posted or filed batch back into the draft. Refused once the county has drawn its
    sample: then the county returns it. A posting that was broken off begins anew."""
    with acting(T.WITHDRAW, batch, by=by, at=at) as batch:
        if batch.sample_id:
            raise Refused("县(区)已经开始抽查，不能自行撤回；需要更正的请县(区)退回。")
        if batch.school_id is None:
            raise Refused("这批没有申报学校，不能撤回。")
        today = timezone.localtime(at).date()
        if batch.posting_ends_on and today <= batch.posting_ends_on:
            take_down(batch)
        batch.filed_by = batch.filed_at = None
        batch.due_on = next_due(S.DRAFT, batch.year, today)
    return batch


def take_down(batch: HoursBatch) -> None:
    """What was posted no longer stands; the caller saves."""
    batch.posted_by = batch.posted_on = batch.posting_ends_on = None
    batch.posting_contact = ""
