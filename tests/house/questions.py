"""The question of rights, put to the running system for everybody and every record of the town.

The answer that is wanted comes from ``docs/rights.csv`` and the places that the town wrote down,
never from ``rules.py`` or a model's ``scope``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pueredu.accounts.models import User
from pueredu.kit.names import noun
from pueredu.kit.scoping import Scope
from pueredu.units.access.ties import Tie
from pueredu.units.enums import Reach, Role
from tests.house.oracle import Person, Place
from tests.house.packages import our_models
from tests.house.town import Town
from tests.house.town_parts import model_of

Subject = tuple[str, object, Place]  # what it is called here, the record, whose it is
NO_PLACE = Scope()
# rights that every role holds as far as a reach goes, and every tie as far as it is given
PROBES: dict[str, dict[str, str]] = {
    **{
        f"probe.{reach}_everything": dict.fromkeys(Role, reach)
        for reach in Reach
        if reach != Reach.GRANT
    },
    **{f"probe.{tie}_everything": {tie: Reach.GRANT} for tie in Tie},
}


@cache
def scoped_models() -> tuple:
    return tuple(model for model in our_models() if hasattr(model, "scope"))


def subjects(town: Town, model) -> list[Subject]:
    """Every record of a model in the town; one of a model without places is made up."""
    found = [
        (f"{kind} {word}", model._base_manager.get(pk=record.pk), record.place)
        for kind, records in town.records.items()
        if model_of(kind) is model
        for word, record in records.items()
    ]
    return found or ([("any", model(), Place())] if model.scope == NO_PLACE else [])


def models_named_by(permission: str) -> list:
    """The models that a right speaks of: one, or none for a page over many records."""
    label, _, code = permission.partition(".")
    named = [
        model
        for model in scoped_models()
        if model._meta.app_label == label and code.endswith(f"_{noun(model)}")
    ]
    return sorted(named, key=lambda model: len(noun(model)))[-1:]


@dataclass(frozen=True)
class Asker:
    """One person as the town wrote it down, and the user as at the start of a request."""

    person: Person
    user: User

    def may(self, permission: str, place: Place) -> bool:
        """Whether the table gives the right, or a probe its reach, over a record."""
        if permission not in PROBES:
            return self.person.may(permission, place)
        cells = PROBES[permission].items()
        return any(self.person.reaches(holder, reach, place) for holder, reach in cells)


def askers(town: Town) -> list[Asker]:
    """Everybody of the town."""
    return [Asker(town.person(key), town.world.person(key)) for key in town.world.people]


def wrong_holding(people: Iterable[Asker], permission: str) -> list[str]:
    """Where the menus' question, whether somebody holds a right at all, is answered otherwise."""
    return [
        f"{one.person.key} {permission}: to hold it at all"
        for one in people
        if one.user.has_perm(permission) != one.person.holds(permission)
    ]


def wrong_answers(people: Iterable[Asker], permission: str, found: Sequence[Subject]) -> list[str]:
    """Where has_perm or permitted differ from the table over these records of one model."""
    return [complaint for one in people for complaint in _differing(one, permission, found)]


def lend_probes(add_grants) -> None:
    """So each column of each model's place is asked for, whether a right of today uses it or not."""
    for permission, row in PROBES.items():
        add_grants(permission, row)


def _differing(one: Asker, permission: str, found: Sequence[Subject]) -> Iterator[str]:
    listed = _listed(one.user, permission, found)
    for word, record, place in found:
        wanted = one.may(permission, place)
        if one.user.has_perm(permission, record) != wanted:
            yield f"{one.person.key} {permission} {word}: may {not wanted}"
        if record.pk and (record.pk in listed) != wanted:
            yield f"{one.person.key} {permission} {word}: listed {not wanted}"


def _listed(user, permission: str, found: Sequence[Subject]) -> set[int]:
    rows = [record.pk for _, record, _ in found if record.pk]
    if not rows:
        return set()
    near = type(found[0][1])._default_manager.permitted(user, permission)
    return set(near.filter(pk__in=rows).values_list("pk", flat=True))
