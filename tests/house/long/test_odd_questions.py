"""``make matrix``: every page asked whatever comes, and every form of the admin typed into."""

import pytest
from django.contrib import admin

from tests.house.admin_pages import model_page, path_of
from tests.house.bad_input import TYPED, faults, faults_of_asking, first_reader
from tests.house.test_admin_matrix import INSIDE
from tests.house.town import MISSING
from tests.house.urls import admin_patterns, portal_patterns

PAGES = {item.name: item for item in portal_patterns() if "GET" in item.methods}
LISTS = ("o", "p", "e", "all")  # what Django's lists read from the address

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_of_the_portal_answers_to_whatever_is_asked(town, visitors, name):
    assert faults_of_asking(*first_reader(town, visitors, PAGES[name])) == {}


@pytest.mark.parametrize("key", INSIDE)
def test_every_page_of_the_admin_answers(visitors, key):
    visitor = visitors[key]
    broken = {path: found(visitor, path) for path, found in admin_paths(visitor)}
    assert len(broken) > 1
    assert {path: found for path, found in broken.items() if found} == {}


def admin_paths(visitor):
    """The forms and lists of the admin that this person opens, on the first record of each kind,
    and how each is tried."""
    for item in admin_patterns():
        model, kind = model_page(item, admin.site._registry) or (None, "")
        if kind not in WAYS:
            continue
        first = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
        path = path_of(item, first or MISSING)
        if visitor.ask("GET", path).status_code == 200:
            yield path, WAYS[kind]


def _typed(visitor, path: str) -> dict[str, str]:
    return faults(visitor, path, TYPED)


def _asked(visitor, path: str) -> dict[str, str]:
    return faults_of_asking(visitor, path, LISTS)


WAYS = {"changelist": _asked, "add": _typed, "change": _typed, "export": _typed}
