#!/usr/bin/env python
"""Django's command line for pueredu."""

import contextlib
import os
import sys
import time
from pathlib import Path

from django.core.management import execute_from_command_line

from pueredu.embedded import EmbeddedError, Servers, ServersBusy, running

# These need no database, or see to the servers themselves.
WITHOUT_SERVERS = {
    "",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "quickstart",
    "startapp",
    "version",
}


def main() -> None:
    """Run a management command with the settings of DJANGO_SETTINGS_MODULE.

    Without DATABASE_URL and REDIS_URL a command uses the servers that run in `var/`, or starts
    them for its own lifetime.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pueredu.settings.dev")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command != "runserver":
        os.environ.setdefault("STATEMENT_TIMEOUT", "0")
    if command == "migrate":
        os.environ.setdefault("LOCK_TIMEOUT", "5s")
    try:
        with servers_for(command):
            execute_from_command_line(sys.argv)
    except EmbeddedError as error:
        sys.exit(str(error))


def servers_for(command: str) -> contextlib.AbstractContextManager:
    """The servers this command has to start: none, or those that nobody else runs."""
    needs = {
        "postgres": not os.environ.get("DATABASE_URL"),
        "redis": not os.environ.get("REDIS_URL"),
    }
    settings = os.environ["DJANGO_SETTINGS_MODULE"]
    asks_help = {"--help", "-h", "--version"} & set(sys.argv[1:])
    in_production = settings.endswith(".prod")  # which refuses embedded servers by itself
    if asks_help or in_production or command in WITHOUT_SERVERS or not any(needs.values()):
        return contextlib.nullcontext()
    var = Path(os.environ.get("PUEREDU_VAR") or Path(__file__).resolve().parent / "var")
    return start_or_share(var, needs)


def start_or_share(var: Path, needs: dict[str, bool]) -> contextlib.AbstractContextManager:
    """Servers started for us, or nothing to do because another process already runs them."""
    limit = time.monotonic() + 60
    while True:
        try:
            return Servers(var, **needs).start()
        except ServersBusy:
            if running(var):
                return contextlib.nullcontext()
            if time.monotonic() > limit:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    main()
