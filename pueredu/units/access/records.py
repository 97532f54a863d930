"""Plain keeping of records: add, change and delete as audited actions, for admin and imports."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from pueredu.audit.actions import remember
from pueredu.kit.constraints import speaking
from pueredu.kit.diff import changes, snapshot
from pueredu.kit.errors import NotPermitted, Refused
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
        changed = changes(before, snapshot(record))
        if changed:
            _note("change", record, changed, by=by, at=at, reason=reason)
    return record


def save_links(record, links: Mapping[str, Iterable], *, by, at: datetime) -> None:
    """Set the many-to-many relations of a saved record: ``{name: records}``. One entry tells all
    that changed, by the names of what was linked; without a change there is none."""
    with transaction.atomic():
        changed = {name: _relink(getattr(record, name), rows) for name, rows in links.items()}
        changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
        if changed:
            _require(by, permission("change", type(record)), record)
            _note("change", record, changed, by=by, at=at)


def _relink(relation, rows: Iterable) -> list[str]:
    before = _names(relation.all())
    relation.set(rows)
    return [before, _names(relation.all())]


def _names(rows: Iterable) -> str:
    return "、".join(sorted(str(row) for row in rows))


def delete_record(record, *, by, at: datetime, reason: str = "") -> None:
    """Delete a record; its last content stays in the audit. Refused while others refer to it."""
    with transaction.atomic():
        perm = permission("delete", type(record))
        _require(by, perm, record)
        _note("delete", record, changes({}, snapshot(record)), by=by, at=at, reason=reason)
        try:
            record.delete()
        except ProtectedError as error:
            raise Refused("还有其他记录引用它，不能删除。") from error


def _require(by, perm: str, record) -> None:
    if by is not None and not by.has_perm(perm, record):
        raise NotPermitted("您的职务没有这项权限。")


def _note(verb, record, changed, *, by, at, reason="") -> None:
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
        changes=changed,
    )
