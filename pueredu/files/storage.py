"""Where the bytes lie: under their hash, outside the web root, written so that a crash leaves
either the whole file or none."""

import os
import tempfile
from pathlib import Path

from django.conf import settings

CHUNK = 1024 * 1024


def path_of(sha256: str) -> Path:
    """The place of a file with this hash (64 hex digits)."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def keep(source, sha256: str) -> Path:
    """Write a stream under its hash: to a temporary file, fsync, rename. Known content is kept
    once. Raises OSError when the disk is full; then nothing is left behind."""
    target = path_of(sha256)
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            source.seek(0)
            while block := source.read(CHUNK):
                stream.write(block)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target
