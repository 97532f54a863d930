"""Reads about the tree that every page needs."""

from pueredu.units.models import Unit


def has_demo_units() -> bool:
    """Whether the tree holds demonstration units; then every page carries the label."""
    return Unit.objects.filter(is_demo=True).exists()
