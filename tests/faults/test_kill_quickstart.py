"""quickstart killed at random moments: no process stays, and the next start works."""

import contextlib
import http.client
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from pueredu.embedded.places import socket_folder

ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = 20
SEED = int(os.environ.get("FAULT_SEED", "156"))
FIRST_START, NEXT_START = 120, 15  # seconds (issue 2)


@pytest.fixture(scope="module")
def var():
    folder = Path(tempfile.mkdtemp(prefix="pueredu-faults-"))
    yield folder
    shutil.rmtree(folder)
    shutil.rmtree(socket_folder(folder), ignore_errors=True)


@pytest.fixture(scope="module")
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(var, port):
    env = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    env |= {"PUEREDU_VAR": str(var), "DJANGO_SETTINGS_MODULE": "pueredu.settings.dev"}
    with (var / "quickstart.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "manage.py", "quickstart", "--port", str(port)],
            cwd=ROOT,
            env=env,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def ours(var):
    """Every process started for this `var`: by its environment, command line or folder."""
    marks = (str(var).encode(), str(socket_folder(var)).encode())
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            if entry.joinpath("stat").read_text().rpartition(")")[2].split()[0] == "Z":
                continue
            words = entry.joinpath("cmdline").read_bytes()
            with contextlib.suppress(OSError):
                words += entry.joinpath("environ").read_bytes()
                words += bytes(entry.joinpath("cwd").readlink())
            if any(mark in words for mark in marks):
                found[int(entry.name)] = words[:80]
    return found


def nothing_left(var, seconds=10):
    """What is still there after the time is over, and how long it took to be empty."""
    began = time.monotonic()
    while (left := ours(var)) and time.monotonic() - began < seconds:
        time.sleep(0.05)
    return left, time.monotonic() - began


def answers(port):
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        client.request("GET", "/")
        return client.getresponse().status < 500
    except OSError:
        return False
    finally:
        client.close()


def wait_for_answer(process, var, port, seconds):
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        text = (var / "quickstart.log").read_text()
        assert process.poll() is None, text
        if "The portal answers at" in text and answers(port):
            return time.monotonic() - began
        time.sleep(0.1)
    pytest.fail((var / "quickstart.log").read_text())


def stopped(process, var):
    """Ctrl-C: the exit code and what is left the moment after."""
    process.send_signal(signal.SIGINT)
    code = process.wait(60)
    return code, ours(var)


def test_twenty_kills(var, port):
    moments = random.Random(SEED)
    lines = []
    for number in range(1, KILLS + 1):
        process = start(var, port)
        moment = moments.uniform(0, 9)
        time.sleep(moment)
        text = (var / "quickstart.log").read_text()
        assert process.poll() is None, text
        seen = len(ours(var))
        process.kill()
        process.wait()
        left, took = nothing_left(var)
        lines.append(
            f"kill {number:2} after {moment:4.1f} s: {seen} processes, gone in {took:.2f} s"
        )
        assert left == {}, (lines, left)
    process = start(var, port)
    took = wait_for_answer(process, var, port, FIRST_START)
    print(*lines, f"next start {took:.1f} s", sep="\n")  # noqa: T201 - the measurement
    assert stopped(process, var) == (0, {})


def test_a_second_start_is_quick_and_keeps_the_accounts(var, port):
    accounts = (var / "demo-accounts.json").read_bytes()
    process = start(var, port)
    took = wait_for_answer(process, var, port, NEXT_START)
    print(f"second start {took:.1f} s")  # noqa: T201 - the measurement
    assert (var / "demo-accounts.json").read_bytes() == accounts
    assert stopped(process, var) == (0, {})


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGHUP])
def test_other_signals_stop_it_too(var, port, signum):
    process = start(var, port)
    wait_for_answer(process, var, port, NEXT_START)
    process.send_signal(signum)
    assert process.wait(60) == 0
    assert ours(var) == {}


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_a_child_that_is_killed_ends_everything_with_a_sentence(var, port, name):
    process = start(var, port)
    wait_for_answer(process, var, port, NEXT_START)
    word = {"web": b"gunicorn", "worker": b"worker", "beat": b"beat"}[name]
    for pid in ours(var):
        status = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if int(status[1]) == process.pid and word in command:
            os.kill(pid, signal.SIGKILL)
    assert process.wait(60) == 1
    text = (var / "quickstart.log").read_text()
    assert f"The {name} process has ended (killed by SIGKILL)" in text
    assert "Traceback" not in text
    assert ours(var) == {}
