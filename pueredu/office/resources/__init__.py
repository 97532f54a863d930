"""The tables of the floor's own registers; importing this page registers them."""

from pueredu.office.resources.accounts import AccountsSheet
from pueredu.office.resources.schools import SchoolsSheet

__all__ = ["AccountsSheet", "SchoolsSheet"]
