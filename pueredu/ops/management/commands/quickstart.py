"""``manage.py quickstart``: the whole trial with one command (``make run``)."""

import contextlib
import os

from django.conf import settings
from django.core.management.base import BaseCommand

from pueredu.embedded import EmbeddedError
from pueredu.ops import quickstart


class Command(BaseCommand):
    help = "Start PostgreSQL, Redis, web, worker and beat with demonstration data, until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")

    def handle(self, *_args, port, **_options):
        if not getattr(settings, "TRIAL", False):
            raise SystemExit("quickstart is for the trial (pueredu.settings.dev) only.")
        try:
            quickstart.run(port, self.say)
        except EmbeddedError as error:
            raise SystemExit(str(error)) from None

    def say(self, text: str, end: str = "\n") -> None:
        """Write one line; a terminal that is gone (HUP, a closed pipe) is no reason to fail."""
        with contextlib.suppress(OSError):
            self.stdout.write(text, ending=end)
            self.stdout.flush()
