"""Who does is not who judges: constraints that keep two columns of people apart."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import CheckConstraint, F, Q

from tests.house.moves import is_put, states_of
from tests.house.packages import our_models
from tests.house.town import Town


def guards() -> Iterator[tuple[type, CheckConstraint, tuple[str, str]]]:
    """(model, constraint, the two columns of people that it keeps apart)."""
    for model in our_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                for pair in sorted(_pairs(constraint.condition)):
                    yield model, constraint, pair


def _pairs(condition: Q) -> set[tuple[str, str]]:
    """Columns ``…_by`` that a condition compares with one another."""
    found = set()
    for child in condition.children:
        if isinstance(child, Q):
            found |= _pairs(child)
        elif isinstance(child[1], F) and child[0].endswith("_by") and child[1].name.endswith("_by"):
            found.add((child[0], child[1].name))
    return found


def merged(town: Town, model, pair: tuple[str, str]) -> list[str]:
    """The states in which the database takes one person for both, when nobody else has acted."""
    one, taken = town.world.people["secretariat"], []
    columns = [field.name for field in model._meta.concrete_fields if field.name.endswith("_by")]
    nobody = {name: None for name in columns if model._meta.get_field(name).null}
    for record, state in states_of(town, model):
        with transaction.atomic():
            if is_put(model, record.pk, {**nobody, **dict.fromkeys(pair, one)}):
                taken.append(state)
            transaction.set_rollback(True)
    return taken
