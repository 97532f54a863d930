"""The rooms' own seeds, from the bottom up: what an upper room builds on is there before it."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

ROOMS = ("studios", "training", "measures", "accountability")


def room_seeds() -> Iterator[tuple[str, ModuleType]]:
    """Each room that keeps a ``seeds`` module, which is optional furniture."""
    for room in ROOMS:
        if find_spec(f"{room}.seeds"):
            yield room, import_module(f"{room}.seeds")
