"""The tree of units and the posts in it. Both are dated: the past stays true when they change."""

from pueredu.units.models.posts import Membership
from pueredu.units.models.tree import Unit

__all__ = ["Membership", "Unit"]
