"""A word to who is short: once in so many working days, to people who can read it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.kit.errors import Refused
from pueredu.notices.acts import acting
from pueredu.units.models import Unit
from training.models import HoursReminder
from training.queries import reminded_since


@transaction.atomic
def add_hours_reminder(reminder: HoursReminder, *, by: User | None, at: datetime) -> HoursReminder:
    """Remind a school or one of its people. Refused within the working days of the Figure, whoever
    it was that reminded them."""
    # two senders at one moment take turns
    school = Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=reminder.school_id)
    if _was_reminded(reminder, timezone.localtime(at).date()):
        raise Refused("最近已经提醒过，过几个工作日再提醒。")
    reminder.county_id, reminder.sent_by, reminder.sent_at = school.area_id, by, at
    with acting("add", reminder, by=by, at=at) as saved:
        pass
    return saved


@transaction.atomic
def send_reminders(reminders: Iterable[HoursReminder], *, by: User, at: datetime) -> int:
    """All of a list; who was reminded meanwhile is passed over. Returns how many were sent."""
    today, sent = timezone.localtime(at).date(), 0
    for reminder in reminders:
        if not _was_reminded(reminder, today):
            add_hours_reminder(reminder, by=by, at=at)
            sent += 1
    if not sent:
        raise Refused("名单上的人员最近都已提醒过，或者没有账号。")
    return sent


def _was_reminded(reminder: HoursReminder, today) -> bool:
    rows = HoursReminder.objects.filter(
        year=reminder.year_id, school=reminder.school_id, learner=reminder.learner_id
    )
    return rows.filter(sent_at__date__gte=reminded_since(today)).exists()
