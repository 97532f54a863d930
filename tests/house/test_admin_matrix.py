"""The admin: nobody outside the bureau reaches any page of it; inside, the agreed table holds.

How far a page reaches for somebody of one 县(区) who is lent the key is probed beside this
(test_admin_probes.py); everybody × every method is walked by ``make matrix``.
"""

import pytest
from django.contrib import admin

from pueredu.kit.names import permission
from tests.house.admin_pages import DOOR, is_ours, name_of, path_of, unclassified
from tests.house.admin_walk import inside_complaint, list_of, outside_complaint, walk_admin
from tests.house.urls import admin_patterns
from tests.house.walk import outcome

pytestmark = pytest.mark.usefixtures("no_unknown_variables", "quiet", "looked_up_once")

INSIDE = (
    "secretariat", "city_staff", "city_training", "system_admin", "security_admin", "audit_admin",
)  # fmt: skip
OUTSIDE = ("anonymous", "city_leader", "a1_teacher")
REGISTRY = admin.site._registry
PAGES = [item for item in admin_patterns() if name_of(item) not in DOOR]


def test_every_page_of_every_model_is_walked():
    assert unclassified(admin_patterns(), REGISTRY) == set()


def test_no_table_of_an_installed_package_is_in_the_admin():
    assert [model._meta.label for model in REGISTRY if not is_ours(model)] == []


def test_everybody_outside_meets_the_door(visitors):
    outside = [visitor for key, visitor in visitors.items() if key not in INSIDE]
    assert len(outside) > 20
    met = {visitor.key: outcome(visitor.ask("GET", "/admin/")) for visitor in outside}
    assert {key: said for key, said in met.items() if said not in {"sign in", "forbidden"}} == {}


@pytest.mark.parametrize("key", OUTSIDE)
def test_nobody_outside_the_bureau_reaches_a_page(visitors, key):
    found = walk_admin(visitors[key], PAGES, {"GET", "POST"}, outside_complaint)
    assert (found.wrong, found.leaks) == ([], {})
    assert found.cells >= 2 * len(PAGES)


@pytest.mark.parametrize("key", INSIDE)
def test_the_bureau_opens_the_lists_that_were_agreed(town, visitors, key):
    person = town.person(key)
    met = {
        model._meta.label: outcome(visitors[key].ask("GET", list_of(model))) for model in REGISTRY
    }
    wanted = {
        model._meta.label: "allowed" if person.holds(permission("view", model)) else "forbidden"
        for model in REGISTRY
    }
    assert met == wanted


def test_every_list_is_opened_by_somebody(town):
    """So the headers of every table's pages are met in the walk below."""
    inside = [town.person(key) for key in INSIDE]
    unseen = [
        model._meta.label
        for model in REGISTRY
        if not any(person.holds(permission("view", model)) for person in inside)
    ]
    assert unseen == []


@pytest.mark.parametrize("key", INSIDE)
def test_the_bureau_does_no_more_in_the_admin_than_was_agreed(visitors, key):
    found = walk_admin(visitors[key], PAGES, {"GET", "POST"}, inside_complaint)
    assert (found.wrong, found.leaks) == ([], {})


def test_a_generic_redirect_tells_nothing(visitors):
    met = {key: visitors[key].ask("GET", "/admin/r/1/1/").status_code for key in INSIDE}
    assert met == dict.fromkeys(INSIDE, 404)


def test_the_blanks_of_an_address_are_filled():
    assert [path_of(item) for item in PAGES if set("<>?^$()") & set(path_of(item))] == []
