"""Fixtures for every test: the small world and a client signed in as one of its people."""

import pytest
import time_machine
from django.test import Client

from tests.support.world import AT, build_world


@pytest.fixture
def world(db):
    """City, two 县(区), their organs, five schools and a person for every role."""
    return build_world()


@pytest.fixture
def clock():
    """The web's clock stands at AT, the day on which the test world lives."""
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sign_in(world, clock):
    """``sign_in("a_bureau")`` gives a client in that person's session, at AT."""

    def signed_in(key: str) -> Client:
        client = Client()
        client.force_login(world.people[key], backend="pueredu.accounts.backends.PasswordBackend")
        return client

    return signed_in
