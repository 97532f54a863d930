"""The security administrator's way to posts: the admin, through the same actions."""

import pytest
from django.urls import reverse

from pueredu.audit.models import Entry
from pueredu.units.models import Membership
from tests.support.world import TODAY

ADD = reverse("admin:units_membership_add")


@pytest.fixture
def security(sign_in):
    return sign_in("security_admin")


def change_page(world, key):
    return reverse("admin:units_membership_change", args=[held(world, key).pk])


def held(world, key):
    return Membership.objects.get(user=world.people[key])


def words(world, user, **changes):
    first = {
        "user": world.people[user].pk, "unit": world.units["a-government"].pk,
        "role": "county_government", "kind": "", "title": "", "standing_deputy": "",
        "precedence": 0, "since": TODAY.isoformat(), "until": "",
    }  # fmt: skip
    return {**first, **changes}


def test_a_post_is_given_and_remembered(world, security):
    assert security.post(ADD, words(world, "nobody")).status_code == 302
    post = held(world, "nobody")
    assert (post.role, post.tier, post.county) == ("county_government", "county", world.units["a"])
    assert (
        Entry.objects.get(verb="units.membership.add").actor == world.people["security_admin"].name
    )


def test_how_it_is_held_may_change_and_who_holds_what_where_may_not(world, security):
    data = words(world, "nobody", role="county_leader", title="主任", is_acting="on")
    assert security.post(change_page(world, "a_government"), data).status_code == 302
    post = held(world, "a_government")
    assert (post.role, post.post_name) == ("county_government", "主任（代理）")
    assert not Membership.objects.filter(user=world.people["nobody"]).exists()


def test_a_post_is_ended(world, security):
    data = words(world, "a_government", until=TODAY.isoformat())
    security.post(change_page(world, "a_government"), data)
    assert held(world, "a_government").until == TODAY


@pytest.mark.parametrize(
    ("user", "changes", "sentence"),
    [
        ("security_admin", {}, "不能给自己任职"),
        ("audit_admin", {}, "也不能兼任其他职务"),
        ("nobody", {"role": "school_officer"}, "这个角色不能设在这个单位"),
    ],
)
def test_what_the_action_refuses_is_said_in_its_sentence(world, security, user, changes, sentence):
    posts = Membership.objects.count()
    response = security.post(ADD, words(world, user, **changes))
    assert sentence in response.content.decode()
    assert Membership.objects.count() == posts
