"""Reads others may call: where a file lies, and whether rows and files agree."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pueredu.files import storage
from pueredu.files.models import Attachment

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


def path_of(attachment: Attachment) -> Path:
    """The file on this machine; read it, never write it."""
    return storage.path_of(attachment.sha256)


def is_intact(attachment: Attachment) -> bool:
    """Whether the stored bytes are still those that were uploaded; reads them all."""
    path = path_of(attachment)
    return path.is_file() and _hash(path) == attachment.sha256


def disagreements() -> dict[str, list[str]]:
    """Hashes of rows without a file, files without a row, and files whose bytes changed.

    Reads every byte that is stored: for the nightly check, not for a page.
    """
    rows = set(Attachment.objects.values_list("sha256", flat=True).distinct())
    found = {path.name: path for path in storage.stored()}
    return {
        "missing": sorted(rows - set(found)),
        "orphaned": sorted(set(found) - rows),
        "changed": sorted(name for name, path in found.items() if _hash(path) != name),
    }


def leftovers(*, before: datetime) -> list[Path]:
    """Files that nobody has written to since ``before`` and no row names: a judged upload whose
    worker was killed, and whole bytes whose act was taken back. Rows are never deleted, so such
    bytes never had one; those that differ from their name stay, for the administrators."""
    rows = set(Attachment.objects.values_list("sha256", flat=True).distinct())
    old = [path for path in storage.stored() if path.stat().st_mtime < before.timestamp()]
    unnamed = [path for path in old if path.name not in rows and _hash(path) == path.name]
    waiting = storage.incoming().glob("*")
    return unnamed + [path for path in waiting if path.stat().st_mtime < before.timestamp()]


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
