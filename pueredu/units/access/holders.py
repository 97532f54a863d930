"""The other direction: who may do this to that record. Recipients of notices come from here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model, Q

from pueredu.accounts.models import User
from pueredu.kit.scoping import holds, value_of
from pueredu.units.access.posts import HeldPost, held_posts, posts_in_force
from pueredu.units.access.registry import grants_of
from pueredu.units.access.ties import Tie, container_label, held_ties, tied_to
from pueredu.units.enums import Role, UnitKind
from pueredu.units.models import Membership


def post_for(user, perm: str, obj) -> HeldPost | None:
    """The post that lets ``user`` do ``perm`` to ``obj``, an own one before one in which they stand
    in; None under a tie."""
    grants = grants_of(perm)
    return next((post for post in held_posts(user) if _carries(post, grants, obj)), None)


@dataclass(frozen=True)
class Capacity:
    """As what somebody acts: the words of a post or a tie, and for whom as an AB角."""

    label: str = ""
    on_behalf_of: str = ""


def capacity_of(user, perm: str, obj) -> Capacity:
    """What lets ``user`` do ``perm`` to ``obj``, for the record: a post before a tie."""
    post = post_for(user, perm, obj)
    if post is not None:
        return Capacity(post.label, post.on_behalf_of)
    for grant in _tie_grants(grants_of(perm), obj):
        if value_of(obj, obj.scope.grant) in _tied_ids(user, grant.holder, obj):
            return Capacity(Tie(grant.holder).label)
    return Capacity()


def holders(perm: str, obj) -> list[User]:
    """The active people whose posts in force carry ``perm`` to ``obj``, in order of precedence,
    and after them those who hold it by a tie."""
    return holders_of_each(perm, [obj])[0]


def holders_of_each(perm: str, records: Sequence[Model]) -> list[list[User]]:
    """``holders`` of every record, in the order of the records, which are of one model.

    Three queries however many there are, if the relations of their scope columns are loaded; one
    more for a right that ties carry.
    """
    if not records:
        return []
    grants = [grant for grant in grants_of(perm) if grant.holder in Role.values]
    areas = [_area_of(record) for record in records]
    posts = _posts_near(grants, areas)
    near = {area: [post for post in posts if _may_reach(post, area)] for area in set(areas)}
    tied = _tied(perm, records)
    able = [
        [post.user_id for post in near[area] if _carries(post, grants, record)] + by_tie
        for area, record, by_tie in zip(areas, records, tied, strict=True)
    ]
    people = User.objects.active().in_bulk({pk for row in able for pk in row})
    return [[people[pk] for pk in dict.fromkeys(row) if pk in people] for row in able]


def _tied(perm: str, records: Sequence[Model]) -> list[list[int]]:
    """For each record the ids of those whose ties in force carry ``perm`` to it."""
    grants, column = _tie_grants(grants_of(perm), records[0]), records[0].scope.grant
    if not grants:
        return [[] for _ in records]
    ids = [value_of(record, column) for record in records]
    found = tied_to(container_label(type(records[0]), column), set(ids))
    return [
        [
            user_id
            for grant in grants
            if holds(grant.where, record)
            for user_id in found.get((grant.holder, container_id), ())
        ]
        for record, container_id in zip(records, ids, strict=True)
    ]


def _tie_grants(grants, record) -> list:
    """The cells that a tie holds, for a kind of record on whose container ties are given."""
    if record.scope.grant is None:
        return []
    return [grant for grant in grants if grant.holder in Tie.values]


def _tied_ids(user, tie: str, record) -> frozenset:
    container = container_label(type(record), record.scope.grant)
    return held_ties(user).get(tie, {}).get(container, frozenset())


def _area_of(record) -> int | None:
    """The id of the record's 县(区); None when its model has none."""
    column = record.scope.county
    return value_of(record, column) if column else None


def _posts_near(grants, areas) -> list[HeldPost]:
    """The posts of the granted roles, in these areas and the city, or everywhere for None."""
    roles = {grant.holder for grant in grants}
    rows = Membership.objects.filter(role__in=roles)
    if None not in areas:
        rows = rows.filter(Q(county__in=set(areas)) | Q(county__kind=UnitKind.CITY))
    return posts_in_force(rows.order_by("precedence", "id"))


def _may_reach(post: HeldPost, area: int | None) -> bool:
    return area is None or post.is_city or post.area_id == area


def _carries(post: HeldPost, grants, record) -> bool:
    return any(post.role == grant.holder and _reaches(post, grant, record) for grant in grants)


def _reaches(post: HeldPost, grant, obj) -> bool:
    clause = post.clause(grant.reach, obj.scope)
    return clause is not None and holds({**clause, **grant.where}, obj)
