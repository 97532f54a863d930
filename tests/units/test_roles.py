"""The roles and ties that the bureau asked for, and where in the tree each may stand."""

import pytest
from django.db import IntegrityError, transaction

from pueredu.units.access.ties import Tie
from pueredu.units.enums import ADMINISTRATORS, NEEDED_ROLES, ROLES_OF_TIER, HeadKind, Role, Tier
from pueredu.units.models import Membership
from tests.support.world import SINCE

CITY = {
    "secretariat", "city_staff", "city_training", "city_leader", "city_department", "inspector",
    "system_admin", "security_admin", "audit_admin",
}  # fmt: skip
COUNTY = {
    "county_party_office", "county_government", "county_bureau", "county_department",
    "county_leader", "county_account_manager", "inspector",
}  # fmt: skip
SCHOOL = {"central_school_officer", "school_head", "school_officer", "teacher"}
PLACES = {Tier.CITY: "city-education_bureau", Tier.COUNTY: "a-government", Tier.SCHOOL: "a1"}


def test_every_role_that_was_asked_for_is_there_and_no_other():
    assert set(Role.values) == CITY | COUNTY | SCHOOL
    assert {tier: set(roles) for tier, roles in ROLES_OF_TIER.items()} == {
        Tier.CITY: CITY, Tier.COUNTY: COUNTY, Tier.SCHOOL: SCHOOL,
    }  # fmt: skip


def test_a_school_s_head_is_its_party_secretary_or_its_principal():
    assert HeadKind.values == ["party_secretary", "principal"]


def test_the_four_ties_are_there():
    assert Tie.values == ["host", "juror", "inspection_member", "deputy"]


def test_a_unit_needs_only_roles_that_may_stand_in_it():
    for (tier, _), roles in NEEDED_ROLES.items():
        assert set(roles) <= ROLES_OF_TIER[tier]


@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("role", Role)
def test_the_database_lets_a_role_stand_in_its_own_tier_only(world, role, tier):
    post = Membership(user=world.people["nobody"], role=role, since=SINCE)
    post.unit = world.units[PLACES[tier]]
    if role in ROLES_OF_TIER[tier]:
        post.save()
        assert (post.tier, post.county_id) == (tier, post.unit.area_id)
    else:
        with (
            pytest.raises(IntegrityError, match="membership_role_fits_place"),
            transaction.atomic(),
        ):
            post.save()


def test_the_three_administrators_are_three():
    assert sorted(ADMINISTRATORS) == ["audit_admin", "security_admin", "system_admin"]
