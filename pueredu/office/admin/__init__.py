"""The floor's own records in the admin."""

from pueredu.office import auditing
from pueredu.office.admin import matters, people, reference

__all__ = ["auditing", "matters", "people", "reference"]
