"""A tick asks the database about many things at once: what it costs does not grow with them."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pueredu.loop.models import Matter
from pueredu.notices.actions import tick
from pueredu.notices.models import Message, Slot
from pueredu.units.access.holders import holders, holders_of_each
from tests.support import matters
from tests.support.figures import load_figures

pytestmark = pytest.mark.usefixtures("errands")

FRIDAY = date(2023, 6, 16)
MONDAY = date(2023, 6, 19)
THURSDAY = datetime(2023, 6, 15, 1, 0, tzinfo=UTC)  # one working day before Friday
PERM = "loop.receive_matter"


@pytest.fixture
def issue(world):
    load_figures()

    def issued(*units, due_on=FRIDAY):
        made = [matters.issued(world, unit, due_on=due_on) for unit in units]
        Message.objects.all().delete()
        return made

    return issued


def queries_of_a_tick():
    with CaptureQueriesContext(connection) as found:
        tick(at=THURSDAY)
    return len(found)


def test_a_tick_that_reminds_of_three_asks_as_often_as_one_that_reminds_of_one(issue):
    issue("a-government")
    once = queries_of_a_tick()
    issue("a-government", "a-finance", "b-government")
    assert queries_of_a_tick() == once
    assert Message.objects.count() == 3


def test_the_holders_of_each_are_those_of_every_one_alone(issue):
    issue("a-government", "b-government", "a-finance", "city-finance")
    rows = list(Matter.objects.with_units().order_by("id"))
    assert holders_of_each(PERM, rows) == [holders(PERM, row) for row in rows]
    assert [[user.username for user in group] for group in holders_of_each(PERM, rows)] == [
        ["a_government"],
        ["b_government"],
        ["a_finance"],
        [],
    ]
    assert holders_of_each(PERM, []) == []


def test_an_earlier_tick_by_hand_leaves_the_ladder_of_another_due_date_alone(issue):
    (moved,) = issue("a-government", due_on=MONDAY)
    issue("b-government", due_on=MONDAY)
    tick(at=datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    Matter.objects.filter(pk=moved.pk).update(due_on=FRIDAY)
    kept = Slot.objects.filter(subject=f"loop.matter:{moved.pk}", due_on=MONDAY)
    before = set(kept.values_list("pk", flat=True))
    assert tick(at=THURSDAY) == 2
    assert set(kept.values_list("pk", flat=True)) == before
    assert len(before) == 6
