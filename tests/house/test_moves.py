"""Every verb of ``docs/flows.csv`` × every state: actions begin where it was agreed, and the page of a
verb asks for its words there and leads back to the record elsewhere."""

import pytest

from pueredu.kit.names import permission
from pueredu.office.pages import TransitionPage
from tests.house.addresses import ROWS
from tests.house.guards import guards, merged
from tests.house.moves import columns_of, model_named, states_of, wrong_moves
from tests.house.oracle import edges
from tests.house.policies import wrong_page
from tests.house.urls import portal_patterns
from tests.house.walk import url_of

pytestmark = pytest.mark.usefixtures("no_unknown_variables", "quiet")

RECORDS = sorted({record for record, _ in edges()})
PAGES = {
    page.access: page
    for page in portal_patterns()
    if isinstance(page.view, type) and issubclass(page.view, TransitionPage)
}


# the pages that are drawn below, each in every state in which it has words to ask for
SHOWN = {
    PAGES[access].name
    for record, verb in edges()
    if (access := permission(verb, model_named(record))) in PAGES
}


@pytest.mark.parametrize("record", RECORDS)
def test_every_state_can_be_tried(town, record):
    model = model_named(record)
    tried = {state for _, state in states_of(town, model)}
    assert tried == set(columns_of(model))


@pytest.mark.parametrize(("record", "verb"), sorted(edges()))
def test_an_action_begins_where_it_was_agreed(town, record, verb):
    assert wrong_moves(town, record, verb) == []


@pytest.mark.parametrize(("record", "verb"), sorted(edges()))
def test_the_page_of_a_verb_asks_only_where_the_verb_may_begin(town, visitors, record, verb):
    model = model_named(record)
    page = PAGES.get(permission(verb, model))
    if page is None:
        return  # its button is in the admin, or it is done behind the door
    met = {}
    for subject, state in states_of(town, model):
        visitor, own = able(town, visitors, page, subject)
        answer = visitor.ask("GET", url_of(page, own))
        met[state] = answer.status_code
        if answer.status_code == 200:
            assert wrong_page(page.name, answer, signed_in=True) == ""
    assert met == {state: 200 if state in edges()[record, verb][0] else 302 for state in met}


# who proposed, filed or submitted, and who names, verifies, recognises or closes
APART = {
    "loop.Matter closed_by submitted_by",
    "studios.Studio named_by proposed_by",
    "training.HoursBatch recognised_by filed_by",
    "training.HoursBatch recognised_by verified_by",
    "training.HoursBatch verified_by filed_by",
    "training.Objection settled_by raised_by",
    "training.TrainingPlan registered_by filed_by",
}


def test_who_is_kept_apart_is_one_literal_set():
    assert {f"{model._meta.label} {' '.join(pair)}" for model, _, pair in guards()} == APART


@pytest.mark.parametrize(("model", "constraint", "pair"), list(guards()), ids=str)
def test_the_database_takes_nobody_for_both(town, model, constraint, pair):
    assert merged(town, model, pair) == []


def able(town, visitors, page, subject):
    """Somebody whom the agreed table lets do this, and the record as the town has it."""
    records = town.records[ROWS[page.name].record].values()
    own = next(record for record in records if record.pk == subject.pk)
    return next(v for v in visitors.values() if v.person.may(page.access, own.place)), own
