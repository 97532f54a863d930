"""Rules with one thing taken out or let go: what the tests must notice, one after another.

Each mutant is applied in this process and undone; it names the right whose rows then go red.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.db import connection, transaction

from pueredu.units.access.backends import GrantBackend
from pueredu.units.access.posts import HeldPost
from pueredu.units.access.registry import Grant, flow_of, flows, permissions
from pueredu.units.access.ties import Tie, held_ties
from pueredu.units.enums import Reach, Role
from tests.house.guards import guards
from tests.house.moves import columns_of, model_named
from tests.house.questions import scoped_models
from tests.support.rights import lent_grants, owner_cursor

EVERYWHERE = "everywhere"
WIDER = {
    Reach.SELF: Reach.OWN,
    Reach.OWN: Reach.SUBTREE,
    Reach.BELOW: Reach.SUBTREE,
    Reach.SUBTREE: EVERYWHERE,
    Reach.GRANT: EVERYWHERE,
}
FAMILIES = (
    (Role.SECRETARIAT, Role.CITY_STAFF, Role.CITY_TRAINING, Role.CITY_LEADER, Role.CITY_DEPARTMENT,
     Role.INSPECTOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN),
    (Role.COUNTY_PARTY_OFFICE, Role.COUNTY_GOVERNMENT, Role.COUNTY_BUREAU, Role.COUNTY_DEPARTMENT,
     Role.COUNTY_LEADER, Role.COUNTY_ACCOUNTS),
    (Role.CENTRAL_SCHOOL, Role.SCHOOL_HEAD, Role.SCHOOL_OFFICER, Role.TEACHER),
)  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """``apply`` is the change, ``right`` that whose rows are run, ``roles`` whom it touches."""

    name: str
    apply: Callable = field(compare=False)
    right: str = ""
    roles: frozenset[str] = frozenset()
    record: str = ""
    verb: str = ""


def of_grants() -> Iterator[Mutant]:
    """Each cell of GRANTS: dropped, one step wider, given to a neighbour."""
    for perm, cells in permissions().items():
        for place, cell in enumerate(cells):
            name = f"{perm} {cell.holder}{_where(cell)}"
            near = frozenset({str(cell.holder)})
            yield Mutant(f"{name} dropped", _changed(perm, place, None), perm, near)
            wider = replace(cell, reach=WIDER[cell.reach])
            yield Mutant(f"{name} {wider.reach}", _changed(perm, place, wider), perm, near)
            if neighbour := _neighbour(cell, cells):
                given = replace(cell, holder=neighbour, reach=_reach_for(cell))
                title = f"{name} also to {neighbour}"
                yield Mutant(title, _changed(perm, None, given), perm, frozenset({neighbour}))


def of_flows() -> Iterator[Mutant]:
    """Each edge of FLOWS without its question where it starts, if it asks any."""
    for record, flow in flows().items():
        states = set(columns_of(model_named(record)))
        for verb in (verb for verb in flow.verbs if set(flow.sources(verb)) != states):
            yield Mutant(
                f"{record} {verb} from anywhere",
                _from_anywhere(record, verb),
                record=record,
                verb=str(verb),
            )


def of_scopes() -> Iterator[Mutant]:
    """Each column of each model's place forgotten."""
    for model in scoped_models():
        for column, value in vars(model.scope).items():
            if value is not None:
                yield Mutant(
                    f"{model._meta.label} without {column}",
                    _without_column(model, column),
                    record=model._meta.label,
                )


def of_guards() -> Iterator[Mutant]:
    """Each constraint that keeps who does apart from who judges, taken off its table."""
    for model, constraint, pair in guards():
        yield Mutant(
            f"{model._meta.label} without {constraint.name} {' '.join(pair)}",
            _without_constraint(model, constraint.name),
            record=model._meta.label,
            verb=" ".join(pair),
        )


def _where(cell: Grant) -> str:
    words = [f"{column}={'|'.join(sorted(ids))}" for column, ids in cell.where.items()]
    return f" [{' '.join(words)}]" if words else ""


def _neighbour(cell: Grant, cells: list[Grant]) -> str | None:
    """The next role of the same family, then of the others, that does not hold the right."""
    held = {other.holder for other in cells}
    if cell.holder in Tie.values:
        order = [Role.SCHOOL_HEAD, Role.COUNTY_BUREAU, Role.CITY_STAFF]
    else:
        family = next(one for one in FAMILIES if cell.holder in one)
        at = family.index(cell.holder)
        rest = [role for one in FAMILIES if one is not family for role in one]
        order = [*family[at + 1 :], *family[:at], *rest]
    return next((str(role) for role in order if role not in held), None)


def _reach_for(cell: Grant) -> str:
    return Reach.OWN if cell.reach == Reach.GRANT else cell.reach


def _changed(perm: str, place: int | None, cell: Grant | None):
    """Put ``cell`` in the place of another, beside all (``place`` None), or nothing (None)."""

    @contextmanager
    def apply():
        with lent_grants(), _everywhere():
            cells = permissions()[perm]
            if place is None:
                cells.append(cell)
            elif cell is None:
                del cells[place]
            else:
                cells[place] = cell
            yield

    return apply


@contextmanager
def _everywhere():
    """A reach without any end, for posts and ties."""
    plain = GrantBackend.scope_clauses

    def clauses(self, user, perm, model):
        yield from plain(self, user, perm, model)
        for grant in permissions().get(perm, ()):
            if grant.reach == EVERYWHERE and held_ties(user).get(grant.holder):
                yield dict(grant.where)

    HeldPost._everywhere = lambda _post, _scope: {}
    GrantBackend.scope_clauses = clauses
    try:
        yield
    finally:
        GrantBackend.scope_clauses = plain
        del HeldPost._everywhere


def _from_anywhere(record: str, verb):
    model = model_named(record)

    @contextmanager
    def apply():
        edges = flow_of(model).edges
        before = edges[verb]
        edges[verb] = (frozenset(columns_of(model)), before[1])
        try:
            yield
        finally:
            edges[verb] = before

    return apply


def _without_column(model, column: str):
    @contextmanager
    def apply():
        before = model.scope
        model.scope = replace(before, **{column: None})
        try:
            yield
        finally:
            model.scope = before

    return apply


def _without_constraint(model, name: str):
    @contextmanager
    def apply():
        quote = connection.ops.quote_name
        with transaction.atomic():
            with owner_cursor() as cursor:
                cursor.execute(
                    "SET CONSTRAINTS ALL IMMEDIATE"
                )  # a table with checks to come is kept
                cursor.execute(
                    f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(name)}"
                )
            yield
            transaction.set_rollback(True)

    return apply
