"""Servers and databases of the test run.

The controller (or the only process, without xdist) starts PostgreSQL and Redis of its own,
beside a running `make run`. The migrations run once, into a template database named after
their digest; each worker clones it. The data lie in `var/test` and are kept, so a second run
migrates nothing; a run beside another one takes a temporary folder.
"""

import contextlib
import gc
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2
import pytest
from _pytest import runner
from psycopg2 import sql

from pueredu.embedded import EmbeddedError, Servers, ServersBusy, urls_for
from pueredu.kit.frames import in_one_piece

pytest_plugins = ["tests.support.fixtures"]

ROOT = Path(__file__).resolve().parent.parent
# they run for minutes, so only when they are named: make faults, make matrix, make mutants
LONG = {"faults": ROOT / "tests/faults", "house/long": ROOT / "tests/house/long"}
CONTROLLER = pytest.StashKey[Servers]()
TEMPORARY = pytest.StashKey[Path]()
JOURNEYS = "tests/journeys/"
HANDED_DOWN = "pueredu_servers"
RUN_TEST = in_one_piece(runner.pytest_runtest_protocol)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session):
    config = session.config
    if config.option.collectonly:
        return
    if not hasattr(config, "workerinput"):
        start_servers(config)
    use_servers(config)
    # what is loaded by now stays to the end: looking through it again took a twentieth of the run
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """As pytest does it, with room for deep calls: the rights matrix lost a quarter of its time."""
    return RUN_TEST(item, nextitem)


def pytest_unconfigure(config):
    if servers := config.stash.get(CONTROLLER, None):
        servers.stop()
    if folder := config.stash.get(TEMPORARY, None):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    node.workerinput[HANDED_DOWN] = getattr(node.config, HANDED_DOWN, {})


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Spread single tests over the workers, but keep the journeys on one: they share a portal.

    xdist's own mark for this (xdist_group) does nothing with pytest 9.
    """
    from xdist.scheduler import LoadScopeScheduling

    class TogetherOnJourneys(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return JOURNEYS if nodeid.startswith(JOURNEYS) else nodeid

    return TogetherOnJourneys(config, log) if config.getvalue("dist") == "load" else None


def pytest_ignore_collect(collection_path, config):
    """What takes minutes runs when it is named."""
    for name, folder in LONG.items():
        if collection_path == folder and not any(name in str(asked) for asked in config.args):
            return True
    return None


def start_servers(config):
    """Start the servers and see to the template."""
    try:
        servers = kept_or_temporary(config)
        config.stash[CONTROLLER] = servers
        template = migrated_template(servers.urls.superuser)
    except EmbeddedError as error:
        pytest.exit(str(error), returncode=1)
    setattr(
        config,
        HANDED_DOWN,
        {"var": str(servers.var), "template": template},
    )


def kept_or_temporary(config):
    kept = ROOT / "var" / "test"
    try:
        return Servers(kept, fsync=False).start()
    except ServersBusy:
        pass  # another run of the suite in this checkout
    except EmbeddedError:
        # written without fsync: a machine that went down may have spoilt it
        shutil.rmtree(kept / "postgres", ignore_errors=True)
        with contextlib.suppress(EmbeddedError):
            return Servers(kept, fsync=False).start()
    folder = Path(tempfile.mkdtemp(prefix="pueredu-test-"))
    config.stash[TEMPORARY] = folder
    return Servers(folder, fsync=False).start()


def migrations_digest():
    """A name for the state of all migrations, ours and those of the installed packages."""
    from django.apps import apps

    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for path in sorted(Path(app.path).glob("migrations/**/*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{app.label}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def migrated_template(superuser_url):
    """The template's name; when the migrations fail, the run ends with what they said."""
    name = f"template_{migrations_digest()}"
    with superuser(superuser_url) as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        found = {row[0] for row in cursor.fetchall()}
        for old in found:
            if old.startswith(("test_", "building")) or (
                old.startswith("template_") and old != name
            ):
                drop(cursor, old)
        if name in found:
            return name
        execute(cursor, "CREATE DATABASE {} OWNER pueredu", "building")
        if failure := migrate(superuser_url):
            # here, not in the workers: xdist turns an exit of a worker into an internal error
            pytest.exit(f"The migrations failed:\n{failure}", returncode=1)
        execute(cursor, "ALTER DATABASE {} RENAME TO {}", "building", name)
    return name


def migrate(superuser_url):
    url = superuser_url.replace("postgres@/postgres", "pueredu@/building")
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": url,
            "REDIS_URL": "unix:///nowhere",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stderr or done.stdout)[-3000:] if done.returncode else ""


@contextlib.contextmanager
def superuser(url):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def execute(cursor, statement, *names):
    cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def drop(cursor, name):
    execute(cursor, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def use_servers(config):
    """Point the settings of this process at the run's servers, at a place of its own."""
    from django.conf import settings
    from django.db import connections

    from pueredu.celery import app
    from pueredu.settings.servers import FIRST_TEST_DB, broker, redis_db

    if hasattr(config, "workerinput"):
        setattr(config, HANDED_DOWN, config.workerinput[HANDED_DOWN])
    handed = getattr(config, HANDED_DOWN)
    number = worker_number(config)
    urls = urls_for(Path(handed["var"]))
    host = urls.superuser.partition("host=")[2]
    for database in (settings.DATABASES["default"], connections["default"].settings_dict):
        database.update(HOST=host, PORT="", NAME=f"test_{number}", USER="pueredu", PASSWORD="")
    first = FIRST_TEST_DB + 2 * number
    settings.REDIS_URL = urls.redis
    settings.CACHES["default"]["LOCATION"] = redis_db(urls.redis, first)
    settings.CELERY_BROKER_URL = app.conf.broker_url = broker(urls.redis, first + 1)
    settings.VAR_DIR = Path(handed["var"]) / f"worker_{number}"
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    settings.AUDIT_ANCHOR_FILE = settings.VAR_DIR / "audit" / "anchors"
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
    settings.MEDIA_ROOT.mkdir(parents=True)
    let_tests_empty_tables()


def let_tests_empty_tables():
    """Django's TransactionTestCase ends with TRUNCATE, which the application's role may not: that
    one statement of the tests is the owner's, everything else in them is done as in production."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    from pueredu.kit.roles import as_owner

    flush = DatabaseOperations.execute_sql_flush

    def flush_as_owner(self, sql_list):
        with as_owner():
            flush(self, sql_list)

    DatabaseOperations.execute_sql_flush = flush_as_owner


def worker_number(config):
    workerinput = getattr(config, "workerinput", {"workerid": "gw0"})
    return int(workerinput["workerid"].removeprefix("gw"))


@pytest.fixture(scope="session")
def servers_url(pytestconfig):
    """The superuser's address, for tests that look into PostgreSQL itself."""
    return urls_for(Path(getattr(pytestconfig, HANDED_DOWN)["var"])).superuser


@pytest.fixture(scope="session")
def django_db_setup(pytestconfig, servers_url, django_test_environment):
    """A clone of the template for this worker."""
    handed = getattr(pytestconfig, HANDED_DOWN)
    clone = f"test_{worker_number(pytestconfig)}"
    with superuser(servers_url) as cursor:
        drop(cursor, clone)
        execute(cursor, "CREATE DATABASE {} TEMPLATE {} OWNER pueredu", clone, handed["template"])
