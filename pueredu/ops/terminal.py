"""What quickstart says at the terminal: steps, accounts, and sentences for known failures."""

import contextlib
import errno
import json
import time
import unicodedata
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError

from pueredu.embedded import EmbeddedError


@contextlib.contextmanager
def step(say: Callable[..., None], label: str) -> Iterator[None]:
    """Say what is being done and, when it is done, how long it took."""
    began = time.monotonic()
    say(f"  {label} … ", end="")
    try:
        yield
    except BaseException:
        say("")
        raise
    say(f"{time.monotonic() - began:.1f} s")


@contextlib.contextmanager
def sentences() -> Iterator[None]:
    """Turn a full disk and a lost server into a sentence; other faults keep their trace."""
    try:
        yield
    except DatabaseError as error:
        code = getattr(error.__cause__, "pgcode", "") or ""
        if code == "53100" or "No space left on device" in str(error):
            raise EmbeddedError(full_disk()) from error
        if code[:2] in {"", "08", "57"}:
            raise EmbeddedError(f"PostgreSQL does not answer: {error}".strip()) from error
        raise
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise EmbeddedError(full_disk()) from error
        if error.errno in {errno.EROFS, errno.EACCES}:
            raise EmbeddedError(
                f"{error.filename} cannot be written ({error.strerror})."
            ) from error
        raise


def full_disk() -> str:
    """The sentence for a full disk."""
    return f"The disk is full ({settings.VAR_DIR}); free some space and start again."


def account_lines() -> Iterator[str]:
    """The demonstration accounts that seed_demo has left in `var/`, as a table."""
    try:
        accounts = json.loads((settings.VAR_DIR / "demo-accounts.json").read_text())
    except FileNotFoundError:
        return
    rows = [(a["role"], a["username"], a["password"]) for a in accounts]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    yield "\nDemonstration accounts (演示数据): role, name, password"
    for row in rows:
        yield "  " + "   ".join(
            text + " " * (wide - width(text)) for text, wide in zip(row, widths, strict=True)
        )
    yield ""


def width(text: str) -> int:
    """The columns a text takes in a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
