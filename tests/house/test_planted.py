"""A new address, a new page of the admin or a new ModelAdmin without a row fails the build."""

from contextlib import suppress

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from pueredu import urls
from pueredu.office.counter import ScopedAdmin
from pueredu.ops.models import Heartbeat
from tests.house.admin_pages import unclassified
from tests.house.policies import wrong_headers
from tests.house.urls import admin_patterns, patterns_of
from tests.house.visitors import PASSWORD_BACKEND
from tests.house.walk import outcome, uncovered, written_in_vain
from tests.support.world import CANARY


class PlantedAdmin(ScopedAdmin):
    """Its model has no row in the table of rights, and it answers a page of an unknown kind."""

    def get_urls(self):
        page = self.admin_site.admin_view(lambda _request: HttpResponse("planted"))
        return [path("weeds/", page, name="ops_heartbeat_weeds"), *super().get_urls()]


def broken(_request):
    raise RuntimeError(CANARY["b"])


def scribbling(request):
    """Refuses, but has written by then: behind the back of the models, and taken back again."""
    with connection.cursor() as cursor, suppress(RuntimeError), transaction.atomic():
        cursor.execute("WITH new AS (UPDATE units_unit SET name = '改名' RETURNING id) TABLE new")
        raise RuntimeError
    raise PermissionDenied


def peeping(_request):
    """Answers as it should, but a look leaves a trace."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE units_unit SET name = '改名'")
    return HttpResponse("planted")


broken.access = scribbling.access = peeping.access = "signed-in"
planted = (
    path("peeps/", peeping, name="peeps"),
    path("weeds/", broken, name="weeds"),
    path("scribbles/", scribbling, name="scribbles"),
    path("", include(urls.urlpatterns)),
)


@pytest.fixture
def planted_admin():
    admin.site.register(Heartbeat, PlantedAdmin)
    yield admin.site.urls[0]
    admin.site.unregister(Heartbeat)


def portal_of(urlconf):
    return [item for item in patterns_of(urlconf) if not item.is_admin]


def test_an_address_without_a_row_is_named():
    assert uncovered(portal_of("pueredu.urls")) == set()
    assert uncovered(portal_of(planted)) == {"weeds", "scribbles", "peeps"}


def test_a_model_without_a_row_and_a_page_of_no_kind_are_named(planted_admin):
    pages = patterns_of([path("admin/", (planted_admin, "admin", "admin"))])
    new = [page for page in pages if "ops_heartbeat" in page.name]
    assert unclassified([*admin_patterns(), *new], admin.site._registry) == {
        "ops.Heartbeat: no right to view it in docs/rights.csv",
        "admin:ops_heartbeat_weeds: a page of no kind that is walked",
    }


def test_a_model_outside_the_scoped_admin_is_named():
    registry = {Heartbeat: admin.ModelAdmin(Heartbeat, admin.site)}
    assert "ops.Heartbeat: not a ScopedAdmin" in unclassified([], registry)


@override_settings(ROOT_URLCONF=planted)
def test_a_fault_shows_a_page_that_tells_nothing(town, caplog):
    client = Client(raise_request_exception=False)
    client.force_login(town.world.people["a_bureau"], backend=PASSWORD_BACKEND)
    response = client.get("/weeds/")
    assert (response.status_code, CANARY["b"] in response.content.decode()) == (500, False)
    assert "RuntimeError" not in response.content.decode()
    assert wrong_headers(response) == ""


@override_settings(ROOT_URLCONF=planted)
def test_a_refusal_that_wrote_something_is_named(visitors):
    response = visitors["a_bureau"].ask("GET", "/scribbles/")
    assert written_in_vain(response, outcome(response)) == "refused, but wrote ['units_unit']"


@override_settings(ROOT_URLCONF=planted)
def test_a_look_that_wrote_something_is_named(visitors):
    response = visitors["a_bureau"].ask("GET", "/peeps/")
    assert written_in_vain(response, "allowed") == "only looked at, but wrote ['units_unit']"
