"""The admin's base classes: scoped to the person's posts, writing through audited actions."""

from pueredu.office.counter.filters import OpenFilter, SelectFilter
from pueredu.office.counter.keeping import KeptForm
from pueredu.office.counter.looks import badge_column
from pueredu.office.counter.scoped import PartInline, ScopedAdmin, ScopedInline
from pueredu.office.counter.verbs import AdminVerb

__all__ = [
    "AdminVerb",
    "KeptForm",
    "OpenFilter",
    "PartInline",
    "ScopedAdmin",
    "ScopedInline",
    "SelectFilter",
    "badge_column",
]
