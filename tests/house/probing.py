"""A clerk of county A with the admin's key, and what it takes to show that an override is needed.

All users of the admin are city-wide today, so scope would never be asked. For these tests the role
of a county's bureau is lent ``enter_admin`` and every plain right over every table, as far as its
own 县(区): what the admin shows or writes of county B is then a leak.
"""

from contextlib import contextmanager

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client

from pueredu.kit.names import permission
from pueredu.office.counter import ScopedAdmin
from pueredu.office.counter.scoping import ScopedFieldsMixin
from pueredu.units.enums import Reach, Role
from tests.house.packages import our_models
from tests.house.visitors import PASSWORD_BACKEND
from tests.support.rights import lent_grants
from tests.support.world import CANARY

OTHER = CANARY["b"]
KEEPERS = {
    model: keeper
    for model, keeper in admin.site._registry.items()
    if isinstance(keeper, ScopedAdmin)
}
ROWS = (ScopedFieldsMixin, "get_queryset")
CHOICES = (ScopedFieldsMixin, "formfield_for_foreignkey")
SEEING = [(ScopedFieldsMixin, f"has_{verb}_permission") for verb in ("view", "change", "delete")]
# a seat in a leading group
SEAT = {"code": "x", "title": "席位", "rank": "member", "precedence": 9, "source": "测试"}
PLAIN = ("view", "add", "change", "delete", "export")


@contextmanager
def lent_keys():
    """The county's bureau may enter, and keep every table of its own county."""
    with lent_grants() as grant:
        own = {Role.COUNTY_BUREAU: Reach.SUBTREE}
        for perm in ("office.enter_admin", "loop.chase_matter", "accounts.add_user"):
            grant(perm, own)
        for model in our_models():
            for verb in PLAIN:
                grant(permission(verb, model), own)
        yield grant


class Clerk:
    """A browser; an answer's ``said`` is its body, its headers and what a redirect then shows."""

    def __init__(self, user):
        self.client = Client()
        self.client.force_login(user, backend=PASSWORD_BACKEND)

    def get(self, address: str, **query):
        return self._said(self.client.get(address, query))

    def post(self, address: str, data: dict):
        return self._said(self.client.post(address, data))

    def leaks(self, address: str, **query) -> bool:
        """Whether the answer names the other county."""
        return OTHER in self.get(address, **query).said

    def _said(self, response):
        body = b"".join(response) if response.streaming else response.content
        response.said = f"{dict(response.headers)} {body.decode('utf-8', 'replace')}"
        return response


def list_of(model) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def page_of(model, pk, page="change") -> str:
    return f"{list_of(model)}{pk}/{page}/"


@contextmanager
def without(*overrides):
    """The admin as it would be without these overrides: ``(class, name)``."""
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in overrides:
            patch.delattr(owner, name)
        yield


@contextmanager
def undone():
    """What is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def closed(probe, *overrides):
    """``probe`` finds nothing; without the overrides that close it, it does."""
    with undone():
        assert not probe()
    with undone(), without(*overrides):
        assert probe(), "there was nothing to leak: the probe proves nothing"


def closed_twice(probe, *overrides):
    """``probe`` finds nothing, also without the overrides: the action behind the page asks again."""
    with undone():
        assert not probe()
    with undone(), without(*overrides):
        assert not probe()
