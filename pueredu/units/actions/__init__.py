"""Every write of posts and of the tree, whichever page asks."""

from pueredu.units.actions.posts import (
    add_membership,
    add_newcomer,
    change_membership,
    end_membership,
)
from pueredu.units.actions.tree import keep_unit

__all__ = ["add_membership", "add_newcomer", "change_membership", "end_membership", "keep_unit"]
