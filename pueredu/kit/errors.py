"""What an action may answer instead of doing it. The message is the sentence on the screen."""

from django.core.exceptions import PermissionDenied


class Refused(Exception):
    """The act is possible in general but not now or not so; nothing was changed."""


class WrongState(Refused):
    """The record is no longer (or not yet) in a state from which this verb goes on."""


class Incomplete(Refused):
    """Something that the verb needs is missing; the sentence names it."""


class NotPermitted(PermissionDenied):
    """The person's posts and ties do not carry this verb for this record (403)."""
