"""What a room writes to be heard: a Notice tells of an act, a Reminder of what is due.

A room lists its classes in a ``notices`` module; ``load`` finds them when the apps are ready.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from pueredu.units.access.holders import holders


class _Spoken:
    """``words`` are the title of the message, with fields of the ``subject`` in braces."""

    words: str
    reason: str

    @classmethod
    def title(cls, subject) -> str:
        """Override where the words depend on more than fields of the subject."""
        return cls.words.format(subject=subject)

    @classmethod
    def url(cls, subject) -> str:
        return subject.get_absolute_url()


class Notice(_Spoken):
    """Subclass with ``on`` (the permission of the verb), ``to`` (the permission of those who act
    next), ``reason`` and ``words``; the recipients are computed, never listed."""

    on: str
    to: str

    @classmethod
    def recipients(cls, subject) -> list:
        """Whoever may do ``to`` to the subject; override for persons that the record names."""
        return holders(cls.to, subject)


@dataclass(frozen=True)
class Due:
    """One thing that falls due; ``subject`` is a record, ``to`` the permission of who owes it."""

    subject: object
    due_on: date
    to: str


class Reminder(_Spoken):
    """Subclass with ``key`` (also its Figure ``reminders.<key>``: rungs in working days around the
    due date, negative before), ``due`` and ``words``. Stops by itself when ``due`` ends."""

    key: str
    reason: str = "您是该事项的责任人"

    @classmethod
    def due(cls, today: date) -> Iterable[Due]:
        raise NotImplementedError


_notices: dict[str, list[type[Notice]]] = {}
_reminders: dict[str, type[Reminder]] = {}


def load() -> None:
    """Find the Notice and Reminder classes of every app; called when the apps are ready."""
    _notices.clear()
    _reminders.clear()
    for config in apps.get_app_configs():
        if config.name != "pueredu.notices" and module_has_submodule(config.module, "notices"):
            module = import_module(f"{config.name}.notices")
            for item in vars(module).values():
                if isinstance(item, type) and _is_of(item, module):
                    _register(item)


def _is_of(item: type, module) -> bool:
    """Whether the module, or one of its own when it is a package, declares the class."""
    return f"{item.__module__}.".startswith(f"{module.__name__}.")


def _register(item: type) -> None:
    if issubclass(item, Notice):
        _notices.setdefault(item.on, []).append(item)
    elif issubclass(item, Reminder):
        _reminders[item.key] = item


def notices_on(perm: str) -> list[type[Notice]]:
    """The notices that tell of this verb."""
    return _notices.get(perm, [])


def all_notices() -> list[type[Notice]]:
    return [notice for group in _notices.values() for notice in group]


def reminders() -> list[type[Reminder]]:
    """Every reminder, in a stable order."""
    return [_reminders[key] for key in sorted(_reminders)]
