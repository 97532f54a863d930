"""What is told to somebody: messages within the person's own area, mail without a word of anything."""

from django.core import mail
from django.db import transaction

from pueredu.notices.actions import deliver
from pueredu.notices.models import Delivery, Message
from tests.support.world import AT, CANARY


def test_no_message_speaks_of_the_other_county(town):
    names = {user.pk: key for key, user in town.world.people.items()}
    told = {}
    for message in Message.objects.all():
        area = town.person(names[message.recipient_id]).area
        text = f"{message.title} {message.body} {message.reason} {message.url}"
        told.setdefault(area, []).append(text)
    assert {"a", "b", "city"} <= set(told)
    foreign = {"a": CANARY["b"], "b": CANARY["a"]}
    assert [text for area, word in foreign.items() for text in told[area] if word in text] == []
    assert all(any(CANARY[area] in text for text in told[area]) for area in ("a", "b"))


def test_mail_names_no_county_and_goes_to_the_address_of_its_reader(town):
    Delivery.objects.filter(address="a@b.c").delete()
    waiting = set(Delivery.objects.waiting(AT).values_list("address", flat=True))
    with transaction.atomic():
        while deliver(at=AT):
            pass
        transaction.set_rollback(True)
    sent = mail.outbox
    assert {address for one in sent for address in one.to} == waiting
    assert len(waiting) > 5
    said = [str(one.message()) + one.body + one.subject for one in sent]
    assert [text for text in said for word in CANARY.values() if word in text] == []
