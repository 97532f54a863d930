"""The relay: leased, retried with growing pauses, and without a word of the matter itself."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail

from pueredu.notices.actions import LEASE, MAX_ATTEMPTS, _leased, deliver, post
from pueredu.notices.enums import DeliveryState
from pueredu.notices.models import Delivery, Message
from pueredu.notices.queries import oldest_waiting
from tests.support.world import AT


@pytest.fixture
def outbox(world):
    """``outbox(2)`` queues mail of two messages to one person."""
    person = world.people["a_government"]
    person.email = "a@example.org"

    def queued(count):
        post(
            [
                Message(recipient=person, kind="T", title="绝密事项", reason="", created_at=AT)
                for _ in range(count)
            ],
            at=AT,
        )
        return list(Delivery.objects.order_by("pk"))

    return queued


@pytest.fixture
def broken_mail(monkeypatch):
    """``broken_mail(error)`` makes the mail server answer with an error; None mends it."""
    real = mail.EmailMessage.send

    def breaking(error):
        def send(self, *args, **kwargs):
            raise error

        monkeypatch.setattr(mail.EmailMessage, "send", real if error is None else send)

    return breaking


def test_mail_says_how_many_wait_and_nothing_of_what(outbox):
    outbox(2)
    assert deliver(at=AT) == 2
    assert [message.body for message in mail.outbox] == [
        "您有 2 件事项待办，请登录查看：http://127.0.0.1:8000/"
    ] * 2
    assert "绝密" not in mail.outbox[0].message().as_string()
    assert {row.state for row in Delivery.objects.all()} == {DeliveryState.SENT}


def test_what_was_sent_is_not_sent_again(outbox):
    outbox(1)
    assert (deliver(at=AT), deliver(at=AT + timedelta(days=1)), len(mail.outbox)) == (1, 0, 1)


def test_one_delivery_keeps_one_message_id_so_that_a_double_can_be_seen(outbox):
    (delivery,) = outbox(1)
    deliver(at=AT)
    Delivery.objects.update(state=DeliveryState.WAITING, not_before=AT)
    deliver(at=AT)
    ids = {message.message()["Message-ID"] for message in mail.outbox}
    assert ids == {f"<delivery-{delivery.pk}@pueredu.localhost>"}


def test_nothing_goes_out_before_its_time(outbox):
    outbox(1)
    assert deliver(at=AT - timedelta(seconds=1)) == 0


def test_a_leased_delivery_is_left_alone_until_the_lease_is_over(outbox):
    outbox(1)
    assert len(_leased(AT, 10)) == 1  # a relay took it and died
    assert deliver(at=AT + LEASE - timedelta(seconds=1)) == 0
    assert deliver(at=AT + LEASE) == 1


def test_a_failing_server_is_tried_with_growing_pauses_and_then_given_up(outbox, broken_mail):
    outbox(1)
    broken_mail(SMTPServerDisconnected("weg"))
    at, pauses = AT, []
    while Delivery.objects.get().state == DeliveryState.WAITING:
        assert deliver(at=at) == 0
        row = Delivery.objects.get()
        pauses.append((row.not_before - at).total_seconds() / 60)
        at = row.not_before
    assert pauses == [2, 4, 8, 16, 32, 64]
    assert (row.attempts, row.state) == (MAX_ATTEMPTS, DeliveryState.FAILED)
    assert row.error == "SMTPServerDisconnected: weg"


def test_a_server_that_does_not_answer_ends_the_round_after_one_try(outbox, broken_mail):
    outbox(3)
    broken_mail(TimeoutError("zu spät"))
    deliver(at=AT)
    assert list(Delivery.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 0, 0]
    broken_mail(None)
    assert deliver(at=AT + timedelta(minutes=2)) == 3


def test_one_refused_address_does_not_hold_up_the_others(outbox, broken_mail):
    outbox(3)
    broken_mail(SMTPRecipientsRefused({"a@example.org": (550, b"unknown")}))
    deliver(at=AT)
    assert list(Delivery.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 1, 1]


def test_the_oldest_unsent_delivery_is_known(outbox):
    assert oldest_waiting() is None
    outbox(1)
    assert oldest_waiting() == AT
    deliver(at=AT)
    assert oldest_waiting() is None
