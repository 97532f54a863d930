"""Uploads are judged in a process of their own: whatever a hostile file costs, it costs there."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings

from pueredu.files.checks import FileRefused, Inspected
from pueredu.files.enums import EVIDENCE_KINDS, FileKind
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
    order = {"name": name, "max_bytes": max_bytes, "kinds": list(kinds)}
    order |= {"memory": JUDGE_MEMORY, "seconds": JUDGE_SECONDS}
    with _written_down(source) as path:
        found = json.loads(_ask({**order, "path": str(path)}))
    if "refused" in found:
        raise FileRefused(found["refused"])
    return Inspected(**{**found, "kind": FileKind(found["kind"])})


def _ask(order: dict) -> str:
    try:
        return subprocess.run(  # nosec B603 # our own module, no shell
            [sys.executable, "-m", "pueredu.files.checks"],
            input=json.dumps(order),
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
