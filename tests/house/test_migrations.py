"""Migrations: one line, each with a name, none missing."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.house.packages import our_configs

LABELS = [config.label for config in our_configs()]


@pytest.fixture(scope="module")
def graph():
    return MigrationLoader(None).graph


@pytest.mark.parametrize("label", LABELS)
def test_migrations_form_one_line(graph, label):
    nodes = [node for node in graph.nodes if node[0] == label]
    assert len(graph.leaf_nodes(label)) <= 1
    for node in nodes:
        parents = [parent.key for parent in graph.node_map[node].parents if parent.key[0] == label]
        assert len(parents) <= 1, node


@pytest.mark.parametrize("label", LABELS)
def test_a_migration_is_named_for_what_it_does(graph, label):
    names = [name for app, name in graph.nodes if app == label]
    assert [n for n in names if not re.fullmatch(r"\d{4}_[a-z][a-z0-9_]*", n) or "auto" in n] == []
    numbers = sorted(name[:4] for name in names)
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]


@pytest.mark.django_db
def test_migrations_are_up_to_date():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_every_table_is_there():
    known = set(connection.introspection.table_names())
    assert {m._meta.db_table for m in apps.get_models() if m._meta.managed} <= known
