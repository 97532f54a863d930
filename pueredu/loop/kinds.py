"""The kinds of Matter that the rooms registered."""

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
                for verb, row in kind.grants.items():
                    add_grants(f"loop.{verb}_matter", row, where={"kind": frozenset({kind.name})})


def kind_of(name: str) -> MatterKind:
    """The kind of this name; raises KeyError for one that no room registered."""
    return _kinds[name]


def kinds() -> list[MatterKind]:
    """All kinds in the order in which the rooms were found."""
    return list(_kinds.values())
