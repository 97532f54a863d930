"""The ways into the memory: an act in its own transaction, an attempt at the door, an anchor."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from pueredu.audit import anchors
from pueredu.audit.context import current_origin
from pueredu.audit.enums import Result
from pueredu.audit.models import Entry, Link, Tally
from pueredu.audit.queries import VERIFY, Verdict, head, verify
from pueredu.kit.errors import Refused
from pueredu.kit.scoping import value_of

log = logging.getLogger(__name__)
SYSTEM, STRANGER = "系统", "未登录"
# so many different attempts of one person in one minute are listed, the rest is one line
MOST_KINDS = 20
REST = "door.rest"

# Counts an attempt and, the first time, takes the number of the entry that it will be.
_COUNT = """
INSERT INTO "audit_tally" (minute_at, who, verb, object_type, object_id, result, count, entry_id)
SELECT %(minute)s, %(who)s, CASE WHEN n < %(most)s THEN %(verb)s ELSE %(rest)s END,
       CASE WHEN n < %(most)s THEN %(object_type)s ELSE '' END,
       CASE WHEN n < %(most)s THEN %(object_id)s ELSE '' END, %(result)s, 1,
       nextval(pg_get_serial_sequence('audit_entry', 'id'))
FROM (SELECT count(*) AS n FROM audit_tally WHERE minute_at = %(minute)s AND who = %(who)s) held
ON CONFLICT ON CONSTRAINT tally_once_a_minute DO UPDATE SET count = audit_tally.count + 1
RETURNING count, verb, entry_id
"""


@dataclass(frozen=True)
class Attempt:
    """What somebody did or tried at the door, outside of any action. ``object_type`` and
    ``object_id`` may be empty, or name a record that is not there."""

    verb: str
    result: str = Result.DENIED
    object_type: str = ""
    object_id: str = ""
    object_label: str = ""
    county_id: int | None = None
    reason: str = ""


def remember(
    verb: str,
    subject,
    *,
    by,
    at: datetime,
    post: str = "",
    on_behalf_of: str = "",
    reason: str = "",
    changes: dict | None = None,
    result: str = Result.DONE,
) -> Entry:
    """Add one entry in the caller's transaction; it is linked into the chain at commit.

    ``by`` is a user or None for the system. ``subject`` is any record, saved or (when an act was
    refused) not. Names are copied as text so that the entry outlives both.
    """
    return _entry(
        Attempt(verb, result, reason=reason, **named(subject)),
        by=by,
        at=at,
        post=post,
        on_behalf_of=on_behalf_of,
        changes=changes or {},
    )


def named(subject) -> dict:
    """How an entry names a record."""
    return {
        "object_type": subject._meta.label_lower,
        "object_id": str(subject.pk or ""),
        "object_label": str(subject),
        "county_id": _county_of(subject),
    }


@transaction.atomic
def remember_attempt(attempt: Attempt, *, by, at: datetime, stranger: str = "") -> Entry | None:
    """Remember what happened at the door, in a transaction of its own (the caller's is over).

    The same once more within the minute is only counted; ``settle_tallies`` enters the count when
    the minute is over. ``by`` None is the system, or ``stranger``, the name of somebody unknown.
    """
    origin = current_origin()
    who = str(by.pk) if by is not None else (origin.address or stranger or SYSTEM)
    words = {name: getattr(attempt, name) for name in ("object_type", "object_id", "result")}
    words |= {"verb": attempt.verb, "minute": _minute(at), "who": who[:60]}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {**words, "most": MOST_KINDS, "rest": REST})
        count, verb, number = cursor.fetchone()
    if count > 1:
        return None
    if verb == REST:
        attempt = Attempt(REST, attempt.result, reason="同一分钟内尝试过多，不再逐条列出。")
    return _entry(attempt, by=by, at=at, stranger=stranger, pk=number)


def remember_failure(verb: str, error: Exception, *, at: datetime) -> None:
    """Remember that a job or command did not succeed, once its own transaction is over. Of an
    unforeseen error only the kind is kept: its words may hold anybody's data. Raises nothing."""
    is_denied = isinstance(error, PermissionDenied)
    is_spoken = isinstance(error, PermissionDenied | Refused | CommandError)
    result = Result.DENIED if is_denied else Result.FAILED
    words = str(error) if is_spoken else type(error).__name__
    try:
        remember_attempt(Attempt(verb, result, reason=words), by=None, at=at)
    except DatabaseError:
        log.exception("%s failed and could not be remembered", verb)


@transaction.atomic
def settle_tallies(*, at: datetime) -> int:
    """Enter what was counted in past minutes, each with the words of its first time, and forget
    the counts. Returns how many entries that made."""
    past = list(Tally.objects.select_for_update().filter(minute_at__lt=_minute(at)))
    repeated = [tally for tally in past if tally.count > 1]
    firsts = Entry.objects.in_bulk([tally.entry_id for tally in repeated])
    for tally in repeated:
        first = firsts[tally.entry_id]
        times = f"第 {first.pk} 号记录之后，同一分钟内又有 {tally.count - 1} 次相同尝试。"
        first.pk, first.at, first.reason = None, at, f"{times}{first.reason}"
        first.save(force_insert=True)
    Tally.objects.filter(pk__in=[tally.pk for tally in past]).delete()
    return len(repeated)


def anchor_head(*, at: datetime) -> anchors.Anchor | None:
    """Sign where the chain stands now and keep it outside the database; None while it is empty or
    stands where the last anchor left it."""
    here = head()
    known = {(line.seq, line.hash) for line in anchors.latest(1) if line}
    if here is None or (here.seq, here.hash) in known:
        return None
    return anchors.keep(anchors.HEAD, here.seq, here.hash, at=at)


def remember_verdict(*, at: datetime) -> Verdict:
    """Recompute the whole chain, compare it with its anchors, and remember what was found."""
    verdict, here = verify(), head()
    result = Result.DONE if verdict.broken_at is None else Result.FAILED
    where = {"object_type": Link._meta.label_lower, "object_label": Link._meta.verbose_name}
    number = str(here.seq) if here else ""
    words = Attempt(VERIFY, result, object_id=number, reason=str(verdict), **where)
    _entry(words, by=None, at=at)
    return verdict


def _entry(
    attempt: Attempt, *, by, at, post="", on_behalf_of="", changes=None, stranger="", pk=None
) -> Entry:
    origin = current_origin()
    return Entry.objects.create(
        pk=pk,
        at=at,
        actor_id=getattr(by, "pk", None),
        actor=str(by) if by is not None else (stranger or SYSTEM),
        post=post,
        on_behalf_of=on_behalf_of,
        verb=attempt.verb,
        object_type=attempt.object_type,
        object_id=attempt.object_id,
        object_label=attempt.object_label[:240],
        county_id=attempt.county_id,
        result=attempt.result,
        reason=attempt.reason,
        changes=changes or {},
        request_id=origin.request_id,
        address=origin.address,
    )


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _county_of(subject) -> int | None:
    scope = getattr(subject, "scope", None)
    if scope is None or scope.county is None:
        return None
    return value_of(subject, scope.county)
