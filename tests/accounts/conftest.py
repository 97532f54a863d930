"""Somebody with a password, and what a test needs to sign in as people do."""

import pytest
from django.core.cache import cache
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from pueredu.audit.models import Entry

SIGN_IN = "/sign-in/"
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


def with_authenticator(user) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="手机验证器", confirmed=True)


def code_of(device) -> str:
    """What the authenticator shows now."""
    return f"{totp(device.bin_key):06d}"


def acts(verb: str) -> list[Entry]:
    """The entries of one verb on accounts, oldest first."""
    return list(Entry.objects.filter(verb=f"accounts.user.{verb}").order_by("id"))
