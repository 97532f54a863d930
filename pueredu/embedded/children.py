"""Child processes that never outlive us, and the account PostgreSQL runs under."""

import ctypes
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)  # loaded here: nothing may be loaded after a fork


class EmbeddedError(Exception):
    """The servers cannot run; the message is one sentence for the person at the terminal."""


def die_with_parent(signum: int, parent: int) -> None:
    """Ask the kernel to send us `signum` when the parent's *thread* that forked us ends.

    Must run after every change of user, which clears the request. `parent` closes the gap
    in which the parent died before we asked.
    """
    _libc.prctl(PR_SET_PDEATHSIG, int(signum), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


@cache
def server_account() -> pwd.struct_passwd | None:
    """`nobody` when we are root (PostgreSQL refuses root), otherwise None: stay who we are."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def spawn(
    command: Sequence[str],
    *,
    deathsig: int,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    log: IO[bytes] | None = None,
    drop_root: bool = False,
) -> subprocess.Popen:
    """Start a child in a session of its own: Ctrl-C in the terminal reaches only us.

    Call it from the main thread (see `die_with_parent`). The child enters `cwd` before it
    changes its user, so the folders above may be closed to that user.
    """
    parent = os.getpid()
    return subprocess.Popen(  # nosec B603 # noqa: S603 - our own command lines
        list(command),
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT if log else None,
        start_new_session=True,
        preexec_fn=lambda: die_with_parent(deathsig, parent),  # noqa: PLW1509 - one system call
        **account_arguments(drop_root=drop_root),
    )


def account_arguments(*, drop_root: bool) -> dict:
    """The Popen arguments that change to the servers' account, if there is one."""
    account = server_account() if drop_root else None
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def stop(child: subprocess.Popen, *steps: tuple[int, float]) -> int:
    """Send each (signal, seconds to wait) in turn until the child has ended; at last KILL."""
    for signum, seconds in steps:
        if child.poll() is not None:
            break
        child.send_signal(signum)
        try:
            return child.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    if child.poll() is None:
        child.send_signal(signal.SIGKILL)
    return child.wait()


def wait_until(ready: Callable[[], bool], *, child: subprocess.Popen, seconds: float) -> bool:
    """Poll `ready` until it is true; False when the child has ended or the time is over."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if ready():
            return True
        if child.poll() is not None:
            return False
        time.sleep(0.01)
    return False
