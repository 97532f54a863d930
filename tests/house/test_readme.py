"""What the README says is so: settings, commands, targets, files, accounts."""

import re

import pytest
from django.core.management import get_commands

from pueredu.ops.seeds import accounts
from tests.house.packages import ROOT, short, sources

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
CODE = {
    short(path): path.read_text(encoding="utf-8")
    for path in [*sources("pueredu"), ROOT / "manage.py"]
}
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
READS = re.compile(
    r"""(?:env(?:\.\w+)?\(|environ(?:\.get\(|\.setdefault\(|\[))\s*["']([A-Z][A-Z_]+)["']"""
)
# of the machine, not of this house
NOT_OURS = {"PATH", "HOME", "PYTHONPATH", "DJANGO_SETTINGS_MODULE"}


def section(title: str) -> str:
    return TEXT.split(f"## {title}", 1)[1].split("\n## ", 1)[0]


def settings_of_the_table() -> set[str]:
    rows = [
        line.split("|")[1] for line in section("Settings").splitlines() if line.startswith("| `")
    ]
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def settings_of_the_code() -> set[str]:
    return {name for text in CODE.values() for name in READS.findall(text)}


def test_every_setting_of_the_table_is_read_somewhere():
    assert settings_of_the_table() - settings_of_the_code() == set()


def test_every_setting_that_is_read_stands_in_the_table():
    assert settings_of_the_code() - settings_of_the_table() - NOT_OURS == set()


def test_every_command_exists():
    assert set(re.findall(r"manage\.py (\w+)", TEXT)) - set(get_commands()) == set()


def test_every_target_exists():
    wanted = set(re.findall(r"make ([a-z]+)", TEXT))
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    assert wanted - targets == set()


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"`((?:docs|pueredu|tests)/[\w./-]+)`", TEXT)))
)
def test_every_file_that_is_named_is_there(name):
    assert (ROOT / name).exists()


def test_every_package_of_the_picture_is_there():
    words = set(re.findall(r"pueredu\.(\w+)", section("The house")))
    assert {word for word in words if not (ROOT / "pueredu" / word).exists()} == set()


def test_the_accounts_are_those_of_the_demonstration():
    named = set(
        re.findall(r"`([a-z]+(?:-[\d…]+|-2)?)`", section("Who signs in").split("Rights are")[0])
    )
    county = {f"{word}-530802" for word in accounts.COUNTY}
    schools = {f"{word}-…" for word, _ in accounts.SCHOOLS}
    assert named == {*accounts.CITY, *county, *schools}
