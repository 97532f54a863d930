"""Ties: what a tree cannot say (host of a studio, juror of a round), as dated guardian grants."""

from functools import cache, reduce

from django.apps import apps
from django.db import models
from django.db.models import F, Q, Value
from guardian.models import UserObjectPermissionBase

from pueredu.kit import clock


class Tie(models.TextChoices):
    """The codenames that a container may declare in its ``Meta.permissions``."""

    HOST = "host", "主持人"
    JUROR = "juror", "评审专家"
    INSPECTION_MEMBER = "inspection_member", "督导组成员"
    DEPUTY = "deputy", "代办人"


class TieGrant(UserObjectPermissionBase):
    """A guardian permission with an end. A room subclasses it with ``content_object``."""

    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True


@cache
def tie_models() -> tuple[type[TieGrant], ...]:
    """The rooms' concrete grant tables."""
    return tuple(model for model in apps.get_models() if issubclass(model, TieGrant))


def held_ties(user) -> dict[str, dict[str, frozenset]]:
    """``{tie: {container label: ids}}`` in force today; one query, then cached on the user."""
    if not hasattr(user, "_held_ties"):
        found: dict[str, dict[str, set]] = {}
        for tie, container, object_id in _rows(user):
            found.setdefault(tie, {}).setdefault(container, set()).add(object_id)
        user._held_ties = {
            tie: {container: frozenset(ids) for container, ids in by_container.items()}
            for tie, by_container in found.items()
        }
    return user._held_ties


def tied_to(container: str, ids: set[int]) -> dict[tuple[str, int], list[int]]:
    """``{(tie, container id): user ids}`` in force today, by date of the tie; one query a table."""
    found: dict[tuple[str, int], list[int]] = {}
    for model in tie_models():
        if _container_of(model) == container:
            rows = model.objects.filter(_in_force(), content_object__in=ids)
            columns = ("permission__codename", "content_object_id", "user_id")
            for tie, object_id, user_id in rows.order_by("since", "id").values_list(*columns):
                found.setdefault((tie, object_id), []).append(user_id)
    return found


def container_label(model, column: str) -> str:
    """The model on which a scope's ``grant`` column says that ties are given."""
    if column in {"id", "pk"}:
        return model._meta.label_lower
    for name in column.split("__"):
        model = model._meta.get_field(name).related_model
    return model._meta.label_lower


def _container_of(model) -> str:
    return model._meta.get_field("content_object").related_model._meta.label_lower


def _in_force() -> Q:
    today = clock.today()
    return Q(since__lte=today) & (Q(until=None) | Q(until__gte=today))


def _rows(user):
    parts = [
        model.objects.filter(_in_force(), user=user)
        .annotate(container=Value(_container_of(model)), tie=F("permission__codename"))
        .values_list("tie", "container", "content_object_id")
        for model in tie_models()
    ]
    return reduce(lambda left, right: left.union(right, all=True), parts) if parts else ()
