"""docs/security.md and docs/data.csv say what the code does: levels, keys, cryptography, logs, limits."""

import ast
import csv
import re
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey

from tests.house.packages import PACKAGES, ROOT, our_models, short, sources

TEXT = (ROOT / "docs/security.md").read_text(encoding="utf-8")
CRYPTIC = {"hashlib", "hmac", "secrets", "django.utils.crypto"}
LEVELS = ("secret", "personal", "internal", "open")
TELLS = {"phone", "email", "address", "browser"}


def section(title: str) -> str:
    return TEXT.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def rows(title: str) -> list[list[str]]:
    """The cells of a section's table, without its head."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def named(cells) -> set[str]:
    return set(re.findall(r"`([^`]+)`", " ".join(cells)))


def levels() -> dict[str, str]:
    with (ROOT / "docs/data.csv").open(encoding="utf-8", newline="") as stream:
        return {row["model"]: row["level"] for row in csv.DictReader(stream)}


def test_every_table_has_its_level_and_every_level_its_protection():
    assert set(levels()) == {model._meta.label for model in our_models()}
    assert set(levels().values()) == set(LEVELS)
    assert [named([row[0]]) for row in rows("Levels of data")] == [{level} for level in LEVELS]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_a_table_is_not_called_less_than_it_holds(model):
    level = LEVELS.index(levels()[model._meta.label])
    columns = {field.name for field in model._meta.fields}
    if model._meta.app_label == "accounts":
        assert LEVELS[level] == "secret"
    if columns & TELLS or is_about_somebody(model):
        assert level <= LEVELS.index("personal")


def is_about_somebody(model) -> bool:
    """Whether a row belongs to a person, rather than naming who did it (``…_by``)."""
    about = {"accounts.User", "training.Learner"}
    return any(
        isinstance(field, ForeignKey)
        and field.related_model._meta.label in about
        and not field.name.endswith("_by")
        and field.name != "owner"  # of a view that somebody saved
        for field in model._meta.fields
    )


def imported(path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module)
    return found


def test_every_module_with_cryptography_stands_in_the_inventory():
    found = {short(path) for path in sources(*PACKAGES) if imported(path) & CRYPTIC}
    assert found == named(row[0] for row in rows("Cryptography"))


def test_the_keys_are_settings_that_are_read():
    read = "".join(path.read_text(encoding="utf-8") for path in sources("pueredu/settings"))
    assert [key for key in named(row[0] for row in rows("Keys")) if f'"{key}"' not in read] == []


def test_logs_go_where_the_inventory_says_and_nowhere_else():
    handlers = settings.LOGGING["handlers"]
    assert {name: one["class"] for name, one in handlers.items()} == {
        "stderr": "logging.StreamHandler"
    }
    loggers = {
        short(path)
        for path in sources(*PACKAGES)
        if "logging.getLogger(" in path.read_text(encoding="utf-8")
    }
    assert loggers == {name for name in named([section("Logs")]) if name.endswith(".py")} - {
        "pueredu/kit/log_lines.py"
    }


def test_the_logs_in_tables_are_there():
    tables = [name for name in named(row[0] for row in rows("Logs")) if "." in name]
    assert len(tables) > 5
    assert [name for name in tables if apps.get_model(name) is None] == []


def limits() -> list[tuple[str, int]]:
    return [(name, int(n)) for name, n in re.findall(r"`([\w.]+)` (\d+)", section("Costly work"))]


@pytest.mark.parametrize(("name", "said"), limits())
def test_a_limit_is_what_the_page_says(name, said):
    module, _, constant = name.rpartition(".")
    if name == "STATEMENT_TIMEOUT":
        options = settings.DATABASES["default"]["OPTIONS"]["options"]
        assert f"statement_timeout={said}s" in options
    else:
        assert getattr(import_module(module) if module else settings, constant) == said
