"""Addresses of the servers, and what production refuses."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pueredu.settings import servers
from pueredu.settings.keys import kept_key

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {
    "SECRET_KEY": "k" * 50,
    "DATABASE_URL": "postgres://portal:word@db.internal/portal",
    "REDIS_URL": "rediss://cache.internal:6380/0",
    "ALLOWED_HOSTS": "portal.example.cn",
    "AUDIT_ANCHOR_KEY": "a" * 32,
}
SHOW = (
    "from pueredu.settings import prod as s; print(s.TRIAL, s.DEBUG, s.SESSION_COOKIE_NAME,"
    " s.CSRF_COOKIE_NAME, s.SECURE_HSTS_SECONDS, s.SECURE_SSL_REDIRECT, s.REQUIRE_SECOND_FACTOR,"
    " getattr(s, 'SECURE_PROXY_SSL_HEADER', None))"
)


def production(**changes):
    """The output and the last line of the complaint of a start with these settings."""
    env = {"PATH": os.environ["PATH"], **GOOD, **changes}
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env={name: value for name, value in env.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip(), (done.stderr.strip().splitlines() or [""])[-1]


def test_production_starts_with_values_of_its_own():
    assert production() == (
        "False False __Host-sessionid __Host-csrftoken 31536000 True True None",
        "",
    )


def test_the_proxy_header_is_believed_only_when_named():
    shown, _ = production(PROXY_SSL_HEADER="X-Forwarded-Proto")
    assert shown.endswith("('HTTP_X_FORWARDED_PROTO', 'https')")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": None}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter"),
        ({"SECRET_KEY_FALLBACKS": f"{'k' * 50},short"}, "SECRET_KEY_FALLBACKS has a key"),
        ({"DEBUG": "1"}, "DEBUG must not be set"),
        ({"DATABASE_URL": None}, "Set DATABASE_URL"),
        ({"REDIS_URL": None}, "Set REDIS_URL"),
        (
            {"DATABASE_URL": "postgresql://pueredu@/pueredu?host=/tmp/pueredu-0-abc/s"},
            "DATABASE_URL points at the trial",
        ),
        ({"REDIS_URL": "unix:///tmp/pueredu-0-abc/s/redis.sock"}, "REDIS_URL points at the trial"),
        ({"DATABASE_ROLE": "portal"}, "DATABASE_ROLE must be a role of its own"),
        ({"AUDIT_ANCHOR_KEY": None}, "Set AUDIT_ANCHOR_KEY"),
        ({"AUDIT_ANCHOR_KEY": "short"}, "Set AUDIT_ANCHOR_KEY"),
        ({"ALLOWED_HOSTS": None}, "Set ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the hosts"),
        ({"SECURITY_PROFILE": "strict"}, "SECURITY_PROFILE is default or djbh3"),
        ({"PUEREDU_DEMO_PASSWORD": "x"}, "PUEREDU_DEMO_PASSWORD is for the trial"),
    ],
)
def test_production_refuses(changes, sentence):
    shown, complaint = production(**changes)
    assert shown == ""
    assert complaint.startswith(f"django.core.exceptions.ImproperlyConfigured: {sentence}")


@pytest.mark.parametrize(
    ("url", "cache", "broker"),
    [
        ("unix:///t/r.sock", "unix:///t/r.sock?db=0", "redis+socket:///t/r.sock?virtual_host=1"),
        ("unix:///r?db=4", "unix:///r?db=4", "redis+socket:///r?virtual_host=5"),
        ("redis://h", "redis://h/0", "redis://h/1"),
        ("redis://:p%40w@h:6379/3", "redis://:p%40w@h:6379/3", "redis://:p%40w@h:6379/4"),
        (
            "rediss://h/0?ssl_cert_reqs=required",
            "rediss://h/0?ssl_cert_reqs=required",
            "rediss://h/1?ssl_cert_reqs=required",
        ),
    ],
)
def test_one_redis_url_serves_the_cache_and_the_broker(url, cache, broker):
    assert servers.redis_db(url, servers.CACHE_DB) == cache
    assert servers.broker(url, servers.BROKER_DB) == broker


def test_a_socket_folder_the_time_outs_and_the_room_for_imports_reach_django():
    made = servers.database(
        "postgresql://pueredu@/pueredu?host=/t/s",
        role="pueredu_app",
        statement_timeout="30s",
        lock_timeout="5s",
    )
    assert (made["HOST"], made["NAME"], made["USER"]) == ("/t/s", "pueredu", "pueredu")
    assert made["OPTIONS"] == {
        "options": "-c role=pueredu_app -c statement_timeout=30s -c lock_timeout=5s"
        " -c temp_buffers=32MB"
    }


def test_the_key_of_the_trial_is_made_once_and_closed_to_others(tmp_path):
    path = tmp_path / "var" / "secret-key"
    first = kept_key(path)
    assert len(first) >= 50
    assert kept_key(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["secret-key"]
