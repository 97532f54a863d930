"""What a room writes to have a table imported: one class on its `resources` page.

@register
class HoursSheet(SheetKind):
    key = "training.hours"
    label = "学时"
    resource = HoursResource
    permission = "training.import_hours"
    matched = "SELECT s.*, l.id AS learner_id FROM sheet s LEFT JOIN training_learner l USING (code)"
    checks = (Check("learner_id IS NULL", "code", "未找到教师“{code}”"),)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from pueredu.kit.errors import Refused
from pueredu.units.models import Unit
from pueredu.workbooks.columns import SheetForm, form_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from import_export.resources import Resource

    from pueredu.accounts.models import User
    from pueredu.workbooks.checks import Check
    from pueredu.workbooks.models import ImportJob

REGISTRY: dict[str, SheetKind] = {}


@dataclass(frozen=True)
class Context:
    """For which unit, by whom and when."""

    place: Unit
    by: User
    at: datetime


class SheetKind:
    """`label` is the word before 「表格」 and 「模板」 on the screen, `advice` a sentence on the
    template, `next_label` the button after an import, `handout_label` that of a list made once.

    The database judges all rows at once. It finds them in the temporary table `sheet` (`row_no`
    and the Resource's fields, typed); the kind says in SQL, with `words` as its parameters:
    """

    key: str
    label: str
    resource: type[Resource]
    permission: str
    advice = "请按模板填写，一行一条。"
    next_label = ""
    handout_label = ""
    most_rows = 100_000  # issue of the training workbook
    can_be_undone = True

    # each row of `sheet` once, beside what is stored
    matched = "SELECT * FROM sheet"
    # the columns of `matched` that no two rows of a file may share
    identity: tuple[str, ...] = ()
    # faults, the gravest first; at most one is said of a row
    checks: tuple[Check, ...] = ()
    # conditions on a row of `matched`: it asks for nothing; it is stored already; and says the same
    idle = "false"
    known = "false"
    same = "false"

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

    def words(self, context: Context) -> Mapping[str, object]:
        """The parameters of the SQL above. `sheet` may be asked for what Python must look up."""
        return {}

    def candidates(self, context: Context) -> Mapping[str, Mapping[str, str]]:
        """By field name, what may be meant by a text that a check with `near` does not know: the
        value that would be right, and the words that people know it by."""
        return {}

    def write(self, job: ImportJob, *, by: User, at: datetime) -> dict[str, object]:
        """Write the rows of the temporary table `judged` that are `is_wanted`: it has the columns
        of `matched`, and says which rows are `is_known`. Returns the job's outcome (JSON-able;
        `added` and `changed` are numbers)."""
        raise NotImplementedError

    def undo(self, job: ImportJob, *, by: User, at: datetime) -> None:
        """Take back what `write` did; raises Refused when any of it went further."""
        raise Refused("这种表格导入后不能成批撤销，请逐项办理。")

    def handout(
        self, job: ImportJob, *, by: User, at: datetime
    ) -> tuple[list[str], list[list[str]]]:
        """Headings and rows of a list that is made for the uploader after an import and kept
        nowhere. Raises Refused when there is nothing to hand out."""
        raise Refused("这种表格没有可以生成的清单。")


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
