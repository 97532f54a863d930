"""Ties: what a tree cannot say (host of a studio, juror of a round), as dated guardian grants."""

from datetime import date, timedelta
from functools import cache, reduce

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import F, Q, Value
from guardian.models import UserObjectPermissionBase

from pueredu.kit import clock
from pueredu.units.access.posts import held_posts
from pueredu.units.enums import ADMINISTRATORS
from pueredu.units.models import Membership


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
    """``{tie: {container label: ids}}`` in force today; one query, then cached on the user.

    An administrator's ties sleep: none of the three sees business data.
    """
    if any(post.role in ADMINISTRATORS for post in held_posts(user)):
        return {}
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
    asleep = Membership.objects.in_force(clock.today()).filter(role__in=ADMINISTRATORS)
    for model in tie_models():
        if _container_of(model) == container:
            rows = model.objects.filter(in_force(clock.today()), content_object__in=ids)
            rows = rows.exclude(user__in=asleep.values("user"))
            columns = ("permission__codename", "content_object_id", "user_id")
            for tie, object_id, user_id in rows.order_by("since", "id").values_list(*columns):
                found.setdefault((tie, object_id), []).append(user_id)
    return found


def give_tie(
    tie: str, container: models.Model, user, *, since: date, until: date | None
) -> TieGrant:
    """Tie ``user`` to the container for a time, or renew a tie that ended."""
    permission = Permission.objects.get(
        content_type__app_label=container._meta.app_label,
        content_type__model=container._meta.model_name,
        codename=tie,
    )
    grant, _ = container.grants.update_or_create(
        user=user, permission=permission, defaults={"since": since, "until": until}
    )
    return grant


def cut_ties(tie: str, container: models.Model, today: date) -> None:
    """End these ties at once: their last day becomes yesterday, so that they are gone at the next
    request."""
    ties = container.grants.filter(permission__codename=tie).exclude(until__lt=today)
    ties.update(until=today - timedelta(1))


def in_force(day: date) -> Q:
    """The ties that hold on ``day``; both ends included."""
    return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))


def container_label(model, column: str) -> str:
    """The model on which a scope's ``grant`` column says that ties are given."""
    if column in {"id", "pk"}:
        return model._meta.label_lower
    for name in column.split("__"):
        model = model._meta.get_field(name).related_model
    return model._meta.label_lower


def _container_of(model) -> str:
    return model._meta.get_field("content_object").related_model._meta.label_lower


def _rows(user):
    parts = [
        model.objects.filter(in_force(clock.today()), user=user)
        .annotate(container=Value(_container_of(model)), tie=F("permission__codename"))
        .values_list("tie", "container", "content_object_id")
        for model in tie_models()
    ]
    return reduce(lambda left, right: left.union(right, all=True), parts) if parts else ()
