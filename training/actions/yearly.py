"""The yearly summary of a 县(区) with the city's comment, and the lines of the fund."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction

from pueredu.accounts.models import User
from pueredu.files.actions import store_file
from pueredu.kit.errors import Incomplete, Refused
from pueredu.kit.templatetags.formats import number
from pueredu.notices.acts import acting
from training.enums import FundKind
from training.enums import SummaryState as S
from training.enums import SummaryTransition as T
from training.models import CountySummary, FundEntry
from training.queries import fund_of, planned_of


@transaction.atomic
def add_county_summary(
    summary: CountySummary, *, by: User, at: datetime, uploads: Iterable[UploadedFile] = ()
) -> CountySummary:
    """Hand in the year's summary, as text, file or both."""
    uploads = list(uploads)
    if not summary.text.strip() and not uploads:
        raise Incomplete("请填写总结，或者上传总结文件。")
    summary.submitted_at = at
    with acting("add", summary, by=by, at=at) as saved:
        pass
    saved.attachments.set(_stored(uploads, "training.county_summary", by=by, at=at))
    return saved


def change_county_summary(
    summary: CountySummary, text: str, *, by: User, at: datetime, uploads=()
) -> CountySummary:
    """Other words, and further files, until the city has answered."""
    with acting("change", summary, by=by, at=at) as summary:
        if summary.state != S.SUBMITTED:
            raise Refused("市级已经反馈，不能再修改。")
        summary.text = text
        summary.attachments.add(*_stored(uploads, "training.county_summary", by=by, at=at))
    return summary


def comment_county_summary(
    summary: CountySummary, *, by: User, at: datetime, text: str
) -> CountySummary:
    """The city's answer; the county is told."""
    if not text.strip():
        raise Incomplete("请写明意见。")
    with acting(T.COMMENT, summary, by=by, at=at, reason=text) as summary:
        summary.comment, summary.commented_at = text.strip(), at
    return summary


@transaction.atomic
def add_fund_entry(
    entry: FundEntry, *, by: User, at: datetime, upload: UploadedFile | None = None
) -> FundEntry:
    """Plan or spend for a programme. More planned than the year's fund needs a reason."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('training.fund'))")
    year = entry.programme.year
    if entry.kind == FundKind.PLANNED and not entry.reason.strip():
        total, fund = planned_of(year) + entry.amount, fund_of(year)
        if total > fund:
            raise Refused(
                f"计划合计 {number(total)} 元，超过本年度经费 {number(fund)} 元，请写明说明。"
            )
    if upload:
        entry.evidence = _stored([upload], "training.fund_entry", by=by, at=at)[0]
    entry.entered_by, entry.entered_at = by, at
    with acting("add", entry, by=by, at=at, reason=entry.reason) as saved:
        return saved


def reverse_fund_entry(entry: FundEntry, *, by: User, at: datetime, reason: str) -> FundEntry:
    """Add the opposite line, once. Refused for a reversal itself."""
    if not reason.strip():
        raise Incomplete("请写明冲销理由。")
    if entry.reversal_of_id or FundEntry.objects.filter(reversal_of=entry).exists():
        raise Refused("这一条已经冲销。")
    opposite = FundEntry(
        programme=entry.programme, kind=entry.kind, amount=Decimal(-entry.amount),
        booked_on=entry.booked_on, voucher_no=entry.voucher_no, reversal_of=entry,
        reason=reason.strip()[:200],
    )  # fmt: skip
    return add_fund_entry(opposite, by=by, at=at)


def _stored(uploads: Iterable[UploadedFile], owner: str, *, by: User, at: datetime) -> list:
    return [store_file(one, by=by, at=at, owner_label=owner) for one in uploads]
