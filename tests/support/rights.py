"""Rights that exist for one test: what is granted inside is gone, and nothing else, afterwards."""

from contextlib import contextmanager

from django.db import connection

from pueredu.loop import kinds as registered
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
def lent_kinds(*kinds):
    """More kinds of Matter, as if their rooms were installed."""
    with lent_grants():
        for perm in [perm for perm in registry._grants if perm.startswith("loop.")]:
            del registry._grants[perm]
        registered._kinds.update({kind.name: kind for kind in kinds})
        try:
            registered.grant_kinds()
            yield
        finally:
            for kind in kinds:
                del registered._kinds[kind.name]


@contextmanager
def owner_cursor():
    """For a table that only tests have: a cursor of the owner's, within a test's transaction too."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        yield cursor
        cursor.execute("RESET ROLE")
