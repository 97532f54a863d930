"""Telling, reminding, delivering. A message is written with the act; delivery follows it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import Truncator

from pueredu.calendar.queries import add_working_days, value
from pueredu.notices.classes import Due, Reminder, notices_on, reminders
from pueredu.notices.enums import Channel, DeliveryState, SlotState
from pueredu.notices.models import Delivery, Message, Slot
from pueredu.units.access.holders import holders_of_each

LONGEST_TITLE = Message._meta.get_field("title").max_length
LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 6
BATCH = 500  # things reminded of in one transaction
# what the server says about one address or one mail; anything else is about the server itself
ONE_ADDRESS = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)


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
    """Save messages and queue them on the outside channels of their recipients. A title that is
    too long ends in …: no act fails because of what is said of it."""
    for message in messages:
        message.title = Truncator(message.title).chars(LONGEST_TITLE, truncate="…")
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

    A missed tick catches up: of several rungs passed since, the latest is sent, the earlier ones
    and one that is too late to be useful (Figure ``reminders.skip_after_days``) are recorded as
    skipped. A rung goes once to whoever owes the thing then: doing it twice sends nothing more.
    """
    today = timezone.localtime(at).date()
    return sum(_remind(reminder, today, at) for reminder in reminders())


def _remind(reminder: type[Reminder], today: date, at: datetime) -> int:
    ladder = _Ladder(reminder.key, today)
    done = ladder.done(at)
    waiting: dict[tuple, list[Due]] = {}
    for due in reminder.due(today):
        passed = ladder.passed(due.due_on)
        if passed and (_subject(due), due.due_on, passed[-1]) not in done:
            waiting.setdefault((due.to, type(due.subject)), []).append(due)
    return sum(
        _remind_of(reminder, dues[start : start + BATCH], ladder, at)
        for dues in waiting.values()
        for start in range(0, len(dues), BATCH)
    )


class _Ladder:
    """The rungs of one reminder, read once a tick; working days are counted once a due date."""

    def __init__(self, key: str, today: date):
        self.key = key
        self.today = today
        self.rungs = sorted(value(f"reminders.{key}", today))
        self.useful_days = value("reminders.skip_after_days", today)
        self.days: dict[date, list[tuple[int, date]]] = {}
        self.last_useful: dict[date, date] = {}

    def passed(self, due_on: date) -> list[int]:
        """The rungs whose day has come, in order."""
        return [rung for rung, day in self._days_of(due_on) if day <= self.today]

    def timely(self, due_on: date) -> int | None:
        """The one rung to send: the latest passed, unless its day is too far back."""
        passed = self.passed(due_on)
        if not passed:
            return None
        day = dict(self._days_of(due_on))[passed[-1]]
        if day not in self.last_useful:
            self.last_useful[day] = add_working_days(day, self.useful_days)
        return passed[-1] if self.today <= self.last_useful[day] else None

    def done(self, at: datetime) -> set[tuple[str, date, int]]:
        """What was sent, or passed over by a tick no later than ``at``; one query."""
        slots = Slot.objects.filter(reminder=self.key).settled_by(at)
        return set(slots.values_list("subject", "due_on", "rung"))

    def _days_of(self, due_on: date) -> list[tuple[int, date]]:
        if due_on not in self.days:
            self.days[due_on] = [(rung, add_working_days(due_on, rung)) for rung in self.rungs]
        return self.days[due_on]


def _subject(due: Due) -> str:
    return f"{due.subject._meta.label_lower}:{due.subject.pk}"


@transaction.atomic
def _remind_of(reminder: type[Reminder], dues: list[Due], ladder: _Ladder, at: datetime) -> int:
    """The slots and messages of many things that one kind of holder owes; all of them or none."""
    _one_tick_at_a_time()
    known = _known(reminder, dues, at)
    people = holders_of_each(dues[0].to, [due.subject for due in dues])
    new = [
        (due, slot)
        for due, group in zip(dues, people, strict=True)
        for slot in _slots(reminder, due, group, ladder, at)
        if (slot.subject, slot.due_on, slot.rung, slot.recipient_id) not in known
    ]
    Slot.objects.bulk_create((slot for _, slot in new), batch_size=BATCH)
    return len(post(_messages(reminder, new, at), at=at))


def _known(reminder: type[Reminder], dues: list[Due], at: datetime) -> set[tuple]:
    """The slots that stand. A tick at an earlier moment still sends what a later one passed over,
    so what is not settled by ``at`` is deleted."""
    ladders = {(_subject(due), due.due_on) for due in dues}
    slots = Slot.objects.filter(reminder=reminder.key, subject__in={key for key, _ in ladders})
    found = slots.in_bulk()
    settled = set(slots.settled_by(at).values_list("pk", flat=True))
    found = {pk: slot for pk, slot in found.items() if (slot.subject, slot.due_on) in ladders}
    Slot.objects.filter(pk__in=found.keys() - settled).delete()
    return {
        (slot.subject, slot.due_on, slot.rung, slot.recipient_id)
        for pk, slot in found.items()
        if pk in settled
    }


def _slots(reminder: type[Reminder], due: Due, people, ladder: _Ladder, at: datetime) -> list[Slot]:
    timely = ladder.timely(due.due_on)
    return [
        Slot(
            reminder=reminder.key,
            subject=_subject(due),
            due_on=due.due_on,
            rung=rung,
            recipient=person,
            created_at=at,
            state=SlotState.SENT if rung == timely else SlotState.SKIPPED,
        )
        for person in people
        for rung in ladder.passed(due.due_on)
    ]


def _one_tick_at_a_time() -> None:
    """Two ticks at one moment take turns; ``slot_once`` would refuse the second otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pueredu.notices.tick'))")


def _messages(reminder, new: Iterable[tuple[Due, Slot]], at: datetime) -> list[Message]:
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
        for due, slot in new
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
    that dies gives it back after LEASE. A server that does not answer ends the round, else its
    time-outs would outlast the lease. Outside text carries no content: a count and a link.
    """
    sent = 0
    for delivery in _leased(at, limit):
        error = _send(delivery)
        if error is None:
            sent += 1
            _settle(delivery)
        else:
            _postpone(delivery, error, at)
            if not isinstance(error, ONE_ADDRESS):
                break
    return sent


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


def _send(delivery: Delivery) -> OSError | None:
    """Hand one mail to the server; gives what went wrong instead of raising it."""
    unread = Message.objects.unread().filter(recipient=delivery.message.recipient_id).count()
    mail = EmailMessage(
        subject="您有待办事项",
        body=f"您有 {max(unread, 1)} 件事项待办，请登录查看：{settings.SITE_URL}",
        to=[delivery.address],
        headers={"Message-ID": f"<delivery-{delivery.pk}@{settings.SITE_HOST}>"},
    )
    try:
        mail.send()
    except OSError as error:
        return error
    return None


def _settle(delivery: Delivery) -> None:
    delivery.attempts += 1
    delivery.state, delivery.error = DeliveryState.SENT, ""
    delivery.save(update_fields=["state", "error", "attempts"])


def _postpone(delivery: Delivery, error: OSError, at: datetime) -> None:
    delivery.attempts += 1
    delivery.error = f"{type(error).__name__}: {error}"[:200]
    delivery.not_before = at + timedelta(minutes=2**delivery.attempts)
    if delivery.attempts >= MAX_ATTEMPTS:
        delivery.state = DeliveryState.FAILED
    delivery.save(update_fields=["state", "error", "attempts", "not_before"])
