"""Whom a person may appoint, where, and what nobody holds."""

from datetime import date, timedelta

import pytest

from pueredu.accounts.models import User
from pueredu.units.access.posts import held_posts
from pueredu.units.access.ties import Tie, give_tie
from pueredu.units.enums import ROLES_OF_TIER, HeadKind, Role, Tier
from pueredu.units.models import Membership
from pueredu.units.queries import (
    appointable,
    colleagues,
    openings,
    vacancies,
    with_predecessors,
)
from studios.models import Studio
from tests.support.world import TODAY

pytestmark = pytest.mark.usefixtures("clock")


def keys_of(world, users) -> set[str]:
    return {key for key, user in world.people.items() if user in users}


def test_a_county_account_manager_finds_the_county_s_people_and_those_without_a_post(world):
    found = keys_of(world, appointable(world.person("a_accounts"), TODAY))
    own = {key for key in world.people if key.startswith("a") and key[1] in "_123"}
    assert found == own - {"a_accounts"} | {"nobody", "former"}


def test_somebody_with_a_post_to_come_elsewhere_is_not_free(world):
    Membership.objects.create(
        user=world.people["nobody"], unit=world.units["b1"], role=Role.TEACHER,
        since=TODAY + timedelta(9),
    )  # fmt: skip
    assert world.people["nobody"] not in appointable(world.person("a_accounts"), TODAY)
    assert world.people["nobody"] in appointable(world.person("b_accounts"), TODAY)


def test_an_expert_who_holds_a_tie_is_left_to_the_city(world):
    """Else a county could take over the account with a post, and the tie with the account."""
    school = world.units["b1"]
    studio = Studio.objects.create(name="工作室", kind="teacher", school=school, state="proposed")
    expert, manager = world.people["nobody"], world.person("a_accounts")
    give_tie(Tie.HOST, studio, expert, since=TODAY, until=TODAY)
    assert expert not in appointable(manager, TODAY)
    assert expert in appointable(manager, TODAY + timedelta(1))


def test_a_county_hands_out_no_code_to_somebody_with_an_office_to_come(world):
    teacher, right = world.people["a1_teacher"], "accounts.issue_activation_user"
    assert world.person("a_accounts").has_perm(right, teacher)
    Membership.objects.create(
        user=teacher, unit=world.units["city-education_bureau"], role=Role.CITY_STAFF,
        since=TODAY + timedelta(9),
    )  # fmt: skip
    assert not world.person("a_accounts").has_perm(right, teacher)


def test_a_county_hands_out_no_code_to_somebody_with_a_tie_now_or_to_come(world):
    """What a tie opens, a studio beyond the school or the matter of an organ, a code would too."""
    teacher, right = world.people["a1_teacher"], "accounts.issue_activation_user"
    studio = Studio.objects.create(
        name="工作室", kind="teacher", school=world.units["b1"], state="proposed"
    )
    for since, until, may in (
        (TODAY, TODAY, False),
        (TODAY + timedelta(9), None, False),
        (TODAY - timedelta(9), TODAY - timedelta(1), True),
    ):
        give_tie(Tie.HOST, studio, teacher, since=since, until=until)
        assert world.person("a_accounts").has_perm(right, teacher) == may
        assert world.person("system_admin").has_perm(right, teacher)


def test_the_security_administrator_finds_everybody_active_but_oneself(world):
    found = keys_of(world, appointable(world.person("security_admin"), TODAY))
    assert found == set(world.people) - {"security_admin", "disabled"}


def test_who_keeps_no_posts_finds_nobody(world):
    assert not appointable(world.person("a_bureau"), TODAY).exists()


def test_openings_are_the_county_s_schools_or_the_organs(world):
    own = openings(world.person("a_accounts"), TODAY)
    assert set(own.units) == {world.units[key] for key in ("a1", "a2", "a3")}
    assert set(own.roles) == ROLES_OF_TIER[Tier.SCHOOL]
    offices = openings(world.person("security_admin"), TODAY)
    keys = {key for key, unit in world.units.items() if unit in set(offices.units)}
    assert keys == set(world.units) - {"city", "a", "b", "a1", "a2", "a3", "b1"}
    assert offices.roles == list(Role)


def test_a_closed_school_is_no_opening(world):
    world.units["a1"].until = TODAY - timedelta(1)
    world.units["a1"].save()
    assert world.units["a1"] not in openings(world.person("a_accounts"), TODAY).units


def test_colleagues_are_the_others_of_the_unit(world):
    post = world.people["a1_officer"].memberships.get()
    assert keys_of(world, colleagues(post, TODAY)) == {"a1_head", "a1_teacher"}


def test_predecessors_are_those_who_held_the_same_office_before_the_last_first(world):
    post = world.people["a1_head"].memberships.get()
    post.kind = HeadKind.PRINCIPAL
    post.save()
    for n, kind in (
        (1, HeadKind.PRINCIPAL),
        (2, HeadKind.PRINCIPAL),
        (3, HeadKind.PARTY_SECRETARY),
    ):
        user = User.objects.create(username=f"former{n}", name=f"前任{n}")
        Membership.objects.create(
            user=user, unit=post.unit, role=post.role, kind=kind,
            since=date(2010 + n, 1, 1), until=date(2011 + n, 12, 31),
        )  # fmt: skip
    (held,) = held_posts(world.person("a1_head"))
    record, former = with_predecessors(held)
    assert (record, [row.user.name for row in former]) == (post, ["前任2", "前任1"])


def vacant(world, key):
    return [(row.unit, row.role) for row in vacancies(world.person(key), TODAY)]


def test_a_vacancy_is_what_a_unit_cannot_do_without_and_nobody_holds(world):
    assert vacant(world, "secretariat") == []
    posts = Membership.objects
    posts.filter(user=world.people["a_finance"]).update(until=TODAY - timedelta(1))
    posts.filter(user=world.people["city_training"]).update(until=TODAY - timedelta(1))
    posts.filter(user=world.people["b_government"]).update(since=TODAY + timedelta(1))
    expected = [
        (world.units["city-education_bureau"], Role.CITY_TRAINING),
        (world.units["a-finance"], Role.COUNTY_DEPARTMENT),
        (world.units["b-government"], Role.COUNTY_GOVERNMENT),
    ]
    assert vacant(world, "secretariat") == vacant(world, "security_admin") == expected
    assert vacant(world, "a_bureau") == []


def test_a_county_account_manager_sees_the_schools_of_the_county_too(world):
    assert vacant(world, "a_accounts") == [(world.units["a2"], Role.SCHOOL_HEAD)]
    world.people["a1_officer"].memberships.update(until=TODAY - timedelta(1))
    world.people["b1_officer"].memberships.update(until=TODAY - timedelta(1))
    assert vacant(world, "a_accounts")[0] == (world.units["a1"], Role.SCHOOL_OFFICER)
    assert world.units["b1"] not in {unit for unit, _ in vacant(world, "a_accounts")}


def test_vacancies_cost_two_queries_beside_the_posts(world, django_assert_num_queries):
    user = world.person("secretariat")
    with django_assert_num_queries(3):
        vacancies(user, TODAY)
