"""Two schools' clicks at one moment, one seat: one of them waits."""

import threading

import pytest
from django.db import connection

from tests.support.figures import load_figures
from tests.support.world import AT, build_world
from tests.training.sessions import announced, enrol, states
from training import actions, seeds
from training.models import Enrolment, Learner, SeatQuota

pytestmark = pytest.mark.django_db(transaction=True)


class Room:
    def __init__(self):
        load_figures()
        self.world = build_world()
        seeds.reference(at=AT)
        for n in range(4):
            school = self.world.units["a1"]
            Learner.objects.create(code=f"a1-{n}", name=f"教师{n}", school=school, stage="primary")


def at_once(*steps) -> list[str]:
    """Do the steps in threads that wait for one another; returns what went wrong in them."""
    start, faults = threading.Barrier(len(steps)), []

    def run(step) -> None:
        try:
            start.wait(timeout=10)
            step()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            faults.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return faults


def test_the_last_seat_is_given_once():
    room = Room()
    session = announced(room)
    enrol(room, session, "a1-0")
    steps = [lambda n=n: enrol(room, session, f"a1-{n}") for n in (1, 2, 3)]
    assert at_once(*steps) == []
    found = states(session)
    assert sorted(found.values()) == ["enrolled", "enrolled", "waiting", "waiting"]
    quota = SeatQuota.objects.with_use().get(session=session, unit=room.world.units["a1"])
    assert (quota.seats, quota.used) == (2, 2)


def test_a_recall_and_an_enrolment_at_one_moment_lose_no_seat():
    room = Room()
    session, city = announced(room), room.world.people["city_training"]
    steps = [
        lambda: actions.recall_training_session(session, by=city, at=AT),
        lambda: enrol(room, session, "a1-0"),
        lambda: enrol(room, session, "a1-1"),
    ]
    assert at_once(*steps) == []
    given = sum(SeatQuota.objects.of_areas().values_list("seats", flat=True))
    held = Enrolment.objects.holding().count()
    assert (set(states(session).values()), held, given <= session.seats) == ({"enrolled"}, 2, True)
