"""What a person has been told, and how the outbox stands."""

from datetime import date

from django.db.models import Count, Window

from pueredu.notices.enums import DeliveryState
from pueredu.notices.models import Delivery, Message


def inbox(user):
    """A person's own messages, newest first."""
    return Message.objects.filter(recipient=user)


def unread_count(user) -> int:
    """For the header; one query on a partial index, or none after ``first_unread``."""
    if not hasattr(user, "_unread_count"):
        user._unread_count = inbox(user).unread().count()
    return user._unread_count


def first_unread(user, limit: int) -> list[Message]:
    """The newest unread messages; leaves their whole number with the user for the header."""
    rows = list(inbox(user).unread().annotate(n=Window(Count("id")))[:limit])
    user._unread_count = rows[0].n if rows else 0
    return rows


def arrived_on(user, day: date, limit: int) -> list[Message]:
    """The newest of a person's messages of one day, read or not."""
    return list(inbox(user).filter(created_at__date=day)[:limit])


def oldest_waiting():
    """The creation time of the oldest unsent delivery, or None; feeds ``/readyz``."""
    row = (
        Delivery.objects.filter(state=DeliveryState.WAITING).order_by("message__created_at").first()
    )
    return row.message.created_at if row else None
