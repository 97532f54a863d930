"""Entries of real commits, an intruder with the superuser's rights, and anchors of one's own."""

from contextlib import contextmanager

import psycopg2
import pytest
from django.db import connection, transaction

from pueredu.accounts.models import User
from pueredu.audit.actions import remember
from tests.support.world import AT


@pytest.fixture(autouse=True)
def anchor_file(settings, tmp_path):
    """No test sees what another one anchored."""
    settings.AUDIT_ANCHOR_FILE = tmp_path / "outside" / "anchors"
    return settings.AUDIT_ANCHOR_FILE


@pytest.fixture
def entries():
    """Five entries, each of its own transaction."""
    user = User.objects.create(username="u", name="记")
    return [remember("test.thing.act", user, by=user, at=AT, reason=f"第 {n}") for n in range(5)]


@pytest.fixture
def superuser(servers_url):
    """``superuser(sql)`` runs with the append-only triggers switched off, as an intruder would."""
    name = connection.settings_dict["NAME"]

    def run(statement, *values):
        link = psycopg2.connect(servers_url.replace("/postgres?", f"/{name}?"))
        try:
            with link, link.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")
                cursor.execute(statement, values)
                return cursor.rowcount
        finally:
            link.close()

    return run


@pytest.fixture
def intruder():
    """Django's own connection as the superuser, for whom no trigger and no right stands in the way;
    what is done inside ``with intruder() as run`` is undone at its end."""
    usual = {name: connection.settings_dict[name] for name in ("USER", "OPTIONS")}
    connection.close()
    connection.settings_dict.update(USER="postgres", OPTIONS={})

    def run(statement, *values):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount

    @contextmanager
    def inside():
        with transaction.atomic():
            run("SET LOCAL session_replication_role = replica")
            yield run
            transaction.set_rollback(True)

    yield inside
    connection.close()
    connection.settings_dict.update(usual)
