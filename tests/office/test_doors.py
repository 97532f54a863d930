"""From a page of the portal to the admin's page of the same thing."""

import pytest

from pueredu.loop.models import Matter
from pueredu.office.counter.doors import counter_url


@pytest.fixture
def door(house, rf):
    """``door("secretariat", url)`` is where that person goes."""

    def leads(key: str, url: str) -> str:
        request = rf.get("/admin/")
        request.user = house.person(key)
        return counter_url(url, request)

    return leads


def test_a_record_opens_in_the_admin(door):
    matter = Matter.objects.get(title="食堂甲")
    page = f"/admin/loop/matter/{matter.pk}/change/"
    assert door("secretariat", matter.get_absolute_url()) == page


def test_the_page_of_a_verb_is_the_verb_in_the_admin(door):
    assert door("secretariat", "/matters/7/close/") == "/admin/loop/matter/7/do/close/"


def test_a_verb_that_the_admin_does_not_offer_is_its_record(door):
    assert door("secretariat", "/matters/7/receive/") == "/admin/loop/matter/7/change/"


def test_a_list_takes_its_conditions_along(door):
    assert door("secretariat", "/matters/?kind=errand&open=1") == (
        "/admin/loop/matter/?kind=errand&open=1"
    )
    assert door("secretariat", "/matters/?county=3&state=submitted") == (
        "/admin/loop/matter/?county__id__exact=3&state__exact=submitted"
    )


def test_a_list_with_a_condition_that_the_admin_does_not_know_stays_in_the_portal(door):
    assert door("secretariat", "/matters/?lamp=red") == "/matters/?lamp=red"


def test_who_does_not_see_the_table_in_the_admin_stays_in_the_portal(door):
    assert door("audit_admin", "/matters/7/") == "/matters/7/"


def test_a_page_without_a_table_stays_in_the_portal(door):
    assert door("secretariat", "/studios/coverage/?gaps=on") == "/studios/coverage/?gaps=on"
