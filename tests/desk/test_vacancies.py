"""What nobody holds is seen by those who can end it, and by the Secretariat."""

from datetime import timedelta

import pytest

from measures.models import GroupPost, LeadingGroup
from pueredu.units.enums import Role
from tests.desk.conftest import EVERYBODY
from tests.support.world import TODAY

PAGE = "/vacancies/"


@pytest.fixture
def gaps(world):
    """No clerk in a county's finance office, none in a school, and one seat of two is empty."""
    for key in ("a_finance", "a1_officer"):
        world.people[key].memberships.update(until=TODAY - timedelta(1))
    group = LeadingGroup.objects.create(area=world.units["a"], name="甲领导小组", source="测试")
    seat = {"group": group, "rank": "co_head", "source": "测试"}
    held = world.people["a_leader"].memberships.get()
    GroupPost.objects.create(code="secretary", title="书记", precedence=1, holder=held, **seat)
    GroupPost.objects.create(code="head", title="县长", precedence=2, **seat)
    return world


def lines(response, name):
    return [[cell["value"] for cell in row["cells"]][:3] for row in response.context[name].rows]


def test_the_secretariat_sees_offices_and_seats(gaps, sign_in):
    response = sign_in("secretariat").get(PAGE)
    assert lines(response, "offices") == [
        [gaps.units["a-finance"].name, gaps.units["a"].short_name, "县(区)直部门联络员"]
    ]
    assert lines(response, "seats") == [["甲领导小组", "县长", "双组长"]]


def test_a_seat_whose_holder_left_is_vacant_too(gaps, sign_in):
    gaps.people["a_leader"].memberships.update(until=TODAY - timedelta(1))
    assert [row[1] for row in lines(sign_in("secretariat").get(PAGE), "seats")] == ["书记", "县长"]


def test_the_security_administrator_sees_the_offices_and_no_business(gaps, sign_in):
    response = sign_in("security_admin").get(PAGE)
    assert (len(lines(response, "offices")), lines(response, "seats")) == (1, [])
    assert "甲领导小组" not in response.content.decode()
    (row,) = response.context["offices"].rows
    form = sign_in("security_admin").get(row["url"]).context["form"]
    assert (form["unit"].value(), form["office"].value()) == (
        str(gaps.units["a-finance"].pk), Role.COUNTY_DEPARTMENT,
    )  # fmt: skip


def test_the_county_s_manager_is_led_to_what_is_theirs_to_give(gaps, sign_in):
    rows = sign_in("a_accounts").get(PAGE).context["offices"].rows
    assert [(row["cells"][0]["value"], bool(row["url"])) for row in rows] == [
        (gaps.units["a-finance"].name, False),
        (gaps.units["a1"].name, True),
        (gaps.units["a2"].name, True),
    ]


def test_nobody_else_sees_the_page(gaps, sign_in):
    statuses = {key: sign_in(key).get(PAGE).status_code for key in EVERYBODY}
    assert {key for key, status in statuses.items() if status == 200} == {
        "secretariat", "city_staff", "city_training", "security_admin", "a_accounts",
    }  # fmt: skip
    assert set(statuses.values()) == {200, 403}


def test_a_house_without_gaps_says_so(world, sign_in):
    assert "没有空缺" in sign_in("secretariat").get(PAGE).content.decode()


def test_the_page_costs_the_same_however_much_is_vacant(gaps, sign_in, django_assert_num_queries):
    for _ in range(2):
        client = sign_in("secretariat")
        with django_assert_num_queries(8):
            client.get(PAGE)
        for key in ("a_bureau", "b_finance", "city_staff"):
            gaps.people[key].memberships.update(until=TODAY - timedelta(1))
