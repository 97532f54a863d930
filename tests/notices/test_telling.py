"""A message is written with the act, once, for those who act next."""

import pytest

from pueredu.kit.errors import NotPermitted
from pueredu.loop import actions
from pueredu.notices.actions import mark_read, post, tell
from pueredu.notices.classes import Notice, all_notices, reminders
from pueredu.notices.models import Delivery, Message
from pueredu.notices.queries import inbox, unread_count
from tests.support import matters
from tests.support.world import AT

pytestmark = pytest.mark.usefixtures("errands")


def test_a_refused_act_tells_nobody(world):
    matter = matters.issued(world)
    Message.objects.all().delete()
    with pytest.raises(NotPermitted):
        actions.close_matter(matter, by=world.person("a_government"), at=AT)
    assert Message.objects.count() == 0


def test_the_one_who_acts_is_not_told_of_the_own_act(world):
    matter = matters.submitted(world)
    Message.objects.all().delete()
    told = tell("loop.submit_matter", matter, by=world.people["city_staff"], at=AT)
    assert {message.recipient.username for message in told} == {"secretariat", "secretariat2"}
    everybody = tell("loop.submit_matter", matter, by=None, at=AT)
    assert {message.recipient.username for message in everybody} == {
        "city_staff", "secretariat", "secretariat2",
    }  # fmt: skip


def test_mail_is_queued_only_for_those_who_gave_an_address(world):
    type(world.people["a_government"]).objects.filter(username="a_government").update(
        email="a@example.org"
    )
    matters.issued(world)
    matters.issued(world, unit="b-government")
    delivery = Delivery.objects.get()
    assert (delivery.address, delivery.not_before, delivery.state) == (
        "a@example.org",
        AT,
        "waiting",
    )


def test_a_title_too_long_for_the_inbox_is_cut_and_says_so(world):
    longest = Message._meta.get_field("title").max_length
    told = [
        Message(recipient=world.person("a_government"), title="长" * count, created_at=AT)
        for count in (longest, longest + 1)
    ]
    post(told, at=AT)
    titles = list(Message.objects.order_by("id").values_list("title", flat=True))
    assert titles == ["长" * longest, "长" * (longest - 1) + "…"]


def test_a_class_that_has_words_says_them():
    for spoken in (*all_notices(), *reminders()):
        if "words" in vars(spoken):
            assert spoken.title.__func__ is Notice.title.__func__, spoken


def test_reading_is_noted_once_and_only_for_the_own_inbox(world):
    matters.issued(world)
    doer, other = world.person("a_government"), world.person("b_government")
    assert (unread_count(doer), unread_count(other)) == (1, 0)
    message = inbox(doer).get()
    mark_read(message, at=AT)
    mark_read(message, at=matters.closed(world).closed_at.replace(year=2024))
    message.refresh_from_db()
    assert message.read_at == AT


def test_an_inbox_opens_its_own_message_and_hides_that_of_others(world, sign_in):
    matter = matters.issued(world)
    url = f"/messages/{Message.objects.get().pk}/"
    assert sign_in("b_government").get(url).status_code == 404
    response = sign_in("a_government").get(url)
    assert (response.status_code, response.url) == (302, matter.get_absolute_url())
    assert Message.objects.get().read_at == AT
