"""Every right of ``docs/rights.csv`` × everybody × every record of the town: has_perm and permitted
answer what was agreed. And every column of every model's place is asked for."""

from functools import cache

import pytest

from tests.house.oracle import table
from tests.house.questions import (
    NO_PLACE,
    PROBES,
    askers,
    lend_probes,
    models_named_by,
    scoped_models,
    subjects,
    wrong_answers,
    wrong_holding,
)
from tests.support.rights import lent_grants

PERMISSIONS = sorted({permission for permission, _ in table()})
# rights over a page or a door, not over records of one kind
PAGES = {
    "office.enter_admin", "desk.view_cockpit", "training.view_own_hours",
    "training.import_attendance",
}  # fmt: skip
MODELS = {model._meta.label: model for model in scoped_models()}


@pytest.fixture(scope="module")
def people(town):
    return askers(town)


@pytest.fixture(scope="module")
def found(town):
    """The records of a model, loaded once."""
    return cache(lambda model: subjects(town, model))


def test_every_right_speaks_of_a_model_or_of_a_page():
    assert {perm for perm in PERMISSIONS if not models_named_by(perm)} == PAGES


def test_every_model_with_a_place_has_records_on_both_sides_of_the_border(found):
    places = {
        label: {place.county or place.person[:1] for _, _, place in found(model)}
        for label, model in MODELS.items()
        if model.scope != NO_PLACE
    }
    assert {label: seen for label, seen in places.items() if not {"a", "b"} <= seen} == {}


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_everybody_is_answered_as_agreed(people, found, permission):
    assert wrong_holding(people, permission) == []
    for model in models_named_by(permission):
        assert wrong_answers(people, permission, found(model)) == []


@pytest.mark.parametrize("label", MODELS)
def test_every_column_of_a_place_reaches_as_far_as_its_word_says(people, found, label):
    with lent_grants() as add_grants:
        lend_probes(add_grants)
        for probe in PROBES:
            assert wrong_answers(people, probe, found(MODELS[label])) == []
