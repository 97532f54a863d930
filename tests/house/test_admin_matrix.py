"""The admin: nobody outside the bureau reaches any page of it; inside, the agreed table holds."""

import re

import pytest
from django.contrib import admin

from pueredu.kit.names import noun, permission
from pueredu.office.counter import ScopedAdmin
from tests.house.oracle import carries
from tests.house.test_matrix import QUIET_TABLES, outcome
from tests.house.town import MISSING
from tests.house.urls import Address, admin_patterns

pytestmark = pytest.mark.usefixtures("no_unknown_variables", "quiet")

INSIDE = (
    "secretariat", "city_staff", "city_training", "system_admin", "security_admin", "audit_admin",
)  # fmt: skip
WALKERS = (
    "anonymous", "disabled", "former", "nobody", "expert", "city_leader", "city_finance",
    "a_bureau", "a1_head", "a1_teacher",
)  # fmt: skip
POSTERS = ("anonymous", "a_bureau", "a1_head")
# the door itself, and what a script may ask of it
DOOR = {"admin:login", "admin:logout", "admin:jsi18n"}
OURS = ("pueredu.", "accountability.", "measures.", "training.", "studios.")
MODELS = {
    model: keeper
    for model, keeper in admin.site._registry.items()
    if model.__module__.startswith(OURS)
}
FILLING = {
    "object_id": "1", "verb": "close", "app_label": "studios", "content_type_id": "1", "url": "x/",
}  # fmt: skip


def path_of(address: Address, **filling) -> str:
    """An address of the admin with something in every blank."""
    words = {**FILLING, **filling}
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda m: words.get(m[1], "1"), address.route)
    route = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: words.get(m[1], "1"), route)
    return "/" + route.replace("^", "").replace("$", "").replace("\\Z", "")


def pages() -> list[Address]:
    return [item for item in admin_patterns() if item.name not in DOOR]


def test_every_model_of_the_admin_is_scoped():
    assert [str(keeper) for keeper in MODELS.values() if not isinstance(keeper, ScopedAdmin)] == []


@pytest.mark.parametrize("key", INSIDE)
def test_what_installed_packages_register_is_closed(town, visitors, key):
    """No table of rights names their models, so nobody opens them."""
    foreign = [model for model in admin.site._registry if model not in MODELS]
    met = {
        model._meta.label: outcome(visitors[key].ask("GET", list_of(model))) for model in foreign
    }
    assert met == dict.fromkeys(met, "forbidden")


def test_everybody_outside_meets_the_door(town, visitors):
    outside = [visitor for key, visitor in visitors.items() if key not in INSIDE]
    assert len(outside) > 20
    met = {visitor.key: outcome(visitor.ask("GET", "/admin/")) for visitor in outside}
    assert {key: said for key, said in met.items() if said not in {"sign in", "forbidden"}} == {}


@pytest.mark.parametrize("key", WALKERS)
def test_nobody_outside_the_bureau_reaches_a_page(town, visitors, key):
    visitor, reached = visitors[key], []
    for address in pages():
        for method in ("GET", "POST") if key in POSTERS else ("GET",):
            met = outcome(visitor.ask(method, path_of(address)))
            if met not in {"sign in", "forbidden", "hidden"} or visitor.written - QUIET_TABLES:
                reached.append(f"{method} {address.name}: {met}, wrote {visitor.written}")
    assert reached == []


@pytest.mark.parametrize("key", INSIDE)
def test_the_bureau_opens_the_lists_that_were_agreed(town, visitors, key):
    post = town.posts[key]
    met = {model._meta.label: outcome(visitors[key].ask("GET", list_of(model))) for model in MODELS}
    wanted = {
        model._meta.label: "allowed"
        if carries(post, frozenset(), permission("view", model))
        else "forbidden"
        for model in MODELS
    }
    assert met == wanted


def list_of(model) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


@pytest.mark.parametrize("key", INSIDE)
def test_the_bureau_does_no_more_in_the_admin_than_was_agreed(town, visitors, key):
    post, beyond = town.posts[key], []
    for model, keeper in MODELS.items():
        for verb, page, method in steps(model, keeper):
            met = outcome(visitors[key].ask(method, page))
            if met == "allowed" and not carries(post, frozenset(), permission(verb, model)):
                beyond.append(f"{key} {method} {page}")
    assert beyond == []


def steps(model, keeper):
    """(verb, page, method) of what the admin offers on a record that is there."""
    first = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
    base = f"{list_of(model)}{first or MISSING}/"
    yield "add", f"{list_of(model)}add/", "GET"
    if first is None:
        return
    yield "delete", f"{base}delete/", "GET"
    yield "delete", f"{base}delete/", "POST"
    for item in keeper.verbs:
        yield item.right or item.verb, f"{base}do/{item.verb}/", "GET"
        yield item.right or item.verb, f"{base}do/{item.verb}/", "POST"


@pytest.mark.parametrize("key", INSIDE)
def test_a_record_that_is_not_yours_to_see_opens_no_page(town, visitors, key):
    post, opened = town.posts[key], []
    for model in MODELS:
        pk = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
        if pk is None or carries(post, frozenset(), permission("view", model)):
            continue
        for page in ("change/", "history/"):
            met = visitors[key].ask("GET", f"{list_of(model)}{pk}/{page}")
            if met.status_code == 200:
                opened.append(f"{noun(model)} {page}")
    assert opened == []


def test_a_generic_redirect_tells_nothing(town, visitors):
    met = {key: visitors[key].ask("GET", "/admin/r/1/1/").status_code for key in INSIDE}
    assert met == dict.fromkeys(INSIDE, 404)
