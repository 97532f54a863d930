"""Rights that exist for one test: what is granted inside is gone, and nothing else, afterwards."""

from contextlib import contextmanager

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
