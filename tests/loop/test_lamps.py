"""The lamp follows from dates and progress; its thresholds are Figures."""

from datetime import date, timedelta

import pytest

from pueredu.loop.enums import Lamp, MatterState
from pueredu.loop.lamps import LampRule
from pueredu.loop.models import Matter
from tests.support.figures import load_figures
from tests.support.world import AT, TODAY

DUE = TODAY + timedelta(100)
RULE = LampRule(TODAY, near_days=7, yellow_behind=10, red_behind=30)


def matter(state=MatterState.RECEIVED, due_on=DUE, percent=0):
    return Matter(state=state, issued_at=AT, due_on=due_on, percent=percent)


def after(days):
    return LampRule(TODAY + timedelta(days), near_days=7, yellow_behind=10, red_behind=30)


@pytest.mark.parametrize(
    ("days", "percent", "lamp"),
    [
        (0, 0, Lamp.GREEN),
        (9, 0, Lamp.GREEN),
        (10, 0, Lamp.YELLOW),
        (30, 0, Lamp.YELLOW),
        (31, 0, Lamp.RED),
        (31, 2, Lamp.YELLOW),
        (92, 92, Lamp.GREEN),
        (93, 93, Lamp.BLUE),
        (100, 100, Lamp.BLUE),
        (101, 100, Lamp.RED),
    ],
)
def test_behind_by_ten_is_yellow_by_more_than_thirty_red_and_near_is_blue(days, percent, lamp):
    assert after(days).lamp(matter(percent=percent)) == lamp


def test_what_waits_for_verification_is_not_held_against_its_owner():
    assert after(200).lamp(matter(MatterState.SUBMITTED)) == Lamp.GREEN


def test_the_ended_and_the_undated_have_their_own_sign():
    assert RULE.lamp(matter(MatterState.CLOSED)) == Lamp.DONE
    assert RULE.lamp(matter(MatterState.WITHDRAWN)) == Lamp.NONE
    assert RULE.lamp(matter(due_on=None)) == Lamp.NONE


def test_a_thing_due_at_once_is_wholly_scheduled_the_next_day():
    assert LampRule(TODAY + timedelta(1), 7, 10, 30).behind(matter(due_on=TODAY)) == 100


def test_thresholds_are_read_as_of_the_day(db):
    load_figures()
    assert LampRule.on(date(2023, 6, 1)) == LampRule(date(2023, 6, 1), 7, 10, 30)
