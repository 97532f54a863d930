"""What is past its time leaves the memory in whole months; where it ended is kept and signed."""

from datetime import date, datetime, time

from django.db import connection, transaction
from django.utils import timezone

from pueredu.audit import anchors
from pueredu.audit.actions import remember
from pueredu.audit.models import Link, PurgedSegment
from pueredu.audit.queries import verify
from pueredu.kit.errors import Refused
from pueredu.kit.roles import as_owner

LEAST_MONTHS = 6  # 网络安全法 §21: network logs are kept for six months at least

_FIRST_KEPT = """
SELECT min(l.seq) FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id WHERE e.at >= %s
"""
# no application passes here: only the owner of the tables switches their triggers
_DROP = (
    "SET LOCAL lock_timeout = '5s'",
    "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only",
    "ALTER TABLE audit_link DISABLE TRIGGER audit_link_append_only",
    "DELETE FROM audit_entry e USING audit_link l WHERE l.entry_id = e.id AND l.seq <= %(last)s",
    "DELETE FROM audit_link WHERE seq <= %(last)s",
    "ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only",
    "ALTER TABLE audit_link ENABLE TRIGGER audit_link_append_only",
)


def months_before(day: date, months: int) -> date:
    """The first day of the month that lies so many months before the month of ``day``."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def purge(*, keep_since: date, at: datetime) -> PurgedSegment:
    """Drop, as the owner, every entry older than ``keep_since``; the stretch must be whole, so it
    ends before the first entry that is kept, and the head is kept in any case.

    Signs outside where it ended before anything is dropped. Raises Refused when that is too young,
    when the chain is not sound, or when there is nothing to drop. Writers wait meanwhile.
    """
    if keep_since > months_before(timezone.localtime(at).date(), LEAST_MONTHS):
        raise Refused(f"审计记录至少保存 {LEAST_MONTHS} 个月，不能清理 {keep_since} 之前的。")
    verdict = verify()
    if verdict.broken_at is not None:
        raise Refused(f"{verdict}。请先查明，不能清理。")
    last = _last_of(timezone.make_aware(datetime.combine(keep_since, time.min)))
    if last is None:
        raise Refused(f"没有 {keep_since} 之前的审计记录。")
    anchors.keep(anchors.PURGE, last.seq, last.hash, at=at)
    segment = PurgedSegment(
        last_seq=last.seq, hash=last.hash, until=keep_since, purged_at=at,
        entry_count=Link.objects.filter(seq__lte=last.seq).count(),
    )  # fmt: skip
    _drop(segment)
    changes = {"until": ["", str(keep_since)], "entry_count": ["", str(segment.entry_count)]}
    remember("audit.purged_segment.add", segment, by=None, at=at, changes=changes)
    return segment


def _last_of(moment: datetime) -> Link | None:
    """The last link before the first entry since ``moment``, or before the head."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_KEPT, [moment])
        first = cursor.fetchone()[0]
    links = Link.objects.order_by("-seq")
    return links.filter(seq__lt=first).first() if first else links[1:2].first()


def _drop(segment: PurgedSegment) -> None:
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        for statement in _DROP:
            cursor.execute(statement, {"last": segment.last_seq})
        segment.save(force_insert=True)
