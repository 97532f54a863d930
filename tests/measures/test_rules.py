"""The two tables, and the kind of Matter: who may do what to whose."""

import pytest

from measures.rules import FLOWS, GRANTS
from pueredu.loop.enums import MatterTransition
from pueredu.loop.kinds import kind_of
from pueredu.loop.models import Matter
from pueredu.loop.rules import FLOWS as LOOP_FLOWS

PLAIN = ("view_", "add_", "change_", "delete_", "export_", "import_")
VERBS = [*MatterTransition.values, "view", "add"]
BUREAU = {"view", "add", "issue", "return", "close", "extend", "chase", "reopen", "withdraw"}
# who holds which verb over a Matter led by the government of county a
EXPECTED = {
    "secretariat": BUREAU,
    "secretariat2": BUREAU,
    "city_staff": BUREAU,
    "city_training": {"view"},
    "city_leader": {"view"},
    "a_government": {
        "view", "receive", "report_progress", "submit", "appoint_deputy", "end_deputy",
    },
    "a_bureau": {"view"},
    "a_party_office": {"view"},
}  # fmt: skip


def test_every_verb_of_a_flow_has_its_grants_and_nothing_else_is_granted():
    verbs = {f"{verb}_{noun}" for noun, flow in FLOWS.items() for verb in flow.verbs}
    assert {key for key in GRANTS if not key.startswith(PLAIN)} == verbs


def test_the_kind_answers_for_every_verb_of_a_matter():
    kind = kind_of("commitment")
    assert set(kind.grants) == {*LOOP_FLOWS["matter"].verbs, "view", "add", "export"}
    assert (kind.label, kind.end) == ("承诺事项", "兑现")


def test_each_person_holds_exactly_these_verbs_over_a_countys_matter(issued, world):
    matter = Matter.objects.get(lead_unit=world.units["a-government"])
    held = {}
    for key in world.people:
        user = world.person(key)
        found = {verb for verb in VERBS if user.has_perm(f"loop.{verb}_matter", matter)}
        if found:
            held[key] = found
    assert held == EXPECTED


@pytest.mark.parametrize("model_name", ["commitment", "commitmenttask", "leadinggroup", "reply"])
def test_has_perm_and_permitted_agree(issued, world, model_name):
    from django.apps import apps

    from pueredu.kit.names import permission

    model = apps.get_model("measures", model_name)
    perm = permission("view", model)
    for key in world.people:
        user = world.person(key)
        permitted = set(model.objects.permitted(user, perm))
        assert permitted == {row for row in model.objects.all() if user.has_perm(perm, row)}, key


def test_a_county_sees_its_own_tasks_and_no_other(issued, world):
    from measures.models import CommitmentTask

    for key in ("a_government", "a_bureau", "a_party_office"):
        seen = CommitmentTask.objects.visible_to(world.person(key))
        assert [task.county for task in seen] == [world.units["a"]], key
    assert list(CommitmentTask.objects.visible_to(world.person("a_finance"))) == []
