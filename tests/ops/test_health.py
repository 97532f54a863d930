"""``/livez`` asks nobody; ``/readyz`` says what fails, without a sign-in and without details."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from pueredu.notices.actions import post
from pueredu.notices.models import Message
from pueredu.ops import health
from pueredu.ops.models import Heartbeat
from pueredu.ops.ticking import beat
from tests.support.world import AT


def found(at=AT):
    return {check.name: check.is_fine for check in health.check_all(at=at)}


def test_livez_asks_no_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/livez")
    assert (response.status_code, response.content) == (200, b"ok")


def test_a_house_in_order_is_ready(client, db, clock):
    beat(at=AT)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "ready")
    assert list(response.json()["checks"]) == ["disk", "database", "migrations", "tick", "outbox"]


def test_a_tick_that_never_ran_or_stopped_degrades_but_keeps_the_web_in_service(client, db, clock):
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["checks"]["tick"] == [False, "has not run yet"]
    beat(at=AT - timedelta(minutes=5))
    assert found()["tick"] is True
    Heartbeat.objects.update(beaten_at=AT - timedelta(minutes=5, seconds=1))
    assert client.get("/readyz").json()["checks"]["tick"] == [False, "301 s ago"]


def test_mail_that_waits_too_long_is_told(world):
    person = world.people["a_government"]
    person.email = "a@example.org"
    post([Message(recipient=person, kind="T", title="t", reason="", created_at=AT)], at=AT)
    assert found(AT + timedelta(minutes=30))["outbox"] is True
    assert found(AT + timedelta(minutes=31))["outbox"] is False


def test_a_migration_that_is_missing_takes_the_process_out_of_service(client, db):
    MigrationRecorder(connection).record_unapplied("ops", "0001_initial")
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (503, "failing")
    assert response.json()["checks"]["migrations"] == [False, "1 not applied"]


@pytest.mark.parametrize("probe", ["/livez", "/readyz"])
def test_a_machine_that_probes_without_tls_gets_its_answer_and_not_a_redirect(
    client, db, clock, settings, probe
):
    """To many of them a redirect is a success, whatever lies behind it."""
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(probe).status_code == 200
    assert client.get(f"{probe}/").status_code == 301
    assert client.get("/sign-in/").status_code == 301


@pytest.mark.parametrize(("free", "is_fine"), [(500 * 1024**2, True), (500 * 1024**2 - 1, False)])
def test_a_full_disk_is_told_before_it_is_full(free, is_fine):
    check = health._disk(lambda _folder: SimpleNamespace(free=free))
    assert (check.is_fine, check.is_vital) == (is_fine, True)
