"""How far a file may be shown."""

from django.db.models import TextChoices


class DisclosureLevel(TextChoices):
    """The three attributes a public body gives every document it makes."""

    OPEN = "open", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    INTERNAL = "internal", "内部"
