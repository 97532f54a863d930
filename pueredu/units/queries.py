"""Reads about the tree and its posts that pages need."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from pueredu.accounts.models import User
from pueredu.units.access.posts import HeldPost, held_posts
from pueredu.units.access.ties import in_force, tie_models
from pueredu.units.enums import (
    AREA_KINDS,
    NEEDED_ROLES,
    ROLES_OF_TIER,
    SCHOOL_KINDS,
    Role,
    Tier,
    UnitKind,
)
from pueredu.units.models import Membership, Unit

ENDING_DAYS = 30  # how far ahead the end of a post is worth a look


def has_demo_units() -> bool:
    """Whether the tree holds demonstration units; then every page carries the label."""
    return Unit.objects.filter(is_demo=True).exists()


def without_post(users: QuerySet, today: date) -> QuerySet:
    """Those of a queryset of users who hold no post today."""
    return users.exclude(pk__in=Membership.objects.in_force(today).values("user"))


@dataclass(frozen=True)
class Openings:
    """Where a person may give posts, and which; what ``units.add_membership`` says, as choices."""

    units: QuerySet
    roles: list[Role]


def openings(by: User, today: date) -> Openings:
    """The schools of their 县(区) for a county account manager; for the security administrator the
    organs, and the schools directly under the city."""
    there = Unit.objects.exclude(kind__in=AREA_KINDS).open_on(today)
    areas = _kept_areas(by)
    if areas:
        schools = there.filter(area__in=areas, kind__in=SCHOOL_KINDS)
        return Openings(schools, _in_order(ROLES_OF_TIER[Tier.SCHOOL]))
    offices = ~Q(kind__in=SCHOOL_KINDS) | Q(area__kind=UnitKind.CITY)
    return Openings(there.filter(offices), list(Role))


def area_ids(organ: Unit) -> list[int]:
    """The area of an organ; of the city's every 县(区) too."""
    areas = Unit.objects.below(organ.area).filter(kind__in=AREA_KINDS)
    return list(areas.values_list("pk", flat=True))


def bureaux_of(user: User, perm: str) -> QuerySet:
    """The education bureaux for which a person holds ``perm``, the city's first."""
    bureaux = Unit.objects.permitted(user, perm).filter(kind=UnitKind.EDUCATION_BUREAU)
    return bureaux.select_related("area").order_by("area__kind", "area__precedence", "code")


def appointable(by: User, today: date) -> QuerySet:
    """Whom a person may give a post, never themselves: a county account manager those who have a
    post in the own 县(区), or neither post nor tie anywhere, so that nobody of another 县(区) is
    ever shown; others whomever they may see."""
    people = User.objects.active().exclude(pk=by.pk)
    areas = _kept_areas(by)
    if not areas:
        return people & User.objects.visible_to(by)
    own = OuterRef("pk")
    posts = Membership.objects.not_over(today).filter(user=own)
    ties = [model.objects.filter(in_force(today), user=own) for model in tie_models()]
    free = [~Exists(held) for held in (posts, *ties)]
    return people.filter(Exists(posts.filter(county__in=areas)) | Q(*free))


def colleagues(membership: Membership, today: date) -> QuerySet:
    """Who may be the AB角 of a post: the others with a post in its unit."""
    posts = Membership.objects.in_force(today).filter(unit=membership.unit_id)
    people = User.objects.active().exclude(pk=membership.user_id)
    return people.filter(pk__in=posts.values("user"))


def with_predecessors(held: HeldPost) -> tuple[Membership, list[Membership]]:
    """A post as its record, and the records of those who held the office before, the last first;
    one query."""
    office = Membership.objects.filter(unit=held.unit_id, role=held.role)
    before = Q(until__isnull=False, since__lte=held.since)
    rows = list(office.filter(Q(pk=held.id) | before).with_people().order_by("-until", "-id"))
    (post,) = (row for row in rows if row.pk == held.id)
    return post, [row for row in rows if row is not post and row.kind == post.kind]


@dataclass(frozen=True)
class Vacancy:
    """A role that a unit cannot do without, and nobody holds."""

    unit: Unit
    role: Role


def vacancies(user: User, today: date) -> list[Vacancy]:
    """What is vacant in the organs within sight, and for a county account manager in the schools
    of the 县(区); in official order; two queries."""
    kinds = {kind for tier, kind in NEEDED_ROLES if tier != Tier.SCHOOL}
    asked = Q(kind__in=kinds) | Q(kind__in=SCHOOL_KINDS, area__in=_kept_areas(user))
    units = Unit.objects.permitted(user, "units.view_membership").open_on(today).filter(asked)
    posts = Membership.objects.in_force(today).filter(unit__in=units)
    held = set(posts.order_by().values_list("unit", "role").distinct())
    return [
        Vacancy(unit, role)
        for unit in units.select_related("area").order_by("area__precedence", "precedence", "code")
        for role in NEEDED_ROLES.get((unit.tier, unit.kind), ())
        if (unit.pk, role) not in held
    ]


def _kept_areas(by: User) -> set[int]:
    return {post.area_id for post in held_posts(by) if post.role == Role.COUNTY_ACCOUNTS}


def _in_order(roles) -> list[Role]:
    return [role for role in Role if role in roles]
