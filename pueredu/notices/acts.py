"""The frame of every action of loop and rooms: that of the floor, and then tell."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from pueredu.kit.names import permission
from pueredu.notices.actions import tell
from pueredu.units.access.acts import Subject
from pueredu.units.access.acts import acting as acting_silently


@contextmanager
def acting(verb: str, subject: Subject, *, by, at: datetime, **words) -> Iterator[Subject]:
    """``units.access.acts.acting``, and afterwards the notices of the verb, in one transaction."""
    with transaction.atomic():
        with acting_silently(verb, subject, by=by, at=at, **words) as record:
            yield record
        tell(permission(verb, type(record)), record, by=by, at=at)
