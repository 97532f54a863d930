"""The trial on one machine: servers, data, web, worker and beat under one process.

A child that ends by itself ends everything: a trial that restarted it silently would hide the
fault from the person who is trying.
"""

import contextlib
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction

from pueredu.embedded import EmbeddedError, Servers, ServersBusy, how_it_ended, spawn, stop
from pueredu.ops.management.commands.seed_demo import DEMO_AT
from pueredu.ops.terminal import account_lines, sentences, step

LOOPBACK = "127.0.0.1"
BUSY_SECONDS = 5.0  # a killed run or a short command may be about to free the servers
WEB_SECONDS = 60.0
# How each child is asked to end: (signal, seconds to wait) in turn, then KILL.
STOPS = {
    "web": [(signal.SIGTERM, 8)],
    "worker": [(signal.SIGTERM, 10), (signal.SIGQUIT, 3)],
    "beat": [(signal.SIGTERM, 5)],
}
# An import or a nightly sum may run longer than a page.
STATEMENT_TIMEOUTS = {"web": "30s", "worker": "5min", "beat": "30s"}


class Stopped(BaseException):
    """INT, TERM or HUP arrived; not an Exception, so that nothing on the way swallows it."""


def run(port: str, say: Callable[[str], None]) -> None:
    """Start everything, wait for a signal, stop everything in order.

    Raises EmbeddedError with one sentence when something cannot start or ends by itself.
    """
    number = port_number(port)
    with contextlib.ExitStack() as cleanup:
        cleanup.callback(ignore_signals)  # runs last; a second Ctrl-C must not cut the stop short
        listen_for_signals()
        try:
            start(number, say, cleanup)
        except Stopped:
            ignore_signals()
            say("Stopping …")
        except BaseException:
            ignore_signals()
            raise
    say("Stopped; the data are kept in " + str(settings.VAR_DIR))


def start(port: int, say: Callable[[str], None], cleanup: contextlib.ExitStack) -> None:
    """Bring up servers, data and children, then watch them until one of them ends."""
    with sentences():
        with step(say, "PostgreSQL and Redis"):
            servers = start_servers()
            cleanup.callback(servers.stop)
        check_port(port)
        load_data(say)
        children: dict[str, subprocess.Popen] = {}
        cleanup.callback(stop_children, children)
        with step(say, "web, worker and beat"):
            for name, command in commands(port).items():
                children[name] = start_child(name, command)
            wait_for_web(port, children)
    say(f"\nThe portal answers at http://{LOOPBACK}:{port}/   (logs: {log_folder()})")
    for line in account_lines():
        say(line)
    say("Ctrl-C stops everything; the data are kept.")
    watch(children, servers)


def port_number(text: str) -> int:
    """The port as a number that may be listened on."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise EmbeddedError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def check_port(port: int) -> None:
    """Refuse a port that somebody else listens on, before the long steps."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            reason = "is in use by another program"
            if error.errno == errno.EACCES:
                reason = "may not be used by this account"
            raise EmbeddedError(
                f"Port {port} {reason}; choose another one: make run PORT={other_port(port)}"
            ) from None


def other_port(port: int) -> int:
    """A port to suggest."""
    return port + 1 if 1024 <= port < 65535 else 8000


def start_servers() -> Servers:
    """The embedded servers that no URL replaces; the lock of `var/` is taken in any case."""
    servers = Servers(
        settings.VAR_DIR,
        postgres=not os.environ.get("DATABASE_URL"),
        redis=not os.environ.get("REDIS_URL"),
    )
    limit = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return servers.start()
        except ServersBusy:
            if time.monotonic() > limit:
                raise
            time.sleep(0.1)


def load_data(say: Callable[[str], None]) -> None:
    """Migrate, load the reference data and, on an empty database, the demonstration data."""
    with step(say, "migrations"):
        call_command("migrate", verbosity=0, interactive=False)
    is_empty = not get_user_model().objects.exists()
    with step(say, "reference data"), transaction.atomic():
        # as old as the demonstration: an entry of the machine's own day would lie in its future
        call_command("seed_reference", at=DEMO_AT if is_empty else None, verbosity=0)
    if is_empty:
        # in one transaction: a run that is killed here leaves the database empty, not half full
        with step(say, "demonstration data"), transaction.atomic():
            call_command("seed_demo", scale="small", verbosity=0)
    connection.close()


def commands(port: int) -> dict[str, list[str]]:
    """The command lines of the children, in the order in which they are stopped."""
    celery = [sys.executable, "-m", "celery", "-A", "pueredu"]
    return {
        "web": [
            *(sys.executable, "-m", "gunicorn", "pueredu.wsgi:application"),
            *("--config", "python:pueredu.ops.lifeline", "--bind", f"{LOOPBACK}:{port}"),
            *("--workers", "2", "--graceful-timeout", "5", "--no-control-socket"),
        ],
        "worker": [
            *(*celery, "worker", "--concurrency", "1", "--loglevel", "INFO"),
            *("--without-gossip", "--without-mingle", "--include", "pueredu.ops.lifeline"),
        ],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--pidfile="],
    }


def start_child(name: str, command: list[str]) -> subprocess.Popen:
    """Start one child with its own log and time limit for SQL; it dies with us."""
    env = {**os.environ, "STATEMENT_TIMEOUT": STATEMENT_TIMEOUTS[name]}
    with log_path(name).open("wb") as log:
        return spawn(command, cwd=settings.BASE_DIR, env=env, log=log, deathsig=signal.SIGKILL)


def stop_children(children: dict[str, subprocess.Popen]) -> None:
    """Stop web, worker and beat in this order."""
    for name, child in children.items():
        stop(child, *STOPS[name])


def wait_for_web(port: int, children: dict[str, subprocess.Popen]) -> None:
    """Return when the web server has answered anything at all."""
    limit = time.monotonic() + WEB_SECONDS
    while time.monotonic() < limit:
        report_dead(children)
        if answers(port):
            return
        time.sleep(0.1)
    raise EmbeddedError(f"The web server does not answer; see {log_path('web')}")


def answers(port: int) -> bool:
    """Whether a request gets any answer; asked directly, whatever proxy the shell has set."""
    client = http.client.HTTPConnection(LOOPBACK, port, timeout=20)
    try:
        client.request("GET", "/livez")
        client.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        client.close()
    return True


def watch(children: dict[str, subprocess.Popen], servers: Servers) -> None:
    """Wait until a signal (Stopped) or until something has ended by itself."""
    while True:
        report_dead(children)
        if sentence := servers.dead():
            raise EmbeddedError(f"{sentence}; everything is stopped.")
        time.sleep(0.5)


def report_dead(children: dict[str, subprocess.Popen]) -> None:
    """Raise when a child has ended, with how it ended."""
    for name, child in children.items():
        if (code := child.poll()) is not None:
            raise EmbeddedError(
                f"The {name} process has ended ({how_it_ended(code, log_path(name))}); "
                f"everything is stopped. See {log_path(name)}"
            )


def log_folder() -> Path:
    """Where the children and the servers write."""
    return settings.VAR_DIR / "log"


def log_path(name: str) -> Path:
    """The log of one child."""
    return log_folder() / f"{name}.log"


def listen_for_signals() -> None:
    """Turn INT, TERM and HUP into Stopped, once."""

    def handler(_signum: int, _frame: object) -> None:
        ignore_signals()
        raise Stopped

    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, handler)


def ignore_signals() -> None:
    """From here on the stop runs to its end; every part of it has a time limit."""
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, signal.SIG_IGN)
