"""Uploads are judged in a process of their own: whatever a hostile file costs, it costs there."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings

from pueredu.files.checks import FileRefused, Inspected
from pueredu.files.kinds import EVIDENCE_KINDS, FileKind
from pueredu.files.limits import JUDGE_MEMORY, JUDGE_SECONDS, JUDGE_WALL_SECONDS, MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COSTLY = "文件的内部结构过于复杂，检查时超过了内存或时间的限度，不能上传。请拆分或另存后再上传。"
log = logging.getLogger(__name__)


def judge(
    source: Path | BinaryIO,
    name: str,
    *,
    max_bytes: int = MAX_BYTES,
    kinds: Sequence[FileKind] = EVIDENCE_KINDS,
) -> Inspected:
    """``inspect_file`` under limits of memory and time; a file that breaks them is refused.

    A stream is read from its start and left at its start, open.
    """
    with _written_down(source) as path:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        return _verdict(Order(sha256, name, max_bytes, tuple(kinds), path))


@dataclass(frozen=True)
class Order:
    """What is to be judged. The bytes are known by their hash, wherever they lie."""

    sha256: str
    name: str
    max_bytes: int
    kinds: tuple[FileKind, ...]
    path: Path = field(compare=False)


@lru_cache(maxsize=256)
def _verdict(order: Order) -> Inspected:
    """Remembered, for a form asks before the action does; a refusal is not remembered."""
    asked = {"path": str(order.path), "name": order.name, "max_bytes": order.max_bytes}
    asked |= {"kinds": order.kinds, "memory": JUDGE_MEMORY, "seconds": JUDGE_SECONDS}
    found = json.loads(_ask(asked))
    if "refused" in found:
        raise FileRefused(found["refused"])
    return Inspected(**{**found, "kind": FileKind(found["kind"])})


def _ask(asked: dict) -> str:
    try:
        return subprocess.run(  # nosec B603 # our own module, no shell
            [sys.executable, "-m", "pueredu.files.checks"],
            input=json.dumps(asked),
            cwd=settings.BASE_DIR,
            env={},
            capture_output=True,
            check=True,
            text=True,
            timeout=JUDGE_WALL_SECONDS,
        ).stdout
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        log.warning("A file could not be judged: %s %s", error, error.stderr)
        raise FileRefused(COSTLY) from error


@contextmanager
def _written_down(source: Path | BinaryIO) -> Iterator[Path]:
    """The file where another process can read it."""
    if isinstance(source, Path):
        yield source
        return
    with NamedTemporaryFile() as copy:
        source.seek(0)
        shutil.copyfileobj(source, copy)
        copy.flush()
        source.seek(0)
        yield Path(copy.name)
