"""The two tables of every ``rules`` module, read once when the apps are ready."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from pueredu.kit.flow import Flow
from pueredu.kit.names import noun


@dataclass(frozen=True)
class Grant:
    """One cell of GRANTS: who holds the verb, how far, and (``where``) for which rows only."""

    holder: str
    reach: str
    where: Mapping[str, frozenset] = field(default_factory=dict)


_grants: dict[str, list[Grant]] = {}
_flows: dict[str, Flow] = {}


def load_rules() -> None:
    """Read GRANTS and FLOWS of every installed app's ``rules``; called when the apps are ready.

    A key of GRANTS is ``verb_noun`` of the app itself or ``label.verb_noun`` of a floor app. Its row
    is ``{holder: reach}``, or several of them, each with the columns that narrow it:
    ``[(row, where), …]``.
    """
    _grants.clear()
    _flows.clear()
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "rules"):
            rules = import_module(f"{config.name}.rules")
            for verb, said in getattr(rules, "GRANTS", {}).items():
                for row, where in said if isinstance(said, list) else [(said, {})]:
                    add_grants(verb if "." in verb else f"{config.label}.{verb}", row, where)
            for name, flow in getattr(rules, "FLOWS", {}).items():
                _flows[f"{config.label}.{name}"] = flow


def add_grants(perm: str, row: Mapping, where: Mapping[str, frozenset] | None = None) -> None:
    """Let the holders of ``row`` hold ``perm``, for rows matching ``where`` only."""
    cells = [Grant(holder, reach, where or {}) for holder, reach in row.items()]
    _grants.setdefault(perm, []).extend(cells)


def grants_of(perm: str) -> list[Grant]:
    """The cells of one permission; an unknown permission has none, so nobody holds it."""
    return _grants.get(perm, [])


def permissions() -> dict[str, list[Grant]]:
    """All cells by permission, for menus, the rights page and the tests."""
    return dict(_grants)


def flow_of(model) -> Flow | None:
    """The state machine of a model, if its room declares one."""
    return _flows.get(f"{model._meta.app_label}.{noun(model)}")


def flows() -> dict[str, Flow]:
    """All state machines by ``label.noun``."""
    return dict(_flows)
