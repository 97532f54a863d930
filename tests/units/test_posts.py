"""A post as it is kept: how it reads, and what the database refuses."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pueredu.kit.constraints import speaking
from pueredu.kit.errors import Refused
from pueredu.units.enums import ADMINISTRATORS, HeadKind, Role, SchoolType
from pueredu.units.models import Membership, Unit
from tests.support.world import SINCE

DAY = date(2023, 1, 10)


def post_of(world, unit="a1", role=Role.SCHOOL_OFFICER, since=SINCE, **words):
    user = words.pop("user", None) or world.people["nobody"]
    return Membership(user=user, unit=world.units[unit], role=role, since=since, **words)


def broken(membership) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        membership.save()
    return error.value.__cause__.diag.constraint_name


def test_a_head_reads_as_party_secretary_principal_or_kindergarten_head(world):
    head = post_of(world, role=Role.SCHOOL_HEAD, kind=HeadKind.PARTY_SECRETARY)
    assert head.post_name == "党组织书记"
    head.kind = HeadKind.PRINCIPAL
    assert head.post_name == "校长"
    head.unit.school_type = SchoolType.KINDERGARTEN
    assert head.post_name == "园长"


def test_one_person_may_hold_both_posts_of_a_small_school_but_none_twice(world):
    for kind in HeadKind:
        post_of(world, role=Role.SCHOOL_HEAD, kind=kind).save()
    again = post_of(world, role=Role.SCHOOL_HEAD, kind=HeadKind.PRINCIPAL)
    assert broken(again) == "membership_held_once"


def test_an_acting_post_says_so_in_its_label(world):
    head = post_of(world, role=Role.SCHOOL_HEAD, title="副校长", is_acting=True)
    officer = post_of(world, title="经办人", is_acting=True)
    assert (head.post_name, officer.post_name) == ("副校长（主持工作）", "经办人（代理）")
    assert str(officer) == "金丝雀甲一小·经办人（代理）"


def test_an_acting_post_carries_the_same_rights(world):
    officer = world.people["a1_officer"]
    before = set(Unit.objects.visible_to(world.person("a1_officer")))
    officer.memberships.update(is_acting=True)
    assert set(Unit.objects.visible_to(world.person("a1_officer"))) == before != set()


def test_the_database_refuses_what_no_page_offers(world):
    other = world.people["a1_teacher"]
    assert broken(post_of(world, until=SINCE - timedelta(2))) == "membership_dates_in_order"
    assert broken(post_of(world, kind=HeadKind.PRINCIPAL)) == "membership_kind_is_of_heads"
    itself = post_of(world, standing_deputy=world.people["nobody"])
    assert broken(itself) == "membership_deputy_is_another"
    admin = post_of(world, "city-education_bureau", Role.AUDIT_ADMIN, standing_deputy=other)
    assert broken(admin) == "membership_deputy_is_another"


def test_a_post_taken_back_on_its_first_day_was_never_in_force(world):
    post_of(world, since=DAY, until=DAY - timedelta(1)).save()
    posts = Membership.objects.filter(user=world.people["nobody"])
    assert [posts.in_force(DAY + timedelta(n)).count() for n in (-1, 0, 1)] == [0, 0, 0]


# two terms of one person, and whether an administrator's post may stand beside another in them
TERMS = [
    ((SINCE, None), (SINCE, None), False),
    ((SINCE, DAY), (DAY, None), False),
    ((SINCE, DAY), (DAY + timedelta(1), None), True),
    ((DAY, DAY - timedelta(1)), (SINCE, None), True),
    ((DAY, None), (SINCE, DAY - timedelta(1)), True),
]


@pytest.mark.parametrize("beside", [Role.AUDIT_ADMIN, Role.CITY_STAFF])
@pytest.mark.parametrize(("first", "second", "apart"), TERMS)
def test_an_administrator_holds_nothing_else_at_the_same_time(world, first, second, apart, beside):
    place = "city-education_bureau"
    post_of(world, place, Role.SYSTEM_ADMIN, since=first[0], until=first[1]).save()
    other = post_of(world, place, beside, since=second[0], until=second[1])
    if apart:
        other.save()
    else:
        assert broken(other) == "membership_admins_apart"


def test_the_refusal_is_a_sentence_for_the_screen(world):
    post_of(world, "city-education_bureau", Role.SECURITY_ADMIN).save()
    with pytest.raises(Refused, match="互相排斥，也不能兼任其他职务"), speaking(Membership):
        post_of(world).save()


def test_a_change_of_role_or_of_dates_is_held_apart_too(world):
    place = "city-education_bureau"
    post_of(world, place, Role.CITY_STAFF).save()
    later = post_of(world, place, Role.INSPECTOR)
    later.save()
    later.role = Role.SYSTEM_ADMIN
    assert broken(later) == "membership_admins_apart"
    Membership.objects.filter(user=later.user).update(until=DAY)
    admin = post_of(world, place, Role.SYSTEM_ADMIN, since=DAY + timedelta(1))
    admin.save()
    admin.since = DAY
    assert broken(admin) == "membership_admins_apart"


def test_a_county_account_manager_may_be_a_teacher_too(world):
    teacher = world.people["a1_teacher"]
    post_of(world, "a-education_bureau", Role.COUNTY_ACCOUNTS, user=teacher).save()
    assert teacher.memberships.count() == 2


STEPS = st.lists(
    st.tuples(
        st.sampled_from([*sorted(ADMINISTRATORS), Role.CITY_STAFF, Role.CITY_TRAINING]),
        st.integers(0, 20),
        st.none() | st.integers(-1, 10),
        st.booleans(),
    ),
    max_size=8,
)


def clashes(posts) -> list:
    """Pairs of posts in force on one day of which one at least is an administrator's."""
    return [
        (one, two)
        for n, one in enumerate(posts)
        for two in posts[n + 1 :]
        if {one.role, two.role} & ADMINISTRATORS
        for day in (DAY + timedelta(offset) for offset in range(40))
        if all(p.since <= day and (p.until is None or p.until >= day) for p in (one, two))
    ]


@given(steps=STEPS)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_sequence_of_posts_lets_an_administrator_hold_two_things(world, steps):
    """Posts are given and moved at random; whatever the database took, nothing clashes."""
    unit, user = world.units["city-education_bureau"], world.people["nobody"]
    with transaction.atomic():
        for role, offset, length, moves in steps:
            since = DAY + timedelta(offset)
            until = None if length is None else since + timedelta(length)
            post = (moves and user.memberships.order_by("pk").first()) or Membership(
                user=user, unit=unit
            )
            post.role, post.since, post.until = role, since, until
            try:
                with transaction.atomic():
                    post.save()
            except IntegrityError:
                continue
        assert clashes(list(user.memberships.all())) == []
        transaction.set_rollback(True)
