"""Rights that exist for one test: what is granted inside is gone, and nothing else, afterwards."""

from contextlib import contextmanager

from django.db import connection

from pueredu.units.access import registry


@contextmanager
def lent_grants():
    """Restore every cell at the end, those of the rooms' kinds of Matter included."""
    before = {perm: list(cells) for perm, cells in registry._grants.items()}
    try:
        yield registry.add_grants
    finally:
        registry._grants.clear()
        registry._grants.update(before)


@contextmanager
def owner_cursor():
    """For a table that only tests have: a cursor of the owner's, within a test's transaction too."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        yield cursor
        cursor.execute("RESET ROLE")
