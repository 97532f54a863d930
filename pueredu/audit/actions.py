"""The one way into the memory."""

from datetime import datetime

from pueredu.audit.context import current_origin
from pueredu.audit.enums import Result
from pueredu.audit.models import Entry
from pueredu.kit.scoping import value_of

SYSTEM = "系统"


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
    origin = current_origin()
    return Entry.objects.create(
        at=at,
        actor_id=getattr(by, "pk", None),
        actor=str(by) if by is not None else SYSTEM,
        post=post,
        on_behalf_of=on_behalf_of,
        verb=verb,
        object_type=subject._meta.label_lower,
        object_id=str(subject.pk or ""),
        object_label=str(subject)[:240],
        county_id=_county_of(subject),
        result=result,
        reason=reason,
        changes=changes or {},
        request_id=origin.request_id,
        address=origin.address,
    )


def _county_of(subject) -> int | None:
    scope = getattr(subject, "scope", None)
    if scope is None or scope.county is None:
        return None
    value = value_of(subject, scope.county)
    return getattr(value, "pk", value)
