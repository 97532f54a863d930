"""Rights as columns: a model names the columns that hold its place, a query filters by them.

The two questions that the house asks, ``user.has_perm(perm, obj)`` and
``Model.objects.permitted(user, perm)``, are answered from the same clauses, so they cannot differ.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.auth import get_backends
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, QuerySet

from pueredu.kit.names import permission

Clause = Mapping[str, frozenset]


@dataclass(frozen=True)
class Scope:
    """Names of the columns that say whose a record is. A column may lead through one parent.

    ``county`` the area of the day, ``school`` the school of the day, ``unit`` the responsible
    organ, ``person`` its user, ``grant`` the container on which ties are given.
    """

    county: str | None = None
    school: str | None = None
    unit: str | None = None
    person: str | None = None
    grant: str | None = None


def clauses_for(user, perm: str, model) -> list[Clause]:
    """Every way in which ``user`` holds ``perm`` over rows of ``model``.

    A clause maps columns to the ids they may have, all of which must hold; the empty clause is
    everything. No clause at all means no row. Costs the backends' cached queries only.
    """
    if not getattr(user, "is_active", False):
        return []
    return [
        clause
        for backend in get_backends()
        if hasattr(backend, "scope_clauses")
        for clause in backend.scope_clauses(user, perm, model)
    ]


def value_of(obj, column: str):
    """The value of a scope column on one record, following ``parent__column``; None when unset."""
    for name in column.split("__"):
        if obj is None:
            return None
        try:
            obj = getattr(obj, name)
        except ObjectDoesNotExist:
            return None
    return obj


def holds(clause: Clause, obj) -> bool:
    """Whether one record lies inside one clause."""
    return all(_plain(value_of(obj, column)) in ids for column, ids in clause.items())


def _plain(value):
    return getattr(value, "pk", value)


def as_q(clauses: Iterable[Clause]) -> Q | None:
    """The cheapest filter for these clauses: None for no filter at all, else columns only."""
    single, others = defaultdict(set), []
    for clause in clauses:
        if not clause:
            return None
        if len(clause) == 1:
            ((column, ids),) = clause.items()
            single[column] |= ids
        else:
            others.append(clause)
    parts = [_column(column, ids) for column, ids in single.items()]
    parts += [Q(*[_column(column, ids) for column, ids in clause.items()]) for clause in others]
    return reduce(or_, parts)


def _column(column: str, ids) -> Q:
    if len(ids) == 1:
        return Q(**{column: next(iter(ids))})
    return Q(**{f"{column}__in": sorted(ids)})


class ScopedQuerySet(QuerySet):
    """The base of every QuerySet in the house: each list starts with ``visible_to``."""

    def permitted(self, user, perm: str):
        """The rows over which ``user`` holds ``perm``; the twin of ``user.has_perm(perm, obj)``."""
        clauses = clauses_for(user, perm, self.model)
        if not clauses:
            return self.none()
        condition = as_q(clauses)
        return self.all() if condition is None else self.filter(condition)

    def visible_to(self, user):
        """The rows that ``user`` may see."""
        return self.permitted(user, permission("view", self.model))
