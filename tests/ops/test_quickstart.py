"""quickstart's refusals and what it prints; its whole life is tried in tests/faults."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pueredu.embedded import EmbeddedError, Servers
from pueredu.ops import quickstart, terminal

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def run_quickstart(var, *arguments, settings="pueredu.settings.dev"):
    env = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    env |= {"PUEREDU_VAR": str(var), "DJANGO_SETTINGS_MODULE": settings}
    return subprocess.run(
        [sys.executable, "manage.py", "quickstart", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("text", ["", "abc", "0", "65536", "-1", "８０００x"])
def test_a_port_that_is_none_is_refused(text):
    with pytest.raises(EmbeddedError, match="PORT must be a number from 1 to 65535"):
        quickstart.port_number(text)


def test_a_port_is_read():
    assert quickstart.port_number("8001") == 8001


def test_a_taken_port_is_refused_with_another_one_to_try(taken_port):
    with pytest.raises(EmbeddedError, match=rf"make run PORT={taken_port + 1}"):
        quickstart.check_port(taken_port)


def test_a_taken_port_ends_the_command_with_one_sentence(tmp_path, taken_port):
    done = run_quickstart(tmp_path / "var", "--port", str(taken_port))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"Port {taken_port} is in use by another program" in done.stderr


def test_a_second_quickstart_names_the_first(tmp_path):
    with Servers(tmp_path, fsync=False, postgres=False, redis=False):
        done = run_quickstart(tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"already in use by process {os.getpid()}" in done.stderr


def test_it_refuses_settings_that_are_not_of_the_trial(tmp_path):
    done = run_quickstart(tmp_path, settings="pueredu.settings.test")
    assert (done.returncode, done.stderr) == (
        1,
        "quickstart is for the trial (pueredu.settings.dev) only.\n",
    )


def test_children_end_in_order_and_by_force_at_last():
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    first = subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE)
    first.stdout.readline()
    second = subprocess.Popen(["sleep", "60"])
    quickstart.stop(first, (signal.SIGTERM, 0.2))
    quickstart.stop(second, (signal.SIGTERM, 5))
    first.stdout.close()
    assert (first.returncode, second.returncode) == (-signal.SIGKILL, -signal.SIGTERM)


def test_the_accounts_of_an_earlier_run_are_printed_in_columns(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    accounts = [
        {"role": "市委书记", "username": "leader", "password": "one"},
        {"role": "校长", "username": "head", "password": "three"},
    ]
    (tmp_path / "demo-accounts.json").write_text(json.dumps(accounts))
    assert list(terminal.account_lines()) == [
        "\nDemonstration accounts (演示数据): role, name, password",
        "  市委书记   leader   one  ",
        "  校长       head     three",
        "",
    ]


def test_no_accounts_no_table(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    assert list(terminal.account_lines()) == []
