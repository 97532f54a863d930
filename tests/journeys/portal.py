"""The real quickstart, on its own folder, port and database."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2

from pueredu.embedded import urls_for
from pueredu.embedded.places import socket_folder

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "演示-journeys-2023"
START_SECONDS = 120


class Portal:
    """``manage.py quickstart`` as a newcomer runs it; ``with Portal() as portal: …``."""

    def __init__(self):
        self.var = Path(tempfile.mkdtemp(prefix="pueredu-journeys-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "quickstart", "--port", str(self.port)],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._wait()
            self._open_every_account()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.var, ignore_errors=True)
        shutil.rmtree(socket_folder(self.var), ignore_errors=True)

    @property
    def log(self):
        return self.var / "quickstart.log"

    @property
    def env(self):
        """A newcomer's environment: no servers given, everything below ``var``."""
        kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "pueredu.settings.dev",
            "PUEREDU_VAR": str(self.var),
            "PUEREDU_DEMO_PASSWORD": PASSWORD,
            "PYTHONUTF8": "1",
        }

    def manage(self, *words):
        """Run a management command beside the running portal and return what it said."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def accounts(self):
        """The accounts that quickstart prints: dicts of role, label, username, password."""
        return json.loads((self.var / "demo-accounts.json").read_text(encoding="utf-8"))

    def rows(self, statement, *values):
        """What the database holds, read past the portal."""
        connection = psycopg2.connect(urls_for(self.var).database)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def server_log(self):
        """What the web server has written so far."""
        return (self.var / "log" / "web.log").read_text(encoding="utf-8", errors="replace")

    def _wait(self):
        limit = time.monotonic() + START_SECONDS
        while "The portal answers at" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < limit, self.log.read_text()
            time.sleep(0.1)

    def _open_every_account(self):
        """Each journey has a 县(区) of its own, so everybody gets the demonstration password."""
        self.rows(
            "UPDATE accounts_user SET password ="
            " (SELECT password FROM accounts_user WHERE username = 'secretariat')"
        )
