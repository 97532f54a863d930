"""One town for all tests of the house."""

import logging
from copy import copy

import pytest
import time_machine
from django.db import transaction
from django.template import engines

from pueredu.accounts.backends import PasswordBackend
from pueredu.units.access.ties import held_ties
from tests.house.packages import TEMPLATES
from tests.house.town import Town, build_town
from tests.house.traps import UnknownVariableTrap
from tests.house.visitors import Visitor, digest
from tests.support.world import AT

# the same role on the other side of the border, where one of each kind stays
ALIKE = {
    "secretariat2", "b_finance", "b_leader", "b_accounts", "b1_teacher", "a3_teacher", "a2_head",
    "a2_school_officer", "b_deputy",
}  # fmt: skip


@pytest.fixture(scope="package")
def standing_town(django_db_setup, django_db_blocker) -> Town:
    """The town and the browser of each person, built once in a transaction that is never kept."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(AT, tick=False):
            town = build_town()
            town.visitors = {key: Visitor(town, key) for key in ("anonymous", *town.world.people)}
            town.rows = digest()
        yield town
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def town(standing_town) -> Town:
    """What a module does to the town is taken back after it."""
    with time_machine.travel(AT, tick=False), transaction.atomic():
        yield standing_town
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def no_unknown_variables():
    """A name that our templates show and the view does not give raises."""
    engine = engines["django"].engine
    before = engine.string_if_invalid
    engine.string_if_invalid = UnknownVariableTrap(TEMPLATES)
    yield
    engine.string_if_invalid = before


@pytest.fixture(scope="module")
def everybody(town) -> dict[str, Visitor]:
    """Every person of the town, and somebody not signed in."""
    return town.visitors


@pytest.fixture(scope="module")
def visitors(everybody) -> dict[str, Visitor]:
    """Everybody but those who stand like another."""
    return {key: visitor for key, visitor in everybody.items() if key not in ALIKE}


@pytest.fixture(scope="module")
def looked_up_once(town):
    """Each person's row, posts and ties are read once for a whole walk: a third of its time. That
    a right is gone at the next request is asked in test_withdrawal.py, and ``make matrix`` reads
    them anew for every cell."""
    people, read = {}, PasswordBackend.get_user

    def get_user(backend, pk):
        if pk not in people:
            people[pk] = read(backend, pk)
            if people[pk]:
                held_ties(people[pk])  # and the posts before them
        return copy(people[pk])

    PasswordBackend.get_user = get_user
    yield
    PasswordBackend.get_user = read


@pytest.fixture(scope="module")
def quiet():
    """Thousands of refusals are the point here, not news."""
    logger = logging.getLogger("django.request")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(before)
