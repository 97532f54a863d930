"""One town for a whole module: built once in a transaction that is never kept."""

import logging
import re
from http.cookies import SimpleCookie

import pytest
import time_machine
from django.db import connection, transaction
from django.template import engines
from django.test import Client

from tests.house.packages import TEMPLATES
from tests.house.town import Town, build_town
from tests.house.traps import UnknownVariableTrap
from tests.support.world import AT

# the same role on the other side of the border, where one of each kind stays
ALIKE = {"secretariat2", "b_finance", "b_leader", "b_accounts", "b1_teacher", "a3_teacher"}
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
PASSWORD_BACKEND = "pueredu.accounts.backends.PasswordBackend"


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    with (
        django_db_blocker.unblock(),
        time_machine.travel(AT, tick=False),
        transaction.atomic(),
    ):
        yield build_town()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def no_unknown_variables():
    """A name that our templates show and the view does not give raises."""
    engine = engines["django"].engine
    before = engine.string_if_invalid
    engine.string_if_invalid = UnknownVariableTrap(TEMPLATES)
    yield
    engine.string_if_invalid = before


class Visitor:
    """A browser of one person of the town, and what it was answered."""

    def __init__(self, town: Town, key: str):
        self.key = key
        self.client = Client(raise_request_exception=True)
        if key != "anonymous":
            self.client.force_login(town.world.people[key], backend=PASSWORD_BACKEND)
        self.cookies = dict(self.client.cookies)

    def ask(self, method: str, address: str):
        """The answer to one request, of which nothing stays, neither in the database nor in the
        browser; ``said`` are its headers and its body, ``written`` the tables that it wrote to."""
        self.client.cookies = SimpleCookie(self.cookies)
        self.written = set()
        with connection.execute_wrapper(self._watch), transaction.atomic():
            response = getattr(self.client, method.lower())(address)
            content = b"".join(response) if response.streaming else response.content
            response.said = f"{dict(response.headers)} {content.decode('utf-8', 'replace')}"
            transaction.set_rollback(True)
        return response

    def _watch(self, execute, sql, params, many, context):
        if found := WRITES.match(sql):
            self.written.add(found[1])
        return execute(sql, params, many, context)


@pytest.fixture(scope="module")
def visitors(town) -> dict[str, Visitor]:
    """Everybody of the town but those who stand like another, and somebody not signed in."""
    people = [key for key in town.world.people if key not in ALIKE]
    return {key: Visitor(town, key) for key in ("anonymous", *people)}


@pytest.fixture(scope="module")
def quiet():
    """Thousands of refusals are the point here, not news."""
    logger = logging.getLogger("django.request")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(before)
