"""Plain keeping of records: add, change and delete as audited actions, for admin and imports."""

from datetime import datetime

from django.db import transaction

from pueredu.audit.actions import remember
from pueredu.kit.constraints import speaking
from pueredu.kit.diff import changes, snapshot
from pueredu.kit.errors import NotPermitted
from pueredu.kit.names import audit_verb, permission
from pueredu.units.access.acts import acting
from pueredu.units.access.holders import Capacity, capacity_of


def save_record(record, *, by, at: datetime, reason: str = ""):
    """Save an added or changed record with its history; raises NotPermitted when the *new* place
    of the record is not the person's either."""
    if record._state.adding:
        with acting("add", record, by=by, at=at, reason=reason) as saved:
            return saved
    with transaction.atomic():
        stored = (
            type(record)
            ._base_manager.select_for_update(of=("self",), no_key=True)
            .get(pk=record.pk)
        )
        perm = permission("change", type(record))
        _require(by, perm, stored)
        before = snapshot(stored)
        with speaking(type(record)):
            record.save()  # derives the columns of its place, so the new place is judged after it
        _require(by, perm, record)
        _note("change", record, before, by=by, at=at, reason=reason)
    return record


def delete_record(record, *, by, at: datetime, reason: str = "") -> None:
    """Delete a record; its last content stays in the audit."""
    with transaction.atomic():
        perm = permission("delete", type(record))
        _require(by, perm, record)
        _note("delete", record, {}, by=by, at=at, reason=reason)
        record.delete()


def _require(by, perm: str, record) -> None:
    if by is not None and not by.has_perm(perm, record):
        raise NotPermitted("您的职务没有这项权限。")


def _note(verb, record, before, *, by, at, reason) -> None:
    perm = permission(verb, type(record))
    post = capacity_of(by, perm, record) if by is not None else Capacity()
    remember(
        audit_verb(verb, type(record)),
        record,
        by=by,
        at=at,
        post=post.label,
        on_behalf_of=post.on_behalf_of,
        reason=reason,
        changes=changes(before, snapshot(record)),
    )
