"""Start and stop one pair of servers for one `var` folder."""

import contextlib
import fcntl
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Self

import psycopg2

from pueredu.embedded.children import EmbeddedError, spawn, stop, wait_until
from pueredu.embedded.places import (
    Binaries,
    clear_socket_folder,
    find_binaries,
    give_to_servers,
    make_socket_folder,
    urls_for,
    within_reach,
)
from pueredu.embedded.probes import (
    command_line,
    ensure_database,
    first_number,
    how_it_ended,
    last_words,
    postgres_answers,
    redis_answers,
    refusal,
    sentence,
)

# The data folder is addressed as the working directory: it is entered before root's rights are
# dropped, so it may lie below folders that the servers' account cannot enter.
HERE = "/proc/self/cwd"
START_SECONDS = 60.0  # recovery after a kill may read some write-ahead log first
INITDB = [
    *("-U", "postgres", "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8"),
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
]
POSTGRES = [
    *("listen_addresses=", "unix_socket_permissions=0700", "max_connections=60"),
    *("timezone=UTC", "log_timezone=UTC", "max_wal_size=512MB"),
]
# No autovacuum: tests take everything back, and a table that it saw empty is planned as empty while
# a test has filled it, which has made queries of milliseconds run into the time limit.
UNSAFE_BUT_FAST = [
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off"),
    "autovacuum=off",
]


class ServersBusy(EmbeddedError):
    """Another process holds the lock of this `var` folder."""


def running(var: Path) -> bool:
    """Whether the PostgreSQL of this `var` folder answers."""
    return postgres_answers(urls_for(var).superuser)


