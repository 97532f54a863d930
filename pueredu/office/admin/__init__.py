"""The floor's own records in the admin."""

from pueredu.office.admin import matters, people, reference

__all__ = ["matters", "people", "reference"]
