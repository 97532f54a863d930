"""A unit is kept where it can stand: below another, in its own area, with what is below it."""

import pytest
from django.urls import reverse

from pueredu.audit.models import Entry
from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.units import actions
from pueredu.units.models import Unit
from tests.support.world import AT

pytestmark = pytest.mark.usefixtures("clock")


def school(world, **words) -> Unit:
    words = {"kind": "school", "parent": world.units["a-education_bureau"], **words}
    return Unit(code="N-1", name="新学校", short_name="新学校", **words)


def keep(world, unit, by="city_staff"):
    return actions.keep_unit(unit, by=world.person(by), at=AT)


def changed(world, key, **words) -> Unit:
    unit = Unit.objects.get(pk=world.units[key].pk)
    for name, value in words.items():
        setattr(unit, name, value)
    return unit


def test_a_new_school_stands_below_its_bureau_and_is_remembered(world):
    unit = keep(world, school(world))
    assert (unit.area, unit.path) == (world.units["a"], "T-city/T-a/T-a-education_bureau/N-1/")
    assert Entry.objects.get(verb="units.unit.add").object_label == "新学校"


def test_whoever_keeps_no_units_adds_none(world):
    with pytest.raises(NotPermitted):
        keep(world, school(world), by="a_bureau")
    assert not Unit.objects.filter(code="N-1").exists()


def test_a_unit_without_a_superior_is_a_sentence_and_no_fault(world, sign_in):
    with pytest.raises(Incomplete, match="请选择上级单位"):
        keep(world, school(world, parent=None))
    words = {
        "name": "新学校", "short_name": "新学校", "code": "N-1", "kind": "school", "precedence": 1,
        "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0,
    }  # fmt: skip
    page = sign_in("city_staff").post(reverse("admin:units_unit_add"), words)
    assert (page.status_code, "请选择上级单位" in page.content.decode()) == (200, True)


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        ("school", "a2"),
        ("central_school", "a1"),
        ("teaching_point", "a1"),
        ("village_school", "a"),
        ("school", "a-finance"),
    ],
)
def test_a_school_stands_below_a_bureau_and_a_point_below_a_central_school(world, kind, parent):
    with pytest.raises(Refused, match="的上级应是教育体育局"):
        keep(world, school(world, kind=kind, parent=world.units[parent]))


@pytest.mark.parametrize("parent", ["a2", "a-education_bureau"])
@pytest.mark.parametrize("kind", ["village_school", "teaching_point"])
def test_a_point_may_stand_below_either(world, kind, parent):
    unit = keep(world, school(world, kind=kind, parent=world.units[parent]))
    assert (unit.parent, unit.area) == (world.units[parent], world.units["a"])


def test_what_is_below_moves_along(world):
    other = keep(world, school(world, kind="central_school"))
    keep(world, changed(world, "a3", parent=other))
    point = Unit.objects.get(pk=world.units["a3"].pk)
    assert point.path == f"{other.path}T-a3/"
    keep(world, changed(world, "a-education_bureau", code="T-a-edu"))
    below = Unit.objects.below(Unit.objects.get(code="T-a-edu"))
    assert set(below.values_list("code", flat=True)) == {"T-a-edu", "T-a1", "T-a2", "T-a3", "N-1"}
    assert Unit.objects.get(code="T-a3").path == "T-city/T-a/T-a-edu/N-1/T-a3/"


def test_nothing_stands_below_itself(world):
    keep(
        world, changed(world, "a3", kind="central_school", parent=world.units["a-education_bureau"])
    )
    for key, parent in (("a-education_bureau", "a-education_bureau"), ("a", "a-education_bureau")):
        with pytest.raises(Refused, match="不能是自己或下级"):
            keep(world, changed(world, key, parent=world.units[parent]))


@pytest.mark.parametrize(
    ("key", "words", "sentence"),
    [
        ("a1", {"parent": "b-education_bureau"}, "不能改到另一个地区"),
        ("a3", {"parent": "city-education_bureau"}, "不能改到另一个地区"),
        ("a1", {"kind": "department", "parent": "a"}, "不能互改"),
        ("a-finance", {"kind": "school", "parent": "a-education_bureau"}, "不能互改"),
        ("a-finance", {"kind": "county", "parent": "city"}, "不能互改"),
        ("a2", {"kind": "school"}, "下面还有 1 个单位"),
    ],
)
def test_what_posts_people_and_the_past_rest_on_stays(world, key, words, sentence):
    words = {name: world.units.get(value, value) for name, value in words.items()}
    with pytest.raises(Refused, match=sentence):
        keep(world, changed(world, key, **words))
    kept = Unit.objects.get(pk=world.units[key].pk)
    assert (kept.parent, kept.kind, kept.area) == (
        world.units[key].parent, world.units[key].kind, world.units[key].area,
    )  # fmt: skip


def test_a_school_becomes_a_central_school_and_back_while_nothing_is_below_it(world):
    keep(world, changed(world, "a1", kind="central_school"))
    keep(world, changed(world, "a1", kind="school"))
    assert Entry.objects.filter(verb="units.unit.change").count() == 2
