"""Attendances that studios confirmed become hours without a second entry."""

import pytest
from django.core.management import call_command

from pueredu.kit.errors import NotPermitted
from studios import actions as studio_actions
from studios.models import ActivityKind
from tests.studios.conftest import HELD_ON, enrol, name, propose, record
from tests.support.world import AT
from tests.training.conftest import activity
from training import actions
from training.models import Direction, HoursBatch, HoursClaim


@pytest.fixture
def confirmed(room, clock):
    """An open lesson of a1's studio: its host (no learner), a1-0 and a3-0 there, a guest too."""
    ActivityKind.objects.get_or_create(
        code="open_lesson", defaults={"title": "公开课", "source": "测试"}
    )
    studio = name(room.world, propose(room.world, "a1"))
    enrol(room.world, studio, "a1", "a1-0")
    enrol(room.world, studio, "a3", "a3-0")
    host = room.world.person("a1_head")
    held = record(room.world, studio, host=host)
    return studio_actions.confirm_activity(held, by=host, at=AT)


def pull(room, key: str = "city_training"):
    return actions.pull_attendances(by=room.world.person(key), at=AT)


def test_a_confirmed_attendance_is_filed_for_the_county_to_verify(confirmed, room):
    found = pull(room)
    assert (found.batches, found.claims, found.unknown) == (1, 2, 2)
    batch = HoursBatch.objects.get()
    assert (batch.state, batch.county.code, batch.school, batch.filed_by) == (
        "filed",
        "T-a",
        None,
        None,
    )
    rows = HoursClaim.objects.order_by("school__code")
    assert [(row.learner.code, row.school.code, row.hours, row.form) for row in rows] == [
        ("a1-0", "T-a1", 4, "open_lesson"),
        ("a3-0", "T-a3", 4, "open_lesson"),
    ]
    batch = actions.verify_hours_batch(batch, by=room.world.person("a_bureau"), at=AT)
    actions.recognise_hours_batch(batch, by=room.world.person("city_training"), at=AT)
    assert room.learners["a3-0"].years.get().hours == 4


def test_pulling_twice_adds_nothing(confirmed, room):
    pull(room)
    assert (pull(room).claims, HoursClaim.objects.count(), HoursBatch.objects.count()) == (0, 2, 1)


def test_who_is_registered_later_is_pulled_later(confirmed, room):
    pull(room)
    learner = room.learners["a1-1"]
    learner.code = "G-9"
    learner.save()
    found = pull(room)
    assert (found.claims, found.unknown) == (1, 1)


def test_what_a_school_claimed_already_is_not_claimed_again(confirmed, room, enter):
    what = activity(
        confirmed.title,
        form="open_lesson",
        held_on=HELD_ON,
        direction=Direction.objects.get(code="ability"),
    )
    enter("a1", "a1_officer", what=what, roster=[room.learners["a1-0"]])
    assert pull(room).claims == 1
    assert HoursClaim.objects.filter(learner=room.learners["a1-0"]).count() == 1


def test_an_unconfirmed_activity_gives_no_hours(room, clock):
    ActivityKind.objects.get_or_create(
        code="open_lesson", defaults={"title": "公开课", "source": "测试"}
    )
    studio = name(room.world, propose(room.world, "a1"))
    enrol(room.world, studio, "a1", "a1-0")
    record(room.world, studio, host=room.world.person("a1_head"))
    assert pull(room).claims == 0


@pytest.mark.parametrize("key", ["a_bureau", "a2_officer", "a1_head"])
def test_only_the_training_section_pulls_by_hand(room, key):
    with pytest.raises(NotPermitted):
        pull(room, key)


def test_the_command_says_what_it_did(confirmed, capsys):
    call_command("pull_attendances")
    assert capsys.readouterr().out.startswith("2 claims in 1 batches; 2 attendances without")
