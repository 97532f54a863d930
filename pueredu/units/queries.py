"""Reads about the tree that every page needs."""

from datetime import date

from pueredu.units.models import Membership, Unit

ENDING_DAYS = 30  # how far ahead the end of a post is worth a look


def has_demo_units() -> bool:
    """Whether the tree holds demonstration units; then every page carries the label."""
    return Unit.objects.filter(is_demo=True).exists()


def without_post(users, today: date):
    """Those of a queryset of users who hold no post today."""
    return users.exclude(pk__in=Membership.objects.in_force(today).values("user"))
