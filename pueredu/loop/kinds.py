"""The kinds of Matter that the rooms registered."""

from collections import defaultdict
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from pueredu.loop.rules import MatterKind
from pueredu.units.access.registry import add_grants

_kinds: dict[str, MatterKind] = {}


def load_kinds() -> None:
    """Read MATTER_KINDS of every app's ``rules``; called when the apps are ready."""
    _kinds.clear()
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "rules"):
            for kind in getattr(import_module(f"{config.name}.rules"), "MATTER_KINDS", ()):
                _kinds[kind.name] = kind
    grant_kinds()


def grant_kinds() -> None:
    """Turn the cells of all kinds into rights over Matters.

    A cell that every kind grants alike holds whatever the kind: its clause then names the place
    alone, as on any other table (decisions/0006). Any other cell names the kinds that grant it.
    """
    granting = defaultdict(set)
    for kind in kinds():
        for verb, row in kind.grants.items():
            for cell in row.items():
                granting[verb, cell].add(kind.name)
    for (verb, (holder, reach)), names in granting.items():
        where = {} if len(names) == len(_kinds) else {"kind": frozenset(names)}
        add_grants(f"loop.{verb}_matter", {holder: reach}, where=where)


def kind_of(name: str) -> MatterKind:
    """The kind of this name; raises KeyError for one that no room registered."""
    return _kinds[name]


def kinds() -> list[MatterKind]:
    """All kinds in the order in which the rooms were found."""
    return list(_kinds.values())
