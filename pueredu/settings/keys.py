"""The trial's secret key: made once, kept beside the trial's data."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def kept_key(path: Path) -> str:
    """The key in the file, or a new one written there (0600).

    Several processes may start at once: the file appears whole, and the first one wins.
    A folder that cannot be written gives a key for this process only; the servers that need
    the same folder report it in their own sentence.
    """
    with contextlib.suppress(OSError):
        if key := path.read_text().strip():
            return key
    key = secrets.token_urlsafe(50)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(key)
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        Path(fresh).unlink()
        return path.read_text().strip() or key
    return key
