"""``make mutants``: every rule changed in turn; the rows of its verb must go red.

The rows are the question of rights (questions.py), then the pages of the verb (walk.py), the moves by
state (moves.py) or the guards. The table itself (docs/rights.csv) is red for every changed cell; a
mutant that the table alone notices is killed only if it changes nothing for anybody in the town.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from pueredu.kit.scoping import clauses_for
from tests.house import mutants
from tests.house.addresses import ROWS
from tests.house.guards import merged
from tests.house.moves import wrong_moves
from tests.house.oracle import table
from tests.house.packages import our_models
from tests.house.questions import (
    PROBES,
    askers,
    lend_probes,
    models_named_by,
    scoped_models,
    subjects,
    wrong_answers,
    wrong_holding,
)
from tests.house.test_rights_table import rules
from tests.house.town import Town
from tests.house.urls import portal_patterns
from tests.house.walk import walk
from tests.support.rights import lent_grants

pytestmark = pytest.mark.usefixtures("no_unknown_variables", "quiet")

GRANTS, FLOWS, SCOPES, GUARDS = (
    {mutant.name: mutant for mutant in found}
    for found in (mutants.of_grants(), mutants.of_flows(), mutants.of_scopes(), mutants.of_guards())
)


@dataclass(frozen=True)
class Panel:
    """The town, everybody's browser, everybody as a user, and the records of a model."""

    town: Town
    visitors: dict
    people: list
    found: Callable


@pytest.fixture(scope="module")
def panel(town, visitors):
    return Panel(town, visitors, askers(town), cache(lambda model: subjects(town, model)))


@pytest.fixture
def judge(note, record_property):
    """``judge(name, is_red)``: counts the mutant, and fails when nothing noticed it."""

    def judged(name: str, is_red: bool, **also: int):  # noqa: FBT001
        note(mutants=1, killed=int(is_red), **also)
        if not is_red:
            record_property("survivor", name)
        assert is_red, f"{name} survived"

    return judged


@pytest.mark.parametrize("name", GRANTS)
def test_a_changed_cell_is_noticed(panel, judge, name):
    mutant = GRANTS[name]
    before = reached(panel, mutant)
    with mutant.apply():
        assert rules() != table()
        asked, walked = is_red_when_asked(panel, mutant), is_red_on_pages(panel, mutant)
        is_same = reached(panel, mutant) == before
    by = {"by question": int(asked), "on pages": int(walked), "by the table alone": int(is_same)}
    judge(name, asked or walked or is_same, **by)


def reached(panel, mutant) -> list:
    """What the right lets everybody do, as far as the town can tell."""
    models = models_named_by(mutant.right) or scoped_models()[:1]
    return [
        (
            one.user.has_perm(mutant.right),
            [list(clauses_for(one.user, mutant.right, model)) for model in models],
        )
        for one in panel.people
    ]


def is_red_when_asked(panel, mutant) -> bool:
    near = [one for one in panel.people if _is_near(mutant, one.person)]
    return bool(wrong_holding(near, mutant.right)) or any(
        wrong_answers(near, mutant.right, panel.found(model))
        for model in models_named_by(mutant.right)
    )


def is_red_on_pages(panel, mutant) -> bool:
    near = [one for one in panel.visitors.values() if _is_near(mutant, one.person)]
    return any(
        walk(panel.town, [visitor], address, lambda *_cell: {"GET"}).wrong
        for address in portal_patterns()
        if mutant.right in {address.access, ROWS[address.name].view, *ROWS[address.name].needs}
        for visitor in near
    )


def _is_near(mutant, person) -> bool:
    return bool(mutant.roles & person.ties) or getattr(person.post, "role", "") in mutant.roles


@pytest.mark.parametrize("name", FLOWS)
def test_a_verb_without_its_start_is_noticed(town, judge, name):
    mutant = FLOWS[name]
    with mutant.apply():
        judge(name, bool(wrong_moves(town, mutant.record, mutant.verb)))


@pytest.mark.parametrize("name", SCOPES)
def test_a_column_that_was_forgotten_is_noticed(panel, judge, name):
    mutant = SCOPES[name]
    model = next(one for one in scoped_models() if one._meta.label == mutant.record)
    records = panel.found(model)
    with mutant.apply(), lent_grants() as add_grants:
        lend_probes(add_grants)
        judge(name, any(wrong_answers(panel.people, probe, records) for probe in PROBES))


@pytest.mark.parametrize("name", GUARDS)
def test_a_guard_that_was_taken_off_is_noticed(town, judge, name):
    mutant = GUARDS[name]
    model = next(one for one in our_models() if one._meta.label == mutant.record)
    with mutant.apply():
        judge(name, bool(merged(town, model, tuple(mutant.verb.split()))))
