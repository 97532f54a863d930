"""Who hears of what in the life of a Matter."""

from datetime import date

import pytest

from pueredu.loop import actions
from pueredu.loop.notices import MatterDue
from pueredu.notices.models import Message
from tests.support import matters
from tests.support.world import AT, TODAY

pytestmark = pytest.mark.usefixtures("errands")


def told(title_start):
    rows = Message.objects.filter(title__startswith=title_start).order_by("recipient__username")
    return [message.recipient.username for message in rows]


def test_the_lead_unit_is_told_what_it_shall_do_and_why_it_hears_it(world):
    matter = matters.issued(world)
    message = Message.objects.get()
    assert (message.title, message.recipient) == (
        "请签收交办件：修缮食堂", world.people["a_government"],
    )  # fmt: skip
    assert (message.reason, message.url) == ("本单位是该事项的牵头单位", matter.get_absolute_url())


def test_verifiers_are_told_of_a_submission_and_the_doer_of_its_end(world):
    matters.closed(world)
    assert told("待核验") == ["city_staff", "secretariat", "secretariat2"]
    assert told("已办结") == ["a_government"]


@pytest.mark.parametrize(
    ("make", "act", "title"),
    [
        (matters.submitted, lambda m, **k: actions.return_matter(m, text="补", **k), "请修改完善"),
        (matters.received, actions.chase_matter, "催办"),
        (matters.closed, lambda m, **k: actions.reopen_matter(m, text="反弹", **k), "重新列入"),
        (matters.issued, lambda m, **k: actions.withdraw_matter(m, text="重复", **k), "已撤回"),
        (
            matters.received,
            lambda m, **k: actions.extend_matter(m, text="雨", due_on=date(2023, 8, 1), **k),
            "时限延至 8月1日",
        ),
    ],
)
def test_what_the_giver_does_reaches_the_lead_unit_alone(world, make, act, title):
    act(make(world), by=world.person("secretariat"), at=AT)
    assert told(title) == ["a_government"]


def test_a_draft_that_is_withdrawn_was_never_heard_of(world):
    actions.withdraw_matter(
        matters.draft(world), by=world.person("secretariat"), at=AT, text="不办了"
    )
    assert Message.objects.count() == 0


def test_what_is_due_is_owed_by_the_lead_unit_until_it_asks_for_verification(world):
    matters.draft(world, title="草")
    matters.issued(world, title="一")
    matters.received(world, title="二")
    matters.submitted(world, title="三")
    due = [(item.subject.title, item.due_on, item.to) for item in MatterDue.due(TODAY)]
    assert due == [
        ("一", matters.DUE_ON, "loop.receive_matter"),
        ("二", matters.DUE_ON, "loop.submit_matter"),
    ]
    assert [MatterDue.title(item.subject) for item in MatterDue.due(TODAY)] == [
        "待签收：一", "待办理：二",
    ]  # fmt: skip
