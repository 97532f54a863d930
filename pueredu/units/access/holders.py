"""The other direction: who may do this to that record. Recipients of notices come from here."""

from django.db.models import Q

from pueredu.accounts.models import User
from pueredu.kit.scoping import holds, value_of
from pueredu.units.access.posts import HeldPost, held_posts, posts_in_force
from pueredu.units.access.registry import grants_of
from pueredu.units.enums import Role, UnitKind
from pueredu.units.models import Membership


def post_for(user, perm: str, obj) -> HeldPost | None:
    """The post that lets ``user`` do ``perm`` to ``obj``, for the record; None under a tie."""
    for grant in grants_of(perm):
        for post in held_posts(user):
            if post.role == grant.holder and _reaches(post, grant, obj):
                return post
    return None


def holders(perm: str, obj) -> list[User]:
    """The active people whose posts in force carry ``perm`` to ``obj``, in order of precedence."""
    roles = {grant.holder for grant in grants_of(perm) if grant.holder in Role.values}
    near = Membership.objects.filter(role__in=roles, user__is_active=True)
    if obj.scope.county:
        county = Q(county=value_of(obj, obj.scope.county)) | Q(county__kind=UnitKind.CITY)
        near = near.filter(county)
    posts = posts_in_force(near.order_by("precedence", "id"))
    able = [
        post.user_id
        for post in posts
        if any(
            post.role == grant.holder and _reaches(post, grant, obj) for grant in grants_of(perm)
        )
    ]
    people = User.objects.in_bulk(able)
    return [people[pk] for pk in dict.fromkeys(able)]


def _reaches(post: HeldPost, grant, obj) -> bool:
    clause = post.clause(grant.reach, obj.scope)
    return clause is not None and holds({**clause, **grant.where}, obj)
