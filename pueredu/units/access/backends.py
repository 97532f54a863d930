"""Django's authentication backends that answer for posts and for ties."""

from django.db.models import Model, Q
from guardian.backends import ObjectPermissionBackend

from pueredu.accounts.models import User
from pueredu.kit import clock
from pueredu.kit.scoping import holds
from pueredu.units.access.holders import post_for
from pueredu.units.access.posts import held_posts
from pueredu.units.access.registry import grants_of, permissions
from pueredu.units.access.ties import Tie, container_label, held_ties, tie_models
from pueredu.units.enums import Role, Tier
from pueredu.units.models import Membership


class _ByClauses:
    """``has_perm`` and ``permitted`` from one source, so that they never differ."""

    holders: frozenset

    def has_perm(self, user_obj, perm: str, obj: Model | None = None) -> bool:
        """Without an object: whether some post or tie carries the verb (menus and admin only)."""
        if not user_obj.is_active:
            return False
        if obj is None:
            return self.carries(user_obj, perm)
        return any(holds(clause, obj) for clause in self.scope_clauses(user_obj, perm, type(obj)))

    def has_module_perms(self, user_obj, app_label: str) -> bool:
        return any(
            perm.startswith(f"{app_label}.") and self.has_perm(user_obj, perm)
            for perm in permissions()
        )


class UnitRoleBackend(_ByClauses):
    """Rights from the place in the tree."""

    def authenticate(self, request, **credentials):
        return None

    def carries(self, user, perm: str) -> bool:
        held = {post.role for post in held_posts(user)}
        return any(grant.holder in held for grant in grants_of(perm))

    def post_for(self, user, perm: str, obj: Model):
        """The post that lets ``user`` do ``perm`` to ``obj``, or None."""
        return post_for(user, perm, obj)

    def scope_clauses(self, user, perm: str, model):
        """One clause for each post that carries ``perm`` to some rows of ``model``."""
        scope = getattr(model, "scope", None)
        if scope is None:
            return
        for grant in grants_of(perm):
            if grant.holder not in Role.values:
                continue
            for post in held_posts(user):
                if post.role == grant.holder:
                    clause = post.clause(grant.reach, scope)
                    if clause is not None:
                        yield {**clause, **grant.where}


class PeopleBackend(_ByClauses):
    """What a county account manager may do to people: a person has no place but that of the posts.

    Theirs are those of the schools of the own 县(区). Whoever holds an office or a tie besides is
    left to the city, or a code from the county would open that too.
    """

    def authenticate(self, request, **credentials):
        return None

    def carries(self, user, perm: str) -> bool:
        return False  # without an object the role itself answers, see UnitRoleBackend

    def post_for(self, user, perm: str, obj: Model):
        """The post of the account manager who may do ``perm`` to the person ``obj``, or None."""
        posts = [post for post in held_posts(user) if post.role == Role.COUNTY_ACCOUNTS]
        return posts[0] if posts and self.has_perm(user, perm, obj) else None

    def scope_clauses(self, user, perm: str, model):
        """One clause of ids; one query, then cached on the user object as the posts are."""
        if model is not User or Role.COUNTY_ACCOUNTS not in {g.holder for g in grants_of(perm)}:
            return
        areas = {post.area_id for post in held_posts(user) if post.role == Role.COUNTY_ACCOUNTS}
        if areas and not hasattr(user, "_kept_people"):
            user._kept_people = frozenset(people_of_schools(areas))
        if areas:
            yield {"id": user._kept_people}


class GrantBackend(_ByClauses, ObjectPermissionBackend):
    """Rights from ties: guardian's rows, filtered by their dates."""

    def authenticate(self, request, **credentials):
        return None

    def carries(self, user, perm: str) -> bool:
        held = held_ties(user)
        return any(grant.holder in held for grant in grants_of(perm))

    def scope_clauses(self, user, perm: str, model):
        """One clause for each tie that carries ``perm`` to some rows of ``model``."""
        scope = getattr(model, "scope", None)
        if scope is None or scope.grant is None:
            return
        ties = [grant for grant in grants_of(perm) if grant.holder in Tie.values]
        if not ties:
            return
        container = container_label(model, scope.grant)
        for grant in ties:
            ids = held_ties(user).get(grant.holder, {}).get(container)
            if ids:
                yield {scope.grant: ids, **grant.where}


def forget_people(user) -> None:
    """Ask anew whom a person keeps: somebody came to a school since it was asked."""
    vars(user).pop("_kept_people", None)


def people_of_schools(areas: set[int]) -> list[int]:
    """The ids of those whose posts are all in schools of these areas, and who hold no tie: what they
    will hold counts already, for a password that the county opened would open it too."""
    here = Q(county__in=areas, tier=Tier.SCHOOL)
    inside = Membership.objects.in_force(clock.today()).filter(here).order_by()
    outside = Membership.objects.not_over(clock.today()).exclude(here)
    kept = inside.exclude(user__in=outside.values("user"))
    for model in tie_models():
        kept = kept.exclude(user__in=model.objects.exclude(until__lt=clock.today()).values("user"))
    return list(kept.values_list("user", flat=True).distinct())
