"""Who gives, changes and ends which posts, and with which sentence it is refused."""

from datetime import date, timedelta

import pytest

from pueredu.accounts.models import User
from pueredu.audit.models import Entry
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.units import actions
from pueredu.units.access.records import save_record
from pueredu.units.enums import ROLES_OF_TIER, HeadKind, Role, Tier
from pueredu.units.models import Membership, Unit
from tests.support.world import AT, TODAY

YESTERDAY = TODAY - timedelta(1)
pytestmark = pytest.mark.usefixtures("clock")


def unsaved(world, unit="a1", role=Role.SCHOOL_OFFICER, user="nobody", **words):
    words.setdefault("since", TODAY)
    return Membership(user=world.people[user], unit=world.units[unit], role=role, **words)


def give(world, by, *place, **words):
    return actions.add_membership(unsaved(world, *place, **words), by=world.person(by), at=AT)


def held(world, key):
    return world.people[key].memberships.get()


def end(world, key, by="a_accounts", **words):
    return actions.end_membership(held(world, key), by=world.person(by), at=AT, **words)


@pytest.mark.parametrize("role", sorted(ROLES_OF_TIER[Tier.SCHOOL]))
@pytest.mark.parametrize("unit", ["a1", "a2", "a3"])
def test_a_county_account_manager_gives_every_post_of_the_county_s_schools(world, role, unit):
    post = give(world, "a_accounts", unit, role)
    assert (post.pk is not None, post.county, post.tier) == (True, world.units["a"], "school")
    entry = Entry.objects.get(verb="units.membership.add")
    assert (entry.actor, entry.post.partition("·")[2]) == (
        world.people["a_accounts"].name, "县级账号管理员",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "role"),
    [
        ("b1", Role.SCHOOL_OFFICER),
        ("c1", Role.SCHOOL_OFFICER),
        ("a-education_bureau", Role.COUNTY_BUREAU),
        ("a-education_bureau", Role.COUNTY_ACCOUNTS),
        ("a-party_committee", Role.COUNTY_LEADER),
        ("city-secretariat", Role.SECRETARIAT),
        ("city-education_bureau", Role.SYSTEM_ADMIN),
    ],
)
def test_a_county_account_manager_gives_nothing_elsewhere_and_nothing_above(world, unit, role):
    with pytest.raises(NotPermitted):
        give(world, "a_accounts", unit, role)
    assert world.people["nobody"].memberships.count() == 0


def test_a_school_s_role_in_an_organ_would_reach_the_county_and_cannot_be_given(world):
    with pytest.raises((NotPermitted, Refused)):
        give(world, "a_accounts", "a-education_bureau", Role.SCHOOL_OFFICER)
    with pytest.raises(Refused, match="这个角色不能设在这个单位"):
        give(world, "security_admin", "a-education_bureau", Role.SCHOOL_OFFICER)
    assert world.people["nobody"].memberships.count() == 0


@pytest.mark.parametrize(
    ("unit", "role"),
    [
        ("a-education_bureau", Role.COUNTY_ACCOUNTS),
        ("a-government", Role.COUNTY_GOVERNMENT),
        ("city-education_bureau", Role.CITY_TRAINING),
        ("city-education_bureau", Role.AUDIT_ADMIN),
        ("c1", Role.SCHOOL_OFFICER),
    ],
)
def test_the_security_administrator_gives_city_and_county_posts_and_those_of_city_schools(
    world, unit, role
):
    assert give(world, "security_admin", unit, role).role == role


def test_the_security_administrator_leaves_county_schools_to_the_county(world):
    with pytest.raises(NotPermitted):
        give(world, "security_admin", "a1")


@pytest.mark.parametrize(
    "by", ["system_admin", "audit_admin", "secretariat", "a_bureau", "a1_head"]
)
def test_nobody_else_gives_posts_the_system_administrator_least(world, by):
    with pytest.raises(NotPermitted):
        give(world, by, "a1")
    with pytest.raises(NotPermitted):
        end(world, "a1_officer", by=by)
    assert held(world, "a1_officer").until is None


def test_nobody_gives_or_changes_the_own_post(world):
    with pytest.raises(Refused, match="不能给自己任职"):
        give(world, "a_accounts", "a1", Role.SCHOOL_HEAD, user="a_accounts")
    with pytest.raises(Refused, match="不能给自己任职"):
        give(
            world, "security_admin", "city-party_committee", Role.CITY_LEADER, user="security_admin"
        )
    with pytest.raises(Refused, match="不能给自己任职"):
        end(world, "security_admin", by="security_admin")
    assert held(world, "security_admin").until is None


@pytest.mark.parametrize("user", ["b1_teacher", "city_finance", "audit_admin"])
def test_people_of_another_county_are_not_drawn_over(world, user):
    with pytest.raises(Refused, match="只能任命本县"):
        give(world, "a_accounts", "a1", Role.TEACHER, user=user)
    assert world.people[user].memberships.count() == 1


