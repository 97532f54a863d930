"""Whose account is whose, as far as posts and names say it without a doubt."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Case, F, When

from pueredu.units.enums import UnitKind
from pueredu.units.models import Membership
from training.enums import LearnerStatus
from training.models import Learner

THERE = (LearnerStatus.ACTIVE, LearnerStatus.LEAVE)


def proposed_accounts(areas: Iterable[int], today: date) -> dict[int, str]:
    """By learner without an account the login name of the one account that bears the same name and
    has a post in the same school (a 中心学校 and its points are one), when nobody else there, in the
    register or with a post, bears that name. A proposal for a person to look at; two queries."""
    people = list(
        Learner.objects.named()
        .filter(county__in=areas)
        .values_list(_house("school"), "name", "pk", "user", "status")
    )
    posts = Membership.objects.in_force(today).filter(county__in=areas)
    accounts = set(
        posts.values_list(_house("unit"), "user__name", "user__username", "user__learner")
    )
    names = Counter(row[:2] for row in people)
    holders = Counter(row[:2] for row in accounts)
    free = {row[:2]: row[2] for row in accounts if row[3] is None and holders[row[:2]] == 1}
    return {
        pk: free[house, name]
        for house, name, pk, user, status in people
        if user is None and status in THERE and names[house, name] == 1 and (house, name) in free
    }


def _house(unit: str) -> Case:
    """The legal unit: the 中心学校 of a point, any other unit itself."""
    is_point = When(**{f"{unit}__parent__kind": UnitKind.CENTRAL_SCHOOL}, then=F(f"{unit}__parent"))
    return Case(is_point, default=F(unit))