class Servers:
    """PostgreSQL and Redis for `var`, as children of this process.

    Raises EmbeddedError with one sentence. `fsync=False` is for tests: fast, and lost with the
    machine. What is not wanted (`postgres=False`, `redis=False`) is not started.
    """

    def __init__(
        self, var: Path, *, fsync: bool = True, postgres: bool = True, redis: bool = True
    ) -> None:
        self.var = Path(var).absolute()
        self.fsync = fsync
        self.wanted = {"PostgreSQL": postgres, "Redis": redis}
        self.urls = urls_for(self.var)
        self.children: dict[str, subprocess.Popen] = {}
        self._lock: IO | None = None
        self._sockets: Path | None = None

    @property
    def database_url(self) -> str:
        return self.urls.database

    @property
    def redis_url(self) -> str:
        return self.urls.redis

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def start(self) -> Self:
        """Start both and return when they answer; after a failure nothing is left running."""
        if self._lock:
            return self
        try:
            self._take_lock()
            self._sockets = sockets = make_socket_folder(self.var)
            binaries = self._binaries()
            if self.wanted["PostgreSQL"]:
                self._start_postgres(binaries, sockets)
            if self.wanted["Redis"]:
                self._start_redis(binaries, sockets)
        except OSError as error:
            self.stop()
            raise EmbeddedError(sentence(error, self.var)) from error
        except psycopg2.Error as error:
            self.stop()
            raise EmbeddedError(refusal(error, self.var)) from error
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop Redis, then PostgreSQL (fast, with its last checkpoint), then free the lock."""
        if child := self.children.pop("Redis", None):
            stop(child, (signal.SIGTERM, 5))
        if child := self.children.pop("PostgreSQL", None):
            stop(child, (signal.SIGINT, 20), (signal.SIGQUIT, 6))
        if self._sockets:  # never a folder that somebody else made under this name
            clear_socket_folder(self.var)
            with contextlib.suppress(OSError):
                self._sockets.parent.rmdir()
            self._sockets = None
        if self._lock:
            self._lock.close()
            self._lock = None

    def dead(self) -> str | None:
        """The name of a server that has ended by itself, with the last line of its log."""
        for name, child in self.children.items():
            if (code := child.poll()) is not None:
                return f"{name} has ended ({how_it_ended(code, self._log_path(name))})"
        return None

    def _take_lock(self) -> None:
        (self.var / "log").mkdir(parents=True, exist_ok=True)
        lock = (self.var / "servers.lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "another process"
            lock.close()
            raise ServersBusy(
                f"The servers in {self.var} are already in use by {holder}."
            ) from None
        self._lock = lock
        lock.truncate(0)
        lock.write(f"process {os.getpid()} ({shlex.join(sys.argv)[:120]})\n")
        lock.flush()

    def _binaries(self) -> Binaries:
        found = find_binaries()
        if self.wanted["PostgreSQL"] and not found.postgres:
            raise EmbeddedError(
                "There is no embedded PostgreSQL for this machine (the wheel is for Linux x86-64); "
                "set DATABASE_URL to a PostgreSQL server of yours."
            )
        if self.wanted["Redis"] and not found.redis:
            raise EmbeddedError(
                "There is no redis-server on this machine; install one or set REDIS_URL."
            )
        return within_reach(found, self.var)

    def _start_postgres(self, binaries: Binaries, sockets: Path) -> None:
        data = self.var / "postgres"
        if not data.exists():
            self._make_cluster(binaries, data)
        self._clear_stale_pid_file(data, sockets)
        options = [f"unix_socket_directories={sockets}", *POSTGRES]
        options += [] if self.fsync else UNSAFE_BUT_FAST
        command = [str(binaries.postgres), "-D", HERE]
        for option in options:
            command += ["-c", option]
        # SIGQUIT (immediate shutdown): the postmaster ends its own children, by force after
        # 5 s, and frees its shared memory without needing disk space. SIGKILL would leave the
        # children to find out by themselves; SIGINT writes a checkpoint, which a full disk stops.
        child = self._spawn("PostgreSQL", command, cwd=data, deathsig=signal.SIGQUIT)
        url = self.urls.superuser
        self._await("PostgreSQL", child, lambda: postgres_answers(url))
        ensure_database(url)

    def _make_cluster(self, binaries: Binaries, data: Path) -> None:
        fresh = data.with_name("postgres.new")  # renamed when whole: a kill leaves no half
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        give_to_servers(fresh)
        command = [str(binaries.initdb), "-D", HERE, *INITDB]
        command += [] if self.fsync else ["--no-sync"]
        with self._log_path("initdb").open("wb") as log:
            child = spawn(command, cwd=fresh, log=log, drop_root=True, deathsig=signal.SIGKILL)
            failed = child.wait()
        if failed:
            shutil.rmtree(fresh, ignore_errors=True)
            words = last_words(self._log_path("initdb"))
            raise EmbeddedError(f"The database could not be created in {self.var}: {words}")
        fresh.rename(data)

    def _clear_stale_pid_file(self, data: Path, sockets: Path) -> None:
        """Remove the pid file of a killed server; wait for one of ours that is still ending."""
        pid_file = data / "postmaster.pid"
        limit = time.monotonic() + 15
        while (pid := first_number(pid_file)) and str(sockets) in command_line(pid):
            if time.monotonic() > limit:
                raise EmbeddedError(f"PostgreSQL (process {pid}) still runs in {data}; stop it.")
            time.sleep(0.05)
        pid_file.unlink(missing_ok=True)

    def _start_redis(self, binaries: Binaries, sockets: Path) -> None:
        path = sockets / "redis.sock"
        command = [str(binaries.redis), "--port", "0", "--unixsocket", str(path)]
        command += ["--unixsocketperm", "700", "--save", "", "--appendonly", "no"]
        command += ["--daemonize", "no", "--databases", "64", "--dir", "."]
        child = self._spawn("Redis", command, cwd=sockets, deathsig=signal.SIGKILL)
        self._await("Redis", child, lambda: redis_answers(str(path)))

    def _spawn(self, name: str, command: list[str], *, cwd: Path, deathsig: int):
        with self._log_path(name).open("wb") as log:
            child = spawn(command, cwd=cwd, log=log, drop_root=True, deathsig=deathsig)
        self.children[name] = child
        return child

    def _await(self, name: str, child: subprocess.Popen, ready) -> None:
        if not wait_until(ready, child=child, seconds=START_SECONDS):
            raise EmbeddedError(f"{name} did not start: {last_words(self._log_path(name))}")

    def _log_path(self, name: str) -> Path:
        return self.var / "log" / f"{name.lower()}.log"
