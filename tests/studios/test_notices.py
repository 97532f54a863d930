"""Who is told and what is reminded."""

from datetime import timedelta

from pueredu.notices.actions import tick
from pueredu.notices.models import Message
from studios import actions
from studios.actions import HostEntry
from studios.notices import StudioDue
from tests.studios.conftest import HELD_ON, propose
from tests.support.world import AT, TODAY


def told(world, key: str) -> list[str]:
    messages = Message.objects.filter(recipient=world.people[key]).order_by("id")
    return list(messages.values_list("title", flat=True))


def test_the_city_is_told_of_a_proposal(proposed, world):
    assert told(world, "city_training") == ["待命名：金丝雀甲一小工作室（金丝雀甲县）"]
    assert told(world, "a_bureau") == []


def test_proposer_and_host_are_told_of_the_naming_and_nobody_of_county_b(studio, world):
    assert told(world, "a_bureau") == ["已命名：金丝雀甲一小工作室"]
    assert told(world, "a1_head") == ["已命名：金丝雀甲一小工作室"]
    assert told(world, "b_bureau") == []


def test_the_proposer_is_told_why_not(proposed, world):
    actions.decline_studio(proposed, by=world.person("city_training"), at=AT, text="材料不全")
    assert told(world, "a_bureau") == ["未予命名：金丝雀甲一小工作室"]


def test_both_hosts_are_told_of_the_change(studio, world):
    host = HostEntry("新主持人", "X-1", world.people["a1_teacher"])
    actions.appoint_host_studio(studio, by=world.person("city_training"), at=AT, host=host)
    assert told(world, "a1_head")[-1] == told(world, "a1_teacher")[-1] == f"已更换主持人：{studio}"


def test_what_was_held_and_not_confirmed_is_due(activity, world):
    assert [(due.subject, due.due_on, due.to) for due in StudioDue.due(TODAY)] == [
        (activity, HELD_ON, "studios.confirm_activity")
    ]
    assert StudioDue.title(activity) == "活动已举行，请确认参加人员：同课异构公开课"
    actions.confirm_activity(activity, by=world.person("a1_head"), at=AT)
    assert list(StudioDue.due(TODAY)) == []


def test_a_tick_reminds_the_city_of_a_term_that_ended_and_only_once(studio, world):
    propose(world, "b1")
    after = AT + timedelta(days=(studio.until - TODAY).days + 1)
    before = told(world, "city_training")
    assert tick(at=after) == 1
    assert told(world, "city_training") == [*before, "周期已满，请办理届满：金丝雀甲一小工作室"]
    assert tick(at=after) == 0


def test_a_tick_reminds_the_host_who_acts_by_a_tie(activity, world):
    before = told(world, "a1_head")
    assert tick(at=AT) == 1
    assert told(world, "a1_head") == [*before, "活动已举行，请确认参加人员：同课异构公开课"]
    assert tick(at=AT) == 0
