"""Clauses become the cheapest filter, and say the same of one record."""

from types import SimpleNamespace

import pytest
from django.db.models import Q

from pueredu.kit.scoping import as_q, clauses_for, holds, value_of
from pueredu.units.models import Membership, Unit


def ids(*numbers):
    return frozenset(numbers)


def test_the_empty_clause_is_no_filter_at_all():
    assert as_q([{"county": ids(1)}, {}]) is None


def test_clauses_on_one_column_are_one_condition():
    assert as_q([{"county": ids(1)}]) == Q(county=1)
    assert as_q([{"county": ids(2)}, {"county": ids(1)}]) == Q(county__in=[1, 2])


def test_different_columns_are_joined_by_or_and_one_clause_by_and():
    assert as_q([{"county": ids(1)}, {"school": ids(7)}]) == Q(county=1) | Q(school=7)
    both = {"county": ids(1), "kind": ids("errand")}
    assert as_q([{"county": ids(2)}, both]) == Q(county=2) | Q(Q(county=1), Q(kind="errand"))


def test_a_column_may_lead_through_a_parent_and_end_at_nothing():
    child = SimpleNamespace(parent=SimpleNamespace(pk=5, county=SimpleNamespace(pk=3)))
    assert value_of(child, "parent__county").pk == 3
    assert value_of(SimpleNamespace(parent=None), "parent__county") is None
    assert holds({"parent": ids(5), "parent__county": ids(3)}, child)
    assert not holds({"parent": ids(5), "parent__county": ids(4)}, child)
    assert holds({}, child)


def test_a_relation_that_is_not_set_yet_is_nothing():
    assert value_of(Membership(), "county") is None
    assert not holds({"county": ids(3)}, Membership())


def test_nobody_and_the_disabled_hold_nothing(world):
    assert clauses_for(SimpleNamespace(is_active=False), "units.view_unit", Unit) == []
    assert clauses_for(world.person("disabled"), "units.view_unit", Unit) == []
    assert list(Unit.objects.permitted(world.person("nobody"), "units.view_unit")) == []


def test_an_unknown_permission_is_held_by_nobody(world):
    assert not world.person("secretariat").has_perm("units.fly_unit")
    assert Unit.objects.permitted(world.person("secretariat"), "units.fly_unit").count() == 0


def test_a_list_costs_a_query_for_the_posts_and_one_for_the_rows(world, django_assert_num_queries):
    for key in ("secretariat", "a_bureau", "a2_officer"):
        user = world.person(key)
        with django_assert_num_queries(3 if key == "a2_officer" else 2):
            assert list(Unit.objects.visible_to(user))


@pytest.mark.parametrize(
    ("key", "number"), [("secretariat", 21), ("a_bureau", 8), ("a2_officer", 2), ("a1_teacher", 0)]
)
def test_the_number_of_units_in_sight_follows_the_post(world, key, number):
    assert Unit.objects.visible_to(world.person(key)).count() == number
