"""Every write of the counter itself."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from pueredu.accounts.models import User
from pueredu.audit.actions import remember
from pueredu.kit.names import audit_verb, permission
from pueredu.office.models import SavedView
from pueredu.units.access.posts import held_posts
from pueredu.units.access.records import delete_record, save_record
from pueredu.units.access.registry import grants_of


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
