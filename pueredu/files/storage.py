"""Where the bytes lie: outside the web root, under their hash, written once and never changed."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.uploadedfile import UploadedFile

PRIVATE = 0o700


def root() -> Path:
    """The folder of all files; no web address leads there."""
    return Path(settings.MEDIA_ROOT)


def key_of(sha256: str) -> str:
    """ASCII, safe in a header: ab/abcd…, without a name."""
    return f"{sha256[:2]}/{sha256}"


def path_of(sha256: str) -> Path:
    return root() / key_of(sha256)


def stored() -> Iterator[Path]:
    """Every file that was kept."""
    return root().glob("??/*")


def incoming() -> Path:
    """The folder of what is being judged."""
    return root() / "incoming"


@contextmanager
def quarantine(upload: UploadedFile) -> Iterator[Path]:
    """A private copy of the upload, flushed to disk; removed unless `keep` moved it."""
    folder = incoming()
    folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            upload.seek(0)
            for chunk in upload.chunks():
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        yield path
    finally:
        path.unlink(missing_ok=True)


def keep(path: Path, sha256: str) -> None:
    """Move a quarantined file to its place; the row may be written only afterwards.

    The same bytes are kept once. A transaction that is rolled back later leaves a file
    without a row, which the nightly check names; never a row without a file.
    """
    target = path_of(sha256)
    target.parent.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    if target.exists():
        target.touch()  # its row is not written yet: the night must not take it for a left-over
        return
    path.chmod(0o600)
    path.rename(target)
    for folder in (target.parent, target.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
