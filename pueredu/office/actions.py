"""Every write of the counter itself."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.audit.actions import remember
from pueredu.kit.errors import Refused
from pueredu.kit.names import audit_verb, permission
from pueredu.office.models import SavedView
from pueredu.units.access.posts import held_posts
from pueredu.units.access.records import delete_record, save_record
from pueredu.units.access.registry import grants_of
from pueredu.units.actions import add_membership, add_newcomer, keep_unit
from pueredu.units.models import Membership, Unit
from pueredu.workbooks.models import ImportedRecord
from pueredu.workbooks.queries import wanted_rows


@transaction.atomic
def keep_saved_view(view: SavedView, *, by: User, at: datetime) -> SavedView:
    """Save a new or changed view of one's own. If it is to come first, the one that did no longer
    does. Refused under a name that the person already uses on this list."""
    if view.is_first:
        others = SavedView.objects.filter(owner=view.owner, path=view.path, is_first=True)
        for other in others.exclude(pk=view.pk):
            other.is_first = False
            save_record(other, by=by, at=at)
    return save_record(view, by=by, at=at)


def delete_saved_view(view: SavedView, *, by: User, at: datetime) -> None:
    """Throw away one of one's own views; the rows that it showed are not touched."""
    delete_record(view, by=by, at=at)


@transaction.atomic
def import_accounts(job_id: int, *, by: User, at: datetime) -> dict[str, object]:
    """Open the accounts and give the posts of a checked table, each by the action of its own page.
    Raises Refused with the row's number when one of them is refused; then nothing is written."""
    rows, today = wanted_rows(), timezone.localtime(at).date()
    known = User.objects.filter(username__in=[row["username"] for row in rows])
    people = {user.username: user for user in known}
    units = Unit.objects.in_bulk([row["unit_id"] for row in rows])
    opened = []
    for row in rows:
        post = Membership(unit=units[row["unit_id"]], role=row["role"], kind=row["kind"])
        post.title, post.since = row["title"] or "", row["since"] or today
        try:
            opened += _given(post, row, people, by=by, at=at)
        except Refused as refused:
            raise Refused(f"第 {row['row_no']} 行：{refused}") from refused
    ImportedRecord.objects.bulk_create(
        ImportedRecord(job_id=job_id, record_id=user.pk) for user in opened
    )
    return {"added": len(rows), "changed": 0, "accounts": len(opened)}


def import_schools(*, source: str, by: User, at: datetime) -> dict[str, object]:
    """Add and change the schools of a checked table, a 中心学校 before its points, each by the
    action of its own page. Raises Refused with the row's number; then nothing is written."""
    rows = sorted(wanted_rows(), key=lambda row: row["central_code"] is not None)
    codes = {code for row in rows for code in (row["code"], row["new_parent"])}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    for row in rows:
        if row["new_parent"] not in units:
            raise Refused(f"第 {row['row_no']} 行：所属中心学校在表中有错误，请一并改正。")
        unit = units.setdefault(row["code"], Unit(code=row["code"], source=source))
        unit.name, unit.short_name = row["name"], row["new_short"]
        unit.kind, unit.school_type = row["new_kind"], row["new_type"]
        unit.parent, unit.precedence = units[row["new_parent"]], row["new_precedence"]
        unit.since, unit.until = row["new_since"], row["new_until"]
        try:
            keep_unit(unit, by=by, at=at)
        except Refused as refused:
            raise Refused(f"第 {row['row_no']} 行：{refused}") from refused
    known = sum(row["is_known"] for row in rows)
    return {"added": len(rows) - known, "changed": known}


def _given(post: Membership, row: dict, people: dict[str, User], *, by, at) -> list[User]:
    """Give one post; returns its person if the account is new."""
    post.user = people.get(row["username"])
    if post.user_id:
        add_membership(post, by=by, at=at)
        return []
    words = {name: row[name] or "" for name in ("username", "name", "phone")}
    user = people[row["username"]] = User(**words)
    user.set_unusable_password()
    add_newcomer(post, by=by, at=at, user=user)
    return [user]


@dataclass(frozen=True)
class ExportedList:
    """What was taken out of the house, as the audit names it: so many rows of one table."""

    model: type[Model]
    rows: int
    pk: str = ""

    @property
    def _meta(self):
        return self.model._meta

    def __str__(self):
        return f"{self._meta.verbose_name}清单（{self.rows} 行）"


@transaction.atomic
def note_export(
    exported: ExportedList, *, by: User, at: datetime, columns: list[str], query: str
) -> ExportedList:
    """Remember who took which columns of which rows; ``query`` is how the list was filtered."""
    holders = {grant.holder for grant in grants_of(permission("export", exported.model))}
    post = next((post.label for post in held_posts(by) if post.role in holders), "")
    remember(
        audit_verb("export", exported.model),
        exported,
        by=by,
        at=at,
        post=post,
        changes={"rows": ["", str(exported.rows)], "columns": ["", "、".join(columns)], "query": ["", query]},
    )  # fmt: skip
    return exported
