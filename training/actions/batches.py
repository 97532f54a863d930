"""The chain of one batch: a school files, its county verifies, the city recognises."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.kit.errors import Incomplete, Refused
from pueredu.notices.acts import acting
from pueredu.units.access.records import delete_record
from training.actions.handing_back import hand_back_certificates
from training.actions.ledger import recognise
from training.actions.striking import strike
from training.enums import BatchState as S
from training.enums import CheckTier
from training.enums import HoursBatchTransition as T
from training.models import HoursBatch, TrainingActivity
from training.queries import next_due, reasons_not_passed, sampling, why_not_filed


def add_hours_batch(batch: HoursBatch, *, by: User | None, at: datetime) -> HoursBatch:
    """Save a new batch without claims; its first date is that of filing."""
    batch.created_by, batch.created_at = by, at
    batch.due_on = next_due(S.DRAFT, batch.year, _day(at))
    with acting("add", batch, by=by, at=at) as saved:
        return saved


def file_hours_batch(batch: HoursBatch, *, by: User | None, at: datetime) -> HoursBatch:
    """Hand the batch to the county. ``by`` None is a confirmed studio activity. Raises Incomplete
    for a batch without claims, before its posting is over, or with an objection unsettled."""
    with acting(T.FILE, batch, by=by, at=at) as batch:
        if reason := why_not_filed(batch, _day(at)):
            raise Incomplete(reason)
        batch.filed_by, batch.filed_at = by, at
        batch.returned_by, batch.return_comment = None, ""
        batch.due_on = next_due(S.FILED, batch.year, _day(at))
    return batch


def verify_hours_batch(batch: HoursBatch, *, by: User, at: datetime) -> HoursBatch:
    """Pass the batch on to the city, without the lines that were found not in order. Refused for
    the person who filed it; raises Incomplete while its sample says no."""
    with acting(T.VERIFY, batch, by=by, at=at) as batch:
        if batch.filed_by_id == by.pk:
            raise Refused("申报人不能审核自己的申报，请换一位同志审核。")
        _must_pass(batch, CheckTier.COUNTY, at)
        batch.verified_by, batch.verified_at = by, at
        batch.due_on = next_due(S.VERIFIED, batch.year, _day(at))
    return batch


def return_hours_batch(batch: HoursBatch, *, by: User, at: datetime, text: str) -> HoursBatch:
    """Give the batch back to its school (「请修改完善」); ``text`` says what is missing."""
    if not text.strip():
        raise Incomplete("请写明需要完善的内容。")
    with acting(T.RETURN, batch, by=by, at=at, reason=text) as batch:
        if batch.school_id is None:
            raise Refused("这批来自工作室活动或结业名单，没有申报学校，不能退回；请联系主办单位。")
        batch.returned_by, batch.return_comment = by, text.strip()
        batch.filed_by = batch.filed_at = batch.verified_by = batch.verified_at = None
        batch.sample = None
        batch.due_on = next_due(S.DRAFT, batch.year, _day(at), is_returned=True)
    return batch


def recognise_hours_batch(batch: HoursBatch, *, by: User, at: datetime) -> HoursBatch:
    """Enter the batch into the ledger with the rule of the day and the annual cap, and move the
    totals with it, set-based. Refused for whoever filed or verified it; raises Incomplete while
    the city's own sample says no."""
    with acting(T.RECOGNISE, batch, by=by, at=at) as batch:
        if by.pk in {batch.filed_by_id, batch.verified_by_id}:
            raise Refused("申报人和审核人不能认定，请换一位同志认定。")
        _must_pass(batch, CheckTier.CITY, at)
        recognise([batch.pk], at=at)
        batch.recognised_by, batch.recognised_at = by, at
        batch.due_on = None
    return batch


def undo_hours_batch(batch: HoursBatch, *, by: User, at: datetime, text: str) -> HoursBatch:
    """Take an organiser's list out of the chain until it is recognised; its lines stay, not
    counting, with the reason. Only the organ that had the list."""
    if not text.strip():
        raise Incomplete("请写明撤销的原因。")
    with acting(T.UNDO, batch, by=by, at=at, reason=text) as batch:
        if batch.unit is None or not by.has_perm("training.import_training_activity", batch.unit):
            raise Refused("只有上传结业名单的单位可以撤销它；学校的申报请退回学校。")
        batch.claims.counting().update(
            is_void=True, void_reason=f"名单已撤销：{text.strip()}"[:200]
        )
        batch.due_on = None
        batch.sample = None
    return batch


@transaction.atomic
def delete_hours_batch(batch: HoursBatch, *, by: User, at: datetime) -> None:
    """Throw a draft away with its claims and the activities that nothing else uses; its title and
    counts stay in the audit, its certificates wait for the school again. Refused once it is filed."""
    batch = HoursBatch.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.pk)
    if batch.state != S.DRAFT:
        raise Refused("已经申报的不能删除；需要更正的请县(区)退回。")
    if batch.objections.exists():
        raise Refused("这批名单有过异议，办理记录须保留，不能删除；可以修改名册。")
    hand_back_certificates(batch.claims.all(), at=at)
    activities = list(batch.claims.values_list("activity", flat=True).distinct())
    delete_record(batch, by=by, at=at)
    TrainingActivity.objects.filter(pk__in=activities, claims=None).delete()


def _must_pass(batch: HoursBatch, tier: str, at: datetime) -> None:
    """Raises Incomplete with what its sample lacks, else strikes what was found not in order."""
    if reason := reasons_not_passed([batch.pk], tier, sampling(_day(at)))[batch.pk]:
        raise Incomplete(f"{reason}。")
    strike([batch.pk])
    batch.refresh_from_db(fields=["claim_count", "hours_total"])
    batch.sample = None


def _day(at: datetime):
    return timezone.localtime(at).date()