def test_somebody_whose_posts_elsewhere_ended_is_taken_in(world):
    world.people["b1_teacher"].memberships.update(until=YESTERDAY)
    assert (
        give(world, "a_accounts", "a1", Role.TEACHER, user="b1_teacher").unit == world.units["a1"]
    )


def test_an_administrator_is_refused_every_other_post_in_a_sentence(world):
    with pytest.raises(Refused, match="也不能兼任其他职务"):
        give(world, "security_admin", "city-party_committee", Role.CITY_LEADER, user="system_admin")
    with pytest.raises(Refused, match="互相排斥"):
        give(world, "security_admin", "city-education_bureau", Role.SYSTEM_ADMIN, user="city_staff")


def test_an_account_for_somebody_new_comes_with_a_post_and_cannot_sign_in_yet(world):
    post = unsaved(world)
    newcomer = User(username="new01", name="新经办人", phone="13900000000")
    actions.add_newcomer(post, by=world.person("a_accounts"), at=AT, user=newcomer)
    user = User.objects.get(username="new01")
    assert (user.memberships.get(), user.has_usable_password()) == (post, False)
    entry = Entry.objects.get(verb="accounts.user.add")
    assert (entry.actor, entry.object_label) == (world.people["a_accounts"].name, "新经办人")
    assert entry.changes["phone"] == ["＊＊＊", "＊＊＊"]


@pytest.mark.parametrize(
    ("by", "unit", "role"),
    [
        ("a_accounts", "b1", Role.SCHOOL_OFFICER),
        ("a_accounts", "a-government", Role.COUNTY_GOVERNMENT),
        ("a_bureau", "a1", Role.SCHOOL_OFFICER),
        ("system_admin", "a1", Role.SCHOOL_OFFICER),
        ("security_admin", "a-government", Role.COUNTY_GOVERNMENT),
        ("security_admin", "c1", Role.SCHOOL_OFFICER),
    ],
)
def test_no_account_is_left_behind_where_the_post_is_refused(world, by, unit, role):
    newcomer = User(username="new01", name="新经办人")
    with pytest.raises(NotPermitted):
        actions.add_newcomer(unsaved(world, unit, role), by=world.person(by), at=AT, user=newcomer)
    assert not User.objects.filter(username="new01").exists()


def test_a_newcomer_s_post_does_not_begin_later_than_today(world):
    post = unsaved(world, since=TODAY + timedelta(1))
    newcomer = User(username="new01", name="新经办人")
    with pytest.raises(Refused, match="任职起不能晚于今天"):
        actions.add_newcomer(post, by=world.person("a_accounts"), at=AT, user=newcomer)


def test_a_post_ended_at_once_is_gone_at_the_next_request_and_its_past_stays(world):
    events = Entry.objects.count()
    post = end(world, "a1_officer", reason="调动")
    assert (post.until, post.since) == (YESTERDAY, date(2020, 1, 1))
    assert not Unit.objects.visible_to(world.person("a1_officer")).exists()
    entry = Entry.objects.get(verb="units.membership.change")
    assert (entry.reason, entry.changes) == ("调动", {"until": ["", "2023-05-24"]})
    assert Entry.objects.count() == events + 1


def test_a_post_that_ends_on_a_day_is_held_up_to_that_day(world, clock):
    end(world, "a1_officer", until=TODAY)
    assert Unit.objects.visible_to(world.person("a1_officer")).exists()
    clock.shift(timedelta(1))
    assert not Unit.objects.visible_to(world.person("a1_officer")).exists()


def test_a_post_given_by_mistake_is_taken_back_on_the_same_day_or_before_it_begins(world):
    by = world.person("a_accounts")
    for since in (TODAY, TODAY + timedelta(9)):
        post = give(world, "a_accounts", since=since)
        assert actions.end_membership(post, by=by, at=AT).until == since - timedelta(1)


def test_no_post_ends_before_it_began(world):
    with pytest.raises(Refused, match="任职止不能早于任职起"):
        end(world, "a1_officer", until=date(2019, 1, 1))


def test_what_is_over_stays_as_it_was(world):
    post = end(world, "a1_officer")
    with pytest.raises(Refused, match="已经结束，不再变更"):
        actions.change_membership(post, by=world.person("a_accounts"), at=AT, title="副主任")
    assert held(world, "a1_officer").title == ""


def test_how_a_post_is_held_may_change_and_nothing_else(world):
    by, post = world.person("a_accounts"), held(world, "a1_head")
    changed = actions.change_membership(post, by=by, at=AT, title="副校长", is_acting=True)
    assert str(changed) == "金丝雀甲一小·副校长（主持工作）"
    with pytest.raises(TypeError, match="role"):
        actions.change_membership(post, by=by, at=AT, role=Role.TEACHER)


def test_plain_keeping_asks_the_same_right(world):
    """The admin's way in meets the same table: a county's own school post, and no other."""
    save_record(unsaved(world), by=world.person("a_accounts"), at=AT)
    foreign = unsaved(world, "b1", Role.SCHOOL_HEAD, kind=HeadKind.PRINCIPAL)
    with pytest.raises(NotPermitted):
        save_record(foreign, by=world.person("a_accounts"), at=AT)
