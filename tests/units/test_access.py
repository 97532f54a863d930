"""has_perm and permitted are twins; reach follows the columns of the day."""

import pytest
from django.contrib.auth.models import AnonymousUser

from pueredu.units.models import Unit

PERM = "units.view_unit"


@pytest.mark.django_db
def test_has_perm_and_permitted_agree_for_everybody_and_every_unit(world):
    for key in world.people:
        user = world.person(key)
        permitted = set(Unit.objects.permitted(user, PERM))
        assert permitted == {unit for unit in Unit.objects.all() if user.has_perm(PERM, unit)}, key


def test_county_sees_its_own_units_and_no_other_county(world):
    seen = set(Unit.objects.visible_to(world.person("a_bureau")))
    own = {
        unit
        for key, unit in world.units.items()
        if key == "a" or key.startswith(("a-", "a1", "a2", "a3"))
    }
    assert seen == own


def test_central_school_sees_itself_and_its_points(world):
    seen = set(Unit.objects.visible_to(world.person("a2_officer")))
    assert seen == {world.units["a2"], world.units["a3"]}


@pytest.mark.parametrize("key", ["former", "disabled", "nobody"])
def test_no_post_in_force_no_row(world, key):
    assert list(Unit.objects.visible_to(world.person(key))) == []


@pytest.mark.django_db
def test_an_anonymous_visitor_carries_nothing():
    assert AnonymousUser().has_perm(PERM) is False
