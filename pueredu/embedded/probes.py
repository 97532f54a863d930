"""Small questions about servers, processes and failures."""

import errno
import os
import re
import signal
from pathlib import Path

import psycopg2
import redis
from psycopg2 import sql

DISK_FULL = "53100"  # SQLSTATE
APPLICATION = "pueredu_app"  # the role of web and worker, unless DATABASE_ROLE names another


def postgres_answers(url: str) -> bool:
    """Whether PostgreSQL takes a connection now."""
    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def redis_answers(path: str) -> bool:
    """Whether Redis answers a ping on its socket."""
    client = redis.Redis(unix_socket_path=path, socket_timeout=2)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def ensure_database(superuser_url: str, name: str = "pueredu", role: str = APPLICATION) -> None:
    """Create what is not there yet: the login role, its own database of the same name, and the
    application's role, which the login role may take on."""
    connection = psycopg2.connect(superuser_url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolname FROM pg_roles")
            roles = {row[0] for row in cursor.fetchall()}
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            has_database = cursor.fetchone() is not None
            steps = [] if name in roles else ["CREATE ROLE {0} LOGIN"]
            steps += [] if role in roles else ["CREATE ROLE {1} NOLOGIN", "GRANT {1} TO {0}"]
            steps += [] if has_database else ["CREATE DATABASE {0} OWNER {0}"]
            for step in steps:
                cursor.execute(sql.SQL(step).format(sql.Identifier(name), sql.Identifier(role)))
    finally:
        connection.close()


def first_number(path: Path) -> int | None:
    """The process number in the first line of a pid file; None without file or number."""
    try:
        words = path.read_text().split()
    except FileNotFoundError:
        return None
    return int(words[0]) if words and words[0].isdigit() else None


def command_line(pid: int) -> str:
    """The command line of a running process; empty when there is none or it is a zombie."""
    try:
        return (
            Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        )
    except OSError:
        return ""


def last_words(log: Path) -> str:
    """The line of a log that tells best why a server ended: the full disk, the last complaint."""
    try:
        lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    except OSError:
        return "no log"
    if any("No space left on device" in line for line in lines):
        return "the disk is full"
    complaints = [line for line in lines if re.search(r"FATAL|PANIC|error|denied", line)]
    return (complaints or [line for line in lines if line] or ["no message"])[-1]


def how_it_ended(code: int, log: Path) -> str:
    """A process's end in a few words: the signal that killed it, or its last complaint."""
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return last_words(log)


def refusal(error: psycopg2.Error, var: Path) -> str:
    """One sentence for a PostgreSQL that runs but cannot do what the start needs."""
    if error.pgcode == DISK_FULL or "No space left on device" in str(error):
        return f"The disk is full ({var}); free some space and start again."
    return f"PostgreSQL refused to work in {var}: {str(error).strip().splitlines()[0]}"


def sentence(error: OSError, var: Path) -> str:
    """One sentence for a failed system call: what happened, where, what to do."""
    where = error.filename or var
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk is full ({where}); free some space and start again."
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return (
            f"{where} cannot be written ({os.strerror(error.errno)}); "
            "make the folder writable or set PUEREDU_VAR to another one."
        )
    return f"The embedded servers cannot use {where}: {error.strerror or error}."
