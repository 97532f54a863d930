"""Somebody with a password, and what a test needs to sign in as people do."""

from base64 import b32decode

import pytest
from django.core.cache import cache
from django.test import Client
from django_otp.oath import totp

from pueredu.accounts.models import Authenticator
from pueredu.accounts.secret_codes import new_seed
from pueredu.audit.models import Entry

SIGN_IN, SECOND_FACTOR = "/sign-in/", "/account/second-factor/"
PASSWORD = "drei Esel tragen Tee"


@pytest.fixture(autouse=True)
def turns():
    """No turn that an earlier test took is left in the cache."""
    cache.clear()


@pytest.fixture
def clerk(world, clock):
    """An officer of a 县(区), able to sign in; the clock stands at AT."""
    return with_password(world.people["a_bureau"])


def with_password(user, password=PASSWORD):
    user.set_password(password)
    user.save()
    return user


def enter(username="a_bureau", password=PASSWORD, address="127.0.0.1", client=None, **more):
    """The answer to one attempt, from a browser of its own unless one is given."""
    client = client or Client()
    words = {"username": username, "password": password, **more}
    return client.post(SIGN_IN, words, REMOTE_ADDR=address)


def signed_in(username="a_bureau", password=PASSWORD, **more) -> Client:
    """A browser in which the person has just signed in with the password."""
    client = Client(**more)
    assert enter(username, password, client=client).status_code == 302
    return client


def with_authenticator(user, seed="") -> Authenticator:
    return Authenticator.objects.create(user=user, name="手机验证器", key=seed or new_seed())


def secret_on(page) -> bytes:
    """The secret that the page shows for typing it into a phone."""
    return b32decode(page.context["secret"].replace(" ", ""))


def enrol(client, token="", password=PASSWORD):
    """The answer to setting up an authenticator with the first code of a phone."""
    token = token or f"{totp(secret_on(client.get(SECOND_FACTOR))):06d}"
    return client.post(SECOND_FACTOR, {"token": token, "password": password})


def code_of(device) -> str:
    """What the authenticator shows now."""
    return f"{totp(device.bin_key):06d}"


def acts(verb: str) -> list[Entry]:
    """The entries of one verb on accounts, oldest first."""
    return list(Entry.objects.filter(verb=f"accounts.user.{verb}").order_by("id"))
