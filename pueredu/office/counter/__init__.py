"""The admin's base classes: scoped to the person's posts, writing through audited actions."""

from pueredu.office.counter.scoped import ScopedAdmin, ScopedInline
from pueredu.office.counter.verbs import AdminVerb

__all__ = ["AdminVerb", "ScopedAdmin", "ScopedInline"]
