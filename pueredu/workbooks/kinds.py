"""What a room writes to have a table imported: one class on its `resources` page.

@register
class HoursSheet(SheetKind):
    key = "training.hours"
    label = "学时"
    resource = HoursResource
    permission = "training.import_hours"
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from pueredu.units.models import Unit
from pueredu.workbooks.columns import SheetForm, form_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from import_export.resources import Resource

    from pueredu.accounts.models import User
    from pueredu.workbooks.messages import Message
    from pueredu.workbooks.models import ImportJob

REGISTRY: dict[str, SheetKind] = {}


@dataclass(frozen=True)
class Context:
    """For which unit, by whom and when."""

    place: Unit
    by: User
    at: datetime


class SheetKind:
    """All hooks see all rows at once: a handful of queries a job, never one a row.

    `label` is the word before 「表格」 and 「模板」 on the screen, `advice` a sentence on the template,
    `next_label` the button after an import.
    """

    key: str
    label: str
    resource: type[Resource]
    permission: str
    advice = "请按模板填写，一行一条。"
    next_label = ""

    def places(self, user: User) -> Iterable[Unit]:
        """The units for which this person may import, the usual one first."""
        return Unit.objects.permitted(user, self.permission).select_related("area")

    def next_url(self, job: ImportJob) -> str:
        """Where the person goes on after an import; empty for nowhere."""
        return ""

    def outcome_text(self, job: ImportJob) -> str:
        """What applying did, in a sentence or two."""
        done = job.outcome
        return f"已写入：新增 {done.get('added', 0)} 行，更改 {done.get('changed', 0)} 行。"

    def import_url(self, place: Unit | None = None) -> str:
        """The page on which a table of this kind is uploaded."""
        words = {"kind": self.key} | ({"place": place.pk} if place else {})
        return f"{reverse('workbooks:import-job-add')}?{urlencode(words)}"

    def form(self, context: Context) -> SheetForm:
        """The columns, with the lists that depend on the place."""
        return form_of(self.resource).with_choices(self.choices(context))

    def choices(self, context: Context) -> Mapping[str, Sequence[str]]:
        """Lists for dropdowns and checks, by field name, where they depend on the place."""
        return {}

    def template_rows(self, context: Context) -> Iterable[Mapping[str, object]]:
        """Rows to pre-fill, by field name."""
        return ()

    def existing(self, keys: list[tuple], context: Context) -> Mapping[tuple, Mapping]:
        """What is stored, by key: the values to compare with. Tells new, changed and same."""
        raise NotImplementedError

    def check(self, rows: list[dict], context: Context) -> Iterable[Message]:
        """Faults that need the database. May add JSON-able keys to a row for `apply`."""
        raise NotImplementedError

    def apply(self, rows: list[dict], *, job: object, by: object, at: datetime) -> dict[str, int]:
        """Write new, changed and warned rows, set-based, inside the engine's transaction."""
        raise NotImplementedError


def register(kind: type[SheetKind]) -> type[SheetKind]:
    """Class decorator; a key registered twice is a programmer's error."""
    if kind.key in REGISTRY and type(REGISTRY[kind.key]) is not kind:
        raise ValueError(f"two sheet kinds are called {kind.key}")
    REGISTRY[kind.key] = kind()
    return kind


def kind_for(key: str) -> SheetKind:
    """The registered kind; KeyError names what is registered."""
    if key not in REGISTRY:
        raise KeyError(f"no sheet kind {key}; registered: {sorted(REGISTRY)}")
    return REGISTRY[key]
