"""A reminder is sent once: to whoever owes the thing, on the working day of its rung."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError

from pueredu.loop.notices import MatterDue
from pueredu.notices.actions import _remind, tick
from pueredu.notices.enums import SlotState
from pueredu.notices.models import Message, Slot
from tests.support import matters
from tests.support.figures import load_figures

pytestmark = pytest.mark.usefixtures("errands")

DUE_ON = date(2023, 6, 16)  # a Friday; seven working days before it is 7 June
BEFORE = datetime(2023, 6, 6, 1, 0, tzinfo=UTC)
SEVENTH = datetime(2023, 6, 7, 1, 0, tzinfo=UTC)


@pytest.fixture
def matter(world):
    load_figures()
    matter = matters.issued(world, due_on=DUE_ON)
    Message.objects.all().delete()
    return matter


def slots(state):
    return sorted(Slot.objects.filter(state=state).values_list("rung", flat=True))


def titles():
    rows = Message.objects.order_by("id").select_related("recipient")
    return [(message.recipient.username, message.title, message.body) for message in rows]


def test_nothing_is_sent_before_the_first_rung(matter):
    assert (tick(at=BEFORE), Slot.objects.count()) == (0, 0)


def test_the_first_rung_reaches_the_lead_unit_with_the_days_that_are_left(matter):
    assert tick(at=SEVENTH) == 1
    assert titles() == [
        ("a_government", "待签收：修缮食堂", "时限 2023年6月16日，还剩 7 个工作日。")
    ]
    message = Message.objects.get()
    assert (message.url, message.kind) == (matter.get_absolute_url(), "MatterDue")


def test_a_second_tick_sends_nothing_more_at_the_same_moment_or_the_same_day(matter):
    assert tick(at=SEVENTH) == 1
    assert tick(at=SEVENTH) == 0
    assert tick(at=SEVENTH + timedelta(hours=9)) == 0
    assert tick(at=SEVENTH + timedelta(days=1)) == 0
    assert Message.objects.count() == 1


def test_each_rung_is_sent_on_its_own_working_day(matter):
    sent = [day for day in range(30) if tick(at=SEVENTH + timedelta(day))]
    days = [(SEVENTH + timedelta(day)).date().isoformat() for day in sent]
    # 7 and 3 working days before, 1 before, the day itself, 1 and 3 after; weekends do not count
    assert days == [
        "2023-06-07", "2023-06-13", "2023-06-15", "2023-06-16", "2023-06-19", "2023-06-21",
    ]  # fmt: skip
    assert titles()[3][2] == "时限 2023年6月16日，今天到期。"
    assert titles()[5][2] == "时限 2023年6月16日，已超过 3 个工作日。"


def test_after_missed_ticks_the_latest_rung_is_sent_and_the_earlier_are_marked_skipped(matter):
    assert tick(at=datetime(2023, 6, 15, 1, 0, tzinfo=UTC)) == 1
    assert titles()[0][2] == "时限 2023年6月16日，还剩 1 个工作日。"
    assert (slots(SlotState.SENT), slots(SlotState.SKIPPED)) == ([-1], [-7, -3])


def test_what_is_too_late_to_be_useful_is_marked_skipped_not_sent(matter):
    assert tick(at=datetime(2026, 11, 23, 1, 0, tzinfo=UTC)) == 0
    assert (slots(SlotState.SENT), slots(SlotState.SKIPPED)) == ([], [-7, -3, -1, 0, 1, 3])


def test_the_last_rung_is_still_useful_for_five_working_days(matter):
    last = datetime(2023, 6, 28, 1, 0, tzinfo=UTC)  # the last rung's day is 21 June
    assert tick(at=last + timedelta(1)) == 0
    Slot.objects.all().delete()
    assert tick(at=last) == 1


def test_a_tick_by_hand_at_an_earlier_moment_sends_what_a_later_one_passed_over(matter):
    tick(at=datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    assert tick(at=SEVENTH) == 1
    assert tick(at=SEVENTH) == 0
    assert tick(at=datetime(2026, 11, 23, 1, 0, tzinfo=UTC)) == 0
    assert Message.objects.count() == 1


def test_reminding_stops_by_itself_when_the_thing_is_done(matter, world):
    tick(at=SEVENTH)
    type(matter).objects.update(
        state="closed", closed_by=world.people["city_staff"], closed_at=SEVENTH
    )
    assert tick(at=datetime(2023, 6, 15, 1, 0, tzinfo=UTC)) == 0


def test_nobody_in_the_post_means_nobody_is_told_and_the_successor_still_is(matter, world):
    post = world.people["a_government"].memberships.get()
    type(post).objects.filter(pk=post.pk).update(until=date(2021, 1, 1))
    assert (tick(at=SEVENTH), Slot.objects.count()) == (0, 0)
    successor = world.people["nobody"]
    successor.memberships.create(unit=post.unit, role=post.role, since=date(2022, 1, 1))
    assert tick(at=SEVENTH) == 1
    assert titles()[0][0] == "nobody"


def test_a_moved_due_date_starts_its_own_ladder(matter):
    tick(at=SEVENTH)
    type(matter).objects.update(due_on=DUE_ON + timedelta(7))
    assert tick(at=SEVENTH) == 0
    assert tick(at=SEVENTH + timedelta(8)) == 1


def test_a_quiet_tick_asks_the_same_few_questions_for_one_and_for_three_matters(
    matter, world, django_assert_num_queries
):
    for number in (1, 3):
        while type(matter).objects.count() < number:
            matters.issued(world, title="又一件", due_on=DUE_ON)
        tick(at=SEVENTH)
        with django_assert_num_queries(10):
            assert _remind(MatterDue, SEVENTH.date(), SEVENTH) == 0


def test_the_database_refuses_a_second_slot_of_one_rung(matter, world):
    tick(at=SEVENTH)
    slot = Slot.objects.get()
    slot.pk = None
    with pytest.raises(IntegrityError, match="slot_once"):
        slot.save(force_insert=True)
