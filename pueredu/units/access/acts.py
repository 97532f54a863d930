"""The frame of every action: lock – may they – may it – change – remember."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Model

from pueredu.audit.actions import remember
from pueredu.kit.constraints import speaking
from pueredu.kit.diff import changes, snapshot
from pueredu.kit.errors import NotPermitted
from pueredu.kit.names import audit_verb, permission
from pueredu.kit.scoping import value_of
from pueredu.units.access.holders import Capacity, capacity_of
from pueredu.units.access.paper import PaperAct
from pueredu.units.access.registry import flow_of

Subject = TypeVar("Subject", bound=Model)


@contextmanager
def acting(
    verb: str,
    subject: Subject,
    *,
    by,
    at: datetime,
    reason: str = "",
    paper: PaperAct | None = None,
    details: dict | None = None,
) -> Iterator[Subject]:
    """Do ``verb`` to ``subject`` in one transaction; the body changes what it yields.

    Yields the locked row, fresh from the database (or the unsaved subject itself). ``by`` None is
    the system. The act is entered for whoever signed the ``paper``, or for the holder of the post
    that an AB角 stands in for. Raises NotPermitted, WrongState, or Refused when a constraint's
    sentence applies; then nothing is kept. Afterwards saves, and remembers the changed fields with
    ``details``.
    A new record is judged (again) by the place that saving gave it.
    """
    with transaction.atomic():
        is_new, perm = subject._state.adding, permission(verb, type(subject))
        record = _locked(subject)
        post = Capacity() if is_new and not _has_place(record) else _require(by, perm, record)
        if paper is not None:
            paper.check(at)
        flow = flow_of(type(record))
        state = flow.move(record.state, verb) if flow and verb in flow else None
        before = snapshot(record) if record.pk else {}
        yield record
        if state is not None:
            record.state = state
        with speaking(type(record)):
            record.save()
        if is_new:
            post = _require(by, perm, record)
        remember(
            audit_verb(verb, type(record)),
            record,
            by=by,
            at=at,
            post=post.label,
            on_behalf_of=paper.signatory.strip() if paper else post.on_behalf_of,
            reason=reason,
            changes={
                **changes(before, snapshot(record)),
                **(paper.details if paper else {}),
                **(details or {}),
            },
        )


def _locked(subject: Subject) -> Subject:
    """The row, locked FOR NO KEY UPDATE: a plain FOR UPDATE would make every row that points here
    wait behind the audit's chain at commit, which deadlocked (make bench, chain)."""
    if subject._state.adding:
        return subject
    return (
        type(subject)._base_manager.select_for_update(of=("self",), no_key=True).get(pk=subject.pk)
    )


def _has_place(record) -> bool:
    """Whether the area of a new record is known before ``save`` derives it."""
    scope = getattr(record, "scope", None)
    return scope is None or not scope.county or value_of(record, scope.county) is not None


def _require(by, perm: str, record) -> Capacity:
    if by is None:
        return Capacity()
    if not by.has_perm(perm, record):
        raise NotPermitted("您的职务没有这项权限。")
    return capacity_of(by, perm, record)
