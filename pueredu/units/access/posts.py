"""The posts that a person holds today, with all that is needed to say how far they reach."""

from dataclasses import dataclass

from pueredu.kit import clock
from pueredu.kit.scoping import Scope
from pueredu.units.enums import SCHOOL_KINDS, Reach, UnitKind
from pueredu.units.models import Membership, Unit

NO_PLACE = Scope()


@dataclass(frozen=True)
class HeldPost:
    """A post in force, flattened. ``school_ids`` is the school itself and what it files for."""

    id: int
    user_id: int
    role: str
    label: str
    unit_id: int
    area_id: int
    is_city: bool
    is_school: bool
    school_ids: frozenset

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
    """The posts in force today; two queries at most, then cached on the user object.

    The cache lives as long as the object, that is for one request or one task, so a role that is
    withdrawn is gone at the next.
    """
    if not hasattr(user, "_held_posts"):
        user._held_posts = posts_in_force(Membership.objects.filter(user=user))
    return user._held_posts


def posts_in_force(memberships) -> list[HeldPost]:
    """``memberships`` narrowed to today and flattened."""
    rows = list(memberships.in_force(clock.today()).select_related("unit", "county"))
    points = _points_of([row.unit_id for row in rows if row.unit.kind == UnitKind.CENTRAL_SCHOOL])
    return [
        HeldPost(
            id=row.pk,
            user_id=row.user_id,
            role=row.role,
            label=str(row),
            unit_id=row.unit_id,
            area_id=row.county_id,
            is_city=row.county.kind == UnitKind.CITY,
            is_school=row.unit.kind in SCHOOL_KINDS,
            school_ids=frozenset({row.unit_id, *points.get(row.unit_id, ())}),
        )
        for row in rows
    ]


def _points_of(central_ids: list[int]) -> dict[int, list[int]]:
    points: dict[int, list[int]] = {}
    if central_ids:
        for pk, parent_id in Unit.objects.filter(parent__in=central_ids).values_list(
            "id", "parent_id"
        ):
            points.setdefault(parent_id, []).append(pk)
    return points
