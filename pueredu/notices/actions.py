"""Telling, reminding, delivering. A message is written with the act; delivery follows it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone

from pueredu.calendar.queries import add_working_days, value
from pueredu.notices.classes import Due, Reminder, notices_on, reminders
from pueredu.notices.enums import Channel, DeliveryState, SlotState
from pueredu.notices.models import Delivery, Message, Slot
from pueredu.units.access.holders import holders

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 6


def tell(perm: str, subject, *, by, at: datetime) -> list[Message]:
    """Write the messages of every notice on this verb, in the caller's transaction.

    The one who acted is not told of the own act. Mail is queued for those who gave an address.
    """
    messages = [
        Message(
            recipient=person,
            kind=notice.__name__,
            title=notice.title(subject),
            reason=notice.reason,
            url=notice.url(subject),
            created_at=at,
        )
        for notice in notices_on(perm)
        for person in notice.recipients(subject)
        if by is None or person.pk != by.pk
    ]
    return post(messages, at=at)


def post(messages: list[Message], *, at: datetime) -> list[Message]:
    """Save messages and queue them on the outside channels of their recipients."""
    messages = Message.objects.bulk_create(messages)
    Delivery.objects.bulk_create(
        Delivery(
            message=message,
            channel=Channel.MAIL,
            address=message.recipient.email,
            not_before=at,
        )
        for message in messages
        if message.recipient.email
    )
    return messages


def mark_read(message: Message, *, at: datetime) -> Message:
    """Note when the recipient opened it; the first time stays. Reading is not an audited act."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at)
    return message


def tick(*, at: datetime) -> int:
    """Send every reminder that is due at ``at`` and was not sent; returns how many were sent.

    A missed tick catches up: of several rungs passed since, the latest is sent and the earlier
    ones are recorded as skipped. Doing it twice sends nothing more (constraint ``slot_once``).
    """
    today = timezone.localtime(at).date()
    return sum(_remind(reminder, today, at) for reminder in reminders())


def _remind(reminder: type[Reminder], today: date, at: datetime) -> int:
    rungs = sorted(value(f"reminders.{reminder.key}", today))
    days: dict[date, list[int]] = {}
    sent = 0
    for due in reminder.due(today):
        if due.due_on not in days:
            days[due.due_on] = [r for r in rungs if add_working_days(due.due_on, r) <= today]
        if days[due.due_on]:
            sent += _remind_of(reminder, due, days[due.due_on], at)
    return sent


@transaction.atomic
def _remind_of(reminder: type[Reminder], due: Due, passed: list[int], at: datetime) -> int:
    _one_tick_at_a_time()
    people = holders(due.to, due.subject)
    subject = f"{due.subject._meta.label_lower}:{due.subject.pk}"
    key = {"reminder": reminder.key, "subject": subject, "due_on": due.due_on}
    known = set(Slot.objects.filter(**key).values_list("rung", "recipient_id"))
    new = [
        Slot(**key, rung=rung, recipient=person, created_at=at, state=_state(rung, passed))
        for person in people
        for rung in passed
        if (rung, person.pk) not in known
    ]
    Slot.objects.bulk_create(new)
    return len(post(_messages(reminder, due, new, at), at=at))


def _one_tick_at_a_time() -> None:
    """Two ticks at one moment take turns; ``slot_once`` would refuse the second otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pueredu.notices.tick'))")


def _state(rung: int, passed: list[int]) -> str:
    return SlotState.SENT if rung == passed[-1] else SlotState.SKIPPED


def _messages(reminder, due: Due, slots: Iterable[Slot], at: datetime) -> list[Message]:
    return [
        Message(
            recipient=slot.recipient,
            kind=reminder.__name__,
            title=reminder.title(due.subject),
            body=_when(slot.rung, due.due_on),
            reason=reminder.reason,
            url=reminder.url(due.subject),
            created_at=at,
        )
        for slot in slots
        if slot.state == SlotState.SENT
    ]


def _when(rung: int, due_on: date) -> str:
    if rung < 0:
        return f"时限 {due_on:%Y年%-m月%-d日}，还剩 {-rung} 个工作日。"
    if rung == 0:
        return f"时限 {due_on:%Y年%-m月%-d日}，今天到期。"
    return f"时限 {due_on:%Y年%-m月%-d日}，已超过 {rung} 个工作日。"


def deliver(*, at: datetime, limit: int = 100) -> int:
    """Send what waits in the outbox at ``at``; returns how many went out.

    Leases before it sends, so that two relays never send one delivery at the same time; a relay
    that dies gives it back after LEASE. Outside text carries no content: a count and a link.
    """
    return sum(_deliver_one(delivery, at) for delivery in _leased(at, limit))


@transaction.atomic
def _leased(at: datetime, limit: int) -> list[Delivery]:
    rows = list(
        Delivery.objects.waiting(at)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("message")
        .order_by("not_before")[:limit]
    )
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(not_before=at + LEASE)
    return rows


def _deliver_one(delivery: Delivery, at: datetime) -> bool:
    unread = Message.objects.unread().filter(recipient=delivery.message.recipient_id).count()
    mail = EmailMessage(
        subject="您有待办事项",
        body=f"您有 {max(unread, 1)} 件事项待办，请登录查看：{settings.SITE_URL}",
        to=[delivery.address],
        headers={"Message-ID": f"<delivery-{delivery.pk}@{settings.SITE_HOST}>"},
    )
    delivery.attempts += 1
    try:
        mail.send()
    except OSError as error:
        return _postpone(delivery, error, at)
    delivery.state, delivery.error = DeliveryState.SENT, ""
    delivery.save(update_fields=["state", "error", "attempts"])
    return True


def _postpone(delivery: Delivery, error: OSError, at: datetime) -> bool:
    delivery.error = f"{type(error).__name__}: {error}"[:200]
    delivery.not_before = at + timedelta(minutes=2**delivery.attempts)
    if delivery.attempts >= MAX_ATTEMPTS:
        delivery.state = DeliveryState.FAILED
    delivery.save(update_fields=["state", "error", "attempts", "not_before"])
    return False
