"""Each row of the table that is easily got wrong, as a sentence."""

import pytest

from pueredu.kit.names import permission
from pueredu.units.access.registry import flow_of, grants_of
from training.enums import HoursBatchTransition
from training.models import HoursBatch, HoursClaim, Learner, LearnerYear, LedgerEntry, Placement

MODELS = (Learner, Placement, HoursBatch, HoursClaim, LedgerEntry, LearnerYear)


def test_every_verb_of_the_flow_has_its_grants():
    assert flow_of(HoursBatch).verbs == list(HoursBatchTransition)
    for verb in HoursBatchTransition:
        assert grants_of(f"training.{verb}_hours_batch"), verb


def test_has_perm_and_permitted_agree_for_everybody(recognised, enter, room):
    enter("b1", "b1_officer")
    for key in room.world.people:
        user = room.world.person(key)
        for model in MODELS:
            perm = permission("view", model)
            permitted = set(model.objects.permitted(user, perm))
            assert permitted == {row for row in model.objects.all() if user.has_perm(perm, row)}, (
                key
            )


SEES = {
    "a_bureau": {"a1", "a2", "a3"},
    "b_bureau": {"b1"},
    "a2_officer": {"a2", "a3"},
    "a1_officer": {"a1"},
    "a1_head": {"a1"},
    "city_training": {"a1", "a2", "a3", "b1", "c1"},
    "a_finance": set(),
    "a_party_office": set(),
    "a_leader": set(),
    "inspector": set(),
    "audit_admin": set(),
    "former": set(),
    "nobody": set(),
}


@pytest.mark.parametrize(("key", "schools"), SEES.items())
def test_whose_learners_a_person_sees(room, key, schools):
    seen = Learner.objects.visible_to(room.world.person(key)).values_list("school__code", flat=True)
    assert {code.removeprefix("T-") for code in seen} == schools


def test_a_teacher_sees_only_herself(recognised, room):
    teacher = room.world.person("a3_teacher")
    for model in (Learner, Placement, HoursClaim, LedgerEntry, LearnerYear):
        path = "code" if model is Learner else "learner__code"
        assert list(model.objects.visible_to(teacher).values_list(path, flat=True)) == ["a3-0"]
    assert not HoursBatch.objects.visible_to(teacher).exists()
