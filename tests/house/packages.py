"""The house as the house tests see it: its packages, modules, models and source files."""

import tomllib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accountability", "measures", "training", "studios")
PACKAGES = ("pueredu", *ROOMS)
TEMPLATES = ROOT / "templates"


def our_configs():
    """The apps of this house, none of the installed packages."""
    return [config for config in apps.get_app_configs() if config.name.split(".")[0] in PACKAGES]


def our_models():
    """Every concrete model of the house."""
    return [model for config in our_configs() for model in config.get_models()]


def module_of(config, name: str):
    """``<app>.<name>``, or None where the app keeps no such module."""
    path = f"{config.name}.{name}"
    return import_module(path) if find_spec(path) else None


def sources(*folders: str) -> list[Path]:
    """The Python files below some folders of the house, migrations apart."""
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def templates() -> list[Path]:
    """Our templates."""
    return sorted(TEMPLATES.rglob("*.html"))


def short(path: Path) -> str:
    """A path as the repository names it."""
    return path.relative_to(ROOT).as_posix()


def layers() -> list[set[str]]:
    """The floors of the house from the roof down, as the import contract has them."""
    with (ROOT / "pyproject.toml").open("rb") as stream:
        contracts = tomllib.load(stream)["tool"]["importlinter"]["contracts"]
    house = next(contract for contract in contracts if "containers" not in contract)
    return [{name.strip() for name in line.split("|")} for line in house["layers"]]
