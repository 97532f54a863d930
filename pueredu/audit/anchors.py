"""The head of the chain, signed and kept outside the database: only this shows a tail that was cut.

A line of the file is ``kind seq hash moment signature``. The signature is an HMAC with a key that
the database does not know, so whoever rules the database alone cannot write another line.
"""

import fcntl
import hmac
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

HEAD, PURGE = "head", "purge"
LONGEST = 250  # letters of a line, with room to spare


@dataclass(frozen=True)
class Anchor:
    """Where the chain stood at a moment. A ``purge`` says that all up to ``seq`` was dropped."""

    kind: str
    seq: int
    hash: str
    at: str

    def __str__(self):
        return f"{self.kind} {self.seq} {self.hash} {self.at}"


def keep(kind: str, seq: int, digest: str, *, at: datetime) -> Anchor:
    """Append one signed line and return when it lies on the disk."""
    anchor = Anchor(kind, seq, digest, at.isoformat(timespec="seconds"))
    path = settings.AUDIT_ANCHOR_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(f"{anchor} {_signature(str(anchor))}\n")
        file.flush()
        os.fsync(file.fileno())
    return anchor


def kept() -> Iterator[Anchor | None]:
    """Every line of the file in its order; None for one whose signature is not ours."""
    if not settings.AUDIT_ANCHOR_FILE.exists():
        return
    with settings.AUDIT_ANCHOR_FILE.open(encoding="ascii", errors="replace") as file:
        for line in file:
            yield _read(line)


def latest(count: int) -> list[Anchor | None]:
    """The last lines of the file, in its order, whatever its length."""
    if not settings.AUDIT_ANCHOR_FILE.exists():
        return []
    with settings.AUDIT_ANCHOR_FILE.open("rb") as file:
        file.seek(max(0, settings.AUDIT_ANCHOR_FILE.stat().st_size - LONGEST * (count + 1)))
        lines = file.read().decode("ascii", "replace").splitlines()
    return [_read(line) for line in lines[-count:]]


def _read(line: str) -> Anchor | None:
    text, _, signature = line.strip().rpartition(" ")
    if not hmac.compare_digest(signature.encode(), _signature(text).encode()):
        return None
    kind, seq, digest, at = text.split(" ")
    return Anchor(kind, int(seq), digest, at)


def _signature(text: str) -> str:
    return hmac.new(settings.AUDIT_ANCHOR_KEY.encode(), text.encode(), "sha256").hexdigest()
