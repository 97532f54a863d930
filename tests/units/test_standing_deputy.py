"""AB角: a colleague of the same unit stands in, with the same verbs, and the record says for whom."""

from datetime import timedelta

import pytest

from pueredu.accounts.models import User
from pueredu.audit.models import Entry
from pueredu.files.actions import store_file
from pueredu.kit.errors import Refused
from pueredu.loop import actions as loop
from pueredu.loop.models import Matter
from pueredu.loop.queries import owed
from pueredu.office.history import history_of
from pueredu.units import actions
from pueredu.units.access.holders import holders
from pueredu.units.access.posts import held_posts
from pueredu.units.enums import Role
from pueredu.units.models import Membership, Unit
from tests.support import matters
from tests.support.files import pdf
from tests.support.matters import errands  # noqa: F401
from tests.support.world import AT, SINCE, TODAY

pytestmark = pytest.mark.usefixtures("clock", "errands")


def join(world, key, unit, role):
    return Membership.objects.create(
        user=world.people[key], unit=world.units[unit], role=role, since=SINCE
    )


def stand_in(world, holder, deputy):
    post = world.people[holder].memberships.get()
    return actions.change_membership(
        post, by=world.person("security_admin"), at=AT, standing_deputy=world.people[deputy]
    )


@pytest.fixture
def pair(world):
    """The government's clerk, for whom a colleague without any right of the own stands in."""
    world.people["colleague"] = User.objects.create(username="colleague", name="同事")
    join(world, "colleague", "a-government", Role.INSPECTOR)
    return stand_in(world, "a_government", "colleague")


def test_the_deputy_holds_the_same_verbs_beside_the_holder(world, pair):
    matters.issued(world)
    for perm in ("view", "receive", "submit", "close"):
        right, matter = f"loop.{perm}_matter", Matter.objects.get()
        expected = world.person("a_government").has_perm(right, matter)
        assert world.person("colleague").has_perm(right, matter) == expected
    assert owed(world.person("colleague"), TODAY) == owed(world.person("a_government"), TODAY)
    assert holders("loop.receive_matter", matter) == [
        world.people["a_government"], world.people["colleague"],
    ]  # fmt: skip


def test_the_record_says_on_whose_behalf(world, pair):
    matter = loop.receive_matter(matters.issued(world), by=world.person("colleague"), at=AT)
    holder = world.people["a_government"].name
    entry = Entry.objects.get(verb="loop.matter.receive")
    assert (entry.actor, entry.on_behalf_of) == ("同事", holder)
    assert entry.post == f"{pair}（AB角）" == matter.events.last().post
    assert history_of(matter)[0]["unit"] == f"{pair}（AB角），代{holder}"
    assert history_of(matter)[0]["for_whom"] == ""


def test_the_desk_names_the_post_after_the_own_ones(world, pair):
    labels = [post.label for post in held_posts(world.person("colleague"))]
    assert labels[1:] == [f"{pair}（AB角）"]


def test_what_is_personal_is_not_lent(world, pair):
    """Verbs that reach only the person reach the deputy's own records."""
    post = held_posts(world.person("colleague"))[1]
    assert post.clause("self", Membership.scope) == {"user": {world.people["colleague"].pk}}


def test_an_own_post_comes_before_one_in_which_the_person_stands_in(world, pair):
    join(world, "colleague", "a-government", Role.COUNTY_GOVERNMENT)
    loop.receive_matter(matters.issued(world), by=world.person("colleague"), at=AT)
    assert Entry.objects.get(verb="loop.matter.receive").on_behalf_of == ""


def gone(world):
    return owed(world.person("colleague"), TODAY) == [] and world.people[
        "colleague"
    ] not in holders("loop.receive_matter", Matter.objects.get())


def test_it_ends_with_the_post_with_the_colleague_s_own_post_and_with_the_pairing(world, pair):
    matters.issued(world)
    own = world.people["colleague"].memberships
    pair_row = Membership.objects.filter(pk=pair.pk)
    for rows, change, back in (
        (pair_row, {"until": TODAY - timedelta(1)}, {"until": None}),
        (own, {"until": TODAY - timedelta(1)}, {"until": None}),
        (own, {"unit": world.units["a-finance"]}, {"unit": world.units["a-government"]}),
        (pair_row, {"standing_deputy": None}, {"standing_deputy": world.people["colleague"]}),
    ):
        assert not gone(world)
        rows.update(**change)
        assert gone(world), change
        rows.update(**back)


def test_a_disabled_holder_still_has_a_deputy(world, pair):
    matters.issued(world)
    User.objects.filter(pk=world.people["a_government"].pk).update(is_active=False)
    assert holders("loop.receive_matter", Matter.objects.get()) == [world.people["colleague"]]
    assert len(owed(world.person("colleague"), TODAY)) == 1


@pytest.mark.parametrize("deputy", ["a_finance", "nobody", "b_government"])
def test_only_a_colleague_of_the_same_unit_stands_in(world, deputy):
    with pytest.raises(Refused, match="同一单位在任的另一位同志"):
        stand_in(world, "a_government", deputy)


def test_nobody_appoints_oneself_and_administrators_have_no_deputies(world):
    post = world.people["city_staff"].memberships.get()
    by = world.person("security_admin")
    with pytest.raises(Refused, match="不能指定自己"):
        actions.change_membership(post, by=by, at=AT, standing_deputy=by)
    with pytest.raises(Refused, match="三员不设AB角"):
        stand_in(world, "audit_admin", "city_staff")


def test_an_administrator_stands_in_for_nobody(world):
    """Even a row written past the action gives nothing: none of the three sees business data."""
    post = world.people["city_staff"].memberships
    post.update(standing_deputy=world.people["system_admin"])
    assert [post.role for post in held_posts(world.person("system_admin"))] == ["system_admin"]
    matters.issued(world)
    assert not Matter.objects.visible_to(world.person("system_admin")).exists()
    post.update(standing_deputy=world.people["city_training"])
    assert len(held_posts(world.person("city_training"))) == 2


def test_the_deputy_who_did_the_work_does_not_verify_it(world, pair):
    join(world, "colleague", "city-education_bureau", Role.CITY_STAFF)
    matter = matters.received(world)
    loop.report_progress_matter(matter, by=world.person("colleague"), at=AT, text="半", percent=50)
    doer = world.person("a_government")
    file = store_file(pdf(), by=doer, at=AT, owner_label="loop.matter")
    matter = loop.submit_matter(matter, by=doer, at=AT, text="完成", attachments=[file])
    with pytest.raises(Refused, match="请换一位同志核验"):
        loop.close_matter(matter, by=world.person("colleague"), at=AT)
    assert loop.close_matter(matter, by=world.person("city_staff"), at=AT).state == "closed"


def test_posts_cost_the_same_queries_with_and_without_a_deputy(
    world, pair, django_assert_num_queries
):
    for key in ("colleague", "a_government", "a_finance"):
        user = world.person(key)
        with django_assert_num_queries(2):
            list(Unit.objects.visible_to(user))


def test_ending_a_post_does_not_ask_whether_its_deputy_is_still_there(world, pair):
    world.people["colleague"].memberships.update(until=TODAY - timedelta(1))
    by = world.person("security_admin")
    assert actions.end_membership(pair, by=by, at=AT).until == TODAY - timedelta(1)
