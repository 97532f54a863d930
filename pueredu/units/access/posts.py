"""The posts that a person holds today, with all that is needed to say how far they reach."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from pueredu.kit import clock
from pueredu.kit.scoping import Scope
from pueredu.units.enums import SCHOOL_KINDS, Reach, UnitKind
from pueredu.units.models import Membership, Unit

NO_PLACE = Scope()
STANDS_IN = "（AB角）"
# asked at every request: what a HeldPost says, and no more
NEEDED = (
    "role", "kind", "title", "is_acting", "since", "until", "user__name", "county__kind",
    "standing_deputy", "unit__kind", "unit__short_name", "unit__school_type",
)  # fmt: skip


@dataclass(frozen=True)
class HeldPost:
    """A post in force, flattened. ``school_ids`` is the school itself and what it files for.

    ``user_id`` is who may act in it: the holder, or the AB角, who then acts ``on_behalf_of`` the
    holder.
    """

    id: int
    user_id: int
    role: str
    label: str
    unit_id: int
    area_id: int
    is_city: bool
    is_school: bool
    school_ids: frozenset
    since: date
    until: date | None
    on_behalf_of: str = ""

    def clause(self, reach: str, scope: Scope) -> dict | None:
        """The rows of a model with ``scope`` that this post reaches; None for no rows.

        A record without any place belongs to the whole house: whoever carries the verb reaches it.
        """
        if scope == NO_PLACE:
            return {}
        return getattr(self, f"_{reach}")(scope)

    def _self(self, scope: Scope):
        return {scope.person: frozenset({self.user_id})} if scope.person else None

    def _own(self, scope: Scope):
        if scope.unit:
            return {scope.unit: frozenset({self.unit_id})}
        if self.is_school:
            return {scope.school: frozenset({self.unit_id})} if scope.school else None
        return self._area(scope)

    def _subtree(self, scope: Scope):
        if self.is_school:
            if scope.school:
                return {scope.school: self.school_ids}
            return {scope.unit: self.school_ids} if scope.unit else None
        return {} if self.is_city else self._area(scope)

    def _below(self, scope: Scope):
        if self.is_school:
            points = self.school_ids - {self.unit_id}
            return {scope.school: points} if scope.school and points else None
        if self.is_city:
            return {}
        return self._area(scope) if scope.school else None

    def _area(self, scope: Scope):
        return {scope.county: frozenset({self.area_id})} if scope.county else None

    def _grant(self, scope: Scope):
        raise AssertionError(f"{Reach.GRANT} is for ties, {self.role} is a role")


def held_posts(user) -> list[HeldPost]:
    """The posts in force today, the own ones before those in which the person stands in; two
    queries at most, then cached on the user object.

    The cache lives as long as the object, that is for one request or one task, so a role that is
    withdrawn is gone at the next.
    """
    if not hasattr(user, "_held_posts"):
        near = posts_in_force(Membership.objects.filter(Q(user=user) | Q(standing_deputy=user)))
        mine = [post for post in near if post.user_id == user.pk]
        user._held_posts = sorted(mine, key=lambda post: bool(post.on_behalf_of))
    return user._held_posts


def in_post_alone(user, post: HeldPost):
    """The person as if this post were all they had, without any tie: what they then owe belongs to
    the post and goes to whoever holds it next."""
    alone = copy(user)
    alone._held_posts, alone._held_ties = [post], {}
    return alone


def posts_in_force(memberships) -> list[HeldPost]:
    """``memberships`` narrowed to today and flattened: each for its holder, then for its AB角."""
    today = clock.today()
    rows = memberships.in_force(today).with_standing_deputies(today)
    rows = list(rows.select_related("unit", "county", "user").only(*NEEDED))
    points = _points_of([row.unit_id for row in rows if row.unit.kind == UnitKind.CENTRAL_SCHOOL])
    return [post for row in rows for post in _flattened(row, points.get(row.unit_id, ()))]


def _flattened(row: Membership, points) -> Iterator[HeldPost]:
    place = {
        "id": row.pk,
        "role": row.role,
        "unit_id": row.unit_id,
        "area_id": row.county_id,
        "is_city": row.county.kind == UnitKind.CITY,
        "is_school": row.unit.kind in SCHOOL_KINDS,
        "school_ids": frozenset({row.unit_id, *points}),
        "since": row.since,
        "until": row.until,
    }
    yield HeldPost(**place, user_id=row.user_id, label=str(row))
    if row.has_deputy:
        yield HeldPost(
            **place,
            user_id=row.standing_deputy_id,
            label=f"{row}{STANDS_IN}",
            on_behalf_of=row.user.name,
        )


def _points_of(central_ids: list[int]) -> dict[int, list[int]]:
    points: dict[int, list[int]] = {}
    if central_ids:
        for pk, parent_id in Unit.objects.filter(parent__in=central_ids).values_list(
            "id", "parent_id"
        ):
            points.setdefault(parent_id, []).append(pk)
    return points
