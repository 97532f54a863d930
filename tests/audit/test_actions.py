"""What an entry remembers: who, from which post, for whom, what, and from where."""

import pytest

from pueredu.audit.actions import remember
from pueredu.audit.context import acting_from
from pueredu.audit.models import Entry
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.units.access import registry
from pueredu.units.access.acts import acting
from pueredu.units.access.records import delete_record, save_record
from pueredu.units.enums import Reach, Role
from pueredu.units.models import Membership, Unit
from tests.support.world import AT


def test_names_are_copied_as_text_so_that_the_entry_outlives_them(world):
    clerk, unit = world.people["a_bureau"], world.units["a1"]
    remember("units.unit.change", unit, by=clerk, at=AT, post="教体局·经办人", reason="更名")
    entry = Entry.objects.get()
    assert (entry.actor, entry.actor_id, entry.post) == (clerk.name, clerk.pk, "教体局·经办人")
    assert (entry.object_type, entry.object_id) == ("units.unit", str(unit.pk))
    assert (entry.object_label, entry.county_id) == (unit.short_name, world.units["a"].pk)
    assert (entry.result, entry.reason, str(entry)) == (
        "done", "更名", f"{clerk.name} units.unit.change {unit.short_name}",
    )  # fmt: skip


def test_the_system_acts_under_its_own_name(world):
    entry = remember("units.unit.change", world.units["a"], by=None, at=AT)
    assert (entry.actor, entry.actor_id) == ("系统", None)


def test_the_origin_of_a_request_is_kept_and_ends_with_it(world):
    with acting_from(request_id="r-1", address="10.0.0.1"):
        inside = remember("units.unit.change", world.units["a"], by=None, at=AT)
    outside = remember("units.unit.change", world.units["a"], by=None, at=AT)
    assert (inside.request_id, inside.address) == ("r-1", "10.0.0.1")
    assert (outside.request_id, outside.address) == ("", "")


def test_a_history_holds_one_record_s_entries_oldest_first(world):
    for unit in ("a1", "b1", "a1"):
        remember(f"test.{unit}", world.units[unit], by=None, at=AT)
    assert [entry.verb for entry in Entry.objects.about(world.units["a1"])] == ["test.a1"] * 2


def test_a_change_is_remembered_field_by_field_with_the_post_that_allowed_it(world):
    unit = world.units["a1"]
    unit.precedence = 77
    save_record(unit, by=world.person("secretariat"), at=AT)
    entry = Entry.objects.about(unit).get()
    assert (entry.verb, entry.changes) == ("units.unit.change", {"precedence": ["16", "77"]})
    assert entry.post == "测试市秘书组·市领导小组秘书组"


def test_who_may_not_change_it_changes_nothing_and_leaves_no_entry(world):
    unit = world.units["a1"]
    unit.precedence = 77
    with pytest.raises(NotPermitted):
        save_record(unit, by=world.person("a_bureau"), at=AT)
    unit.refresh_from_db()
    assert (unit.precedence, Entry.objects.count()) == (16, 0)


def test_a_record_cannot_be_moved_to_where_the_person_has_no_right(world, monkeypatch):
    monkeypatch.setitem(
        registry._grants,
        "units.change_membership",
        [registry.Grant(Role.COUNTY_BUREAU, Reach.SUBTREE)],
    )
    clerk, post = world.person("a_bureau"), Membership.objects.get(user=world.people["a1_teacher"])
    post.title = "班主任"
    assert save_record(post, by=clerk, at=AT).title == "班主任"
    post.unit = world.units["b1"]
    with pytest.raises(NotPermitted):
        save_record(post, by=clerk, at=AT)
    assert Membership.objects.get(pk=post.pk).unit == world.units["a1"]


def test_a_new_record_is_judged_by_the_place_it_is_saved_in(world, monkeypatch):
    monkeypatch.setitem(
        registry._grants,
        "units.add_membership",
        [registry.Grant(Role.COUNTY_BUREAU, Reach.SUBTREE)],
    )
    clerk = world.person("a_bureau")
    words = {"user": world.people["nobody"], "role": Role.TEACHER, "since": "2023-01-01"}
    own = save_record(Membership(unit=world.units["a1"], **words), by=clerk, at=AT)
    assert own.county == world.units["a"]
    foreign = Membership(unit=world.units["b1"], county=world.units["a"], **words)
    with pytest.raises(NotPermitted):
        save_record(foreign, by=clerk, at=AT)
    assert Membership.objects.filter(user=world.people["nobody"]).get() == own


def test_deleting_remembers_what_was_there(world):
    unit = Unit.objects.create(
        code="T-x", kind="school", parent=world.units["a1"].parent, name="旧校", short_name="旧校"
    )
    delete_record(unit, by=None, at=AT, reason="撤并")
    entry = Entry.objects.get(verb="units.unit.delete")
    assert (entry.object_label, entry.reason) == ("旧校", "撤并")
    assert not Unit.objects.filter(code="T-x").exists()


def test_an_act_that_breaks_a_constraint_answers_with_its_sentence_and_keeps_nothing(world):
    unit = world.units["a1"]
    with (
        pytest.raises(Refused, match="单位不能是自己的上级"),
        acting("change", unit, by=None, at=AT) as locked,
    ):
        locked.parent = unit
    assert Unit.objects.get(pk=unit.pk).parent == world.units["a-education_bureau"]
    assert Entry.objects.count() == 0


def test_every_act_locks_a_fresh_row(world, django_assert_num_queries):
    stale = Unit.objects.get(pk=world.units["a1"].pk)
    Unit.objects.filter(pk=stale.pk).update(source="他人刚改")
    with acting("change", stale, by=None, at=AT) as locked:
        assert locked.source == "他人刚改"
