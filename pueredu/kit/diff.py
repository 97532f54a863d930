"""What changed in a record, in words a reader of the history understands."""

from datetime import date, datetime

from django.utils import timezone

MASK = "＊＊＊"
MASKED = frozenset({"password", "phone", "key", "token"})


def snapshot(obj) -> dict[str, str]:
    """The record's own columns as text, by field name. No query: a relation is its id."""
    return {
        field.name: _text(field.value_from_object(obj))
        for field in obj._meta.concrete_fields
        if not field.primary_key
    }


def changes(before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    """``{field: [old, new]}`` of what differs; the values of masked fields are never kept."""
    return {
        name: [MASK, MASK] if name in MASKED else [before.get(name, ""), value]
        for name, value in after.items()
        if before.get(name, "") != value
    }


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (
            timezone.localtime(value).isoformat(timespec="seconds") if value.tzinfo else str(value)
        )
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
