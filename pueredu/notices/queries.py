"""What a person has been told, and how the outbox stands."""

from pueredu.notices.enums import DeliveryState
from pueredu.notices.models import Delivery, Message


def inbox(user):
    """A person's own messages, newest first."""
    return Message.objects.filter(recipient=user)


def unread_count(user) -> int:
    """For the header; one query on a partial index."""
    return inbox(user).unread().count()


def oldest_waiting():
    """The creation time of the oldest unsent delivery, or None; feeds ``/readyz``."""
    row = (
        Delivery.objects.filter(state=DeliveryState.WAITING).order_by("message__created_at").first()
    )
    return row.message.created_at if row else None
