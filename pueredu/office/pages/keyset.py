"""Pages by the values of the row at their edge: page 2,000 costs what page 2 costs."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q, QuerySet
from django.db.models.constants import LOOKUP_SEP

ALL = Q(pk__isnull=False)
NONE = Q(pk=None)
UNREADABLE = (
    binascii.Error, ValueError, TypeError, OverflowError, RecursionError, ValidationError,
    FieldDoesNotExist,
)  # fmt: skip


@dataclass(frozen=True)
class Edge:
    """The place beside a row: its number in the list, from 1, and its values in the list's order."""

    number: int
    values: tuple

    @property
    def token(self) -> str:
        """The edge as it stands in an address. It holds nothing but what the reader was shown."""
        text = json.dumps([self.number, *self.values], default=str, ensure_ascii=False)
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")


@dataclass(frozen=True)
class Term:
    """One column of the order; a null stands last, in a descending order first, as PostgreSQL has it."""

    path: str
    is_descending: bool
    field: object

    @property
    def may_be_null(self) -> bool:
        return LOOKUP_SEP in self.path or getattr(self.field, "null", True)

    def value(self, row):
        """The value of one row, through its relations; None where one is missing."""
        for name in self.path.split(LOOKUP_SEP):
            row = getattr(row, name, None)
        return row

    def same(self, value) -> Q:
        return Q(**{self.path: value}) if value is not None else Q(**{f"{self.path}__isnull": True})

    def beyond(self, value) -> Q:
        """The rows that come after those with ``value``."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if self.is_descending else NONE
        if self.is_descending:
            return Q(**{f"{self.path}__lt": value})
        later = Q(**{f"{self.path}__gt": value})
        return later | Q(**{f"{self.path}__isnull": True}) if self.may_be_null else later

    def bound(self, value) -> Q:
        """What holds for this row and all after it: said apart so that an index can start there."""
        if value is None or (self.may_be_null and not self.is_descending):
            return ALL
        return Q(**{f"{self.path}__{'lte' if self.is_descending else 'gte'}": value})


@dataclass(frozen=True)
class KeysetPage:
    """Rows of one page in the list's order, with the edges to go on from; None where it ends."""

    rows: list
    first: int
    before: Edge | None
    after: Edge | None


def page_of(rows: QuerySet, size: int, *, after: str = "", before: str = "") -> KeysetPage:
    """The page behind the edge ``after``, or the one in front of ``before``; without either, and
    for a token that nobody gave out, the first. One query."""
    rows = rows.order_by(*_with_key(rows))
    if before and (edge := _read(before, _terms(rows))):
        back = rows.reverse()
        found = list(back.filter(_behind(edge, _terms(back)))[: size + 1])
        shown = found[:size][::-1]
        first = max(edge.number - len(shown), 1)
        return _page(rows, shown, first, has_before=len(found) > size, has_after=True)
    edge = _read(after, _terms(rows)) if after else None
    if edge:
        rows = rows.filter(_behind(edge, _terms(rows)))
    found = list(rows[: size + 1])
    first = edge.number + 1 if edge else 1
    return _page(
        rows, found[:size], first, has_before=edge is not None, has_after=len(found) > size
    )


def _page(rows: QuerySet, shown: list, first: int, *, has_before: bool, has_after: bool):
    def edge(row, number: int) -> Edge:
        return Edge(number, tuple(term.value(row) for term in _terms(rows)))

    last = first + len(shown) - 1
    return KeysetPage(
        shown,
        first,
        edge(shown[0], first) if shown and has_before else None,
        edge(shown[-1], last) if shown and has_after else None,
    )


def _with_key(rows: QuerySet) -> list[str]:
    """The order of the list, which the key makes whole."""
    order = list(rows.query.order_by or rows.model._meta.ordering)
    whole = {"pk", "id"} & {name.lstrip("-") for name in order}
    return order if whole else [*order, "pk"]


def _terms(rows: QuerySet) -> list[Term]:
    """A queryset that was reversed says so apart from its order."""
    is_reversed = not rows.query.standard_ordering
    return [
        Term(name.lstrip("-"), name.startswith("-") != is_reversed, _field(rows, name.lstrip("-")))
        for name in rows.query.order_by
    ]


def _field(rows: QuerySet, path: str):
    if path in rows.query.annotations:
        return rows.query.annotations[path].output_field
    model, field = rows.model, None
    for name in path.split(LOOKUP_SEP):
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        model = field.related_model
    return field


def _behind(edge: Edge, terms: list[Term]) -> Q:
    pairs = list(zip(terms, edge.values, strict=True))
    ways = [
        reduce(and_, [other.same(known) for other, known in pairs[:n]], term.beyond(value))
        for n, (term, value) in enumerate(pairs)
    ]
    return pairs[0][0].bound(pairs[0][1]) & reduce(or_, ways)


def _read(token: str, terms: list[Term]) -> Edge | None:
    """The edge of a token; None for one that does not fit the list."""
    try:
        text = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        number, *values = json.loads(text)
        typed = [
            None if value is None else term.field.to_python(_storable(value))
            for term, value in zip(terms, values, strict=True)
        ]
        return Edge(int(number), tuple(typed))
    except UNREADABLE:
        return None


def _storable(value):
    """ValueError for a text that no column can hold: with a null, or half a character."""
    if isinstance(value, str) and "\0" in value.encode().decode():
        raise ValueError(value)
    return value
