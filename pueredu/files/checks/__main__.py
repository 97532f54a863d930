"""One file judged in a process of its own: ``python -m pueredu.files.checks``.

One JSON object in: path, name, max_bytes, kinds, memory (bytes), seconds (of processor).
One out: kind, sha256, size and name, or the sentence with which the file was refused.
"""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from pueredu.files.checks import FileRefused, inspect_file
from pueredu.files.kinds import FileKind


def limit(memory: int, seconds: int) -> None:
    """No more memory and time, and nothing written at all."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def verdict(asked: dict) -> dict:
    kinds = [FileKind(kind) for kind in asked["kinds"]]
    path = Path(asked["path"])
    try:
        return asdict(inspect_file(path, asked["name"], max_bytes=asked["max_bytes"], kinds=kinds))
    except FileRefused as refused:
        return {"refused": str(refused)}


if __name__ == "__main__":
    order = json.load(sys.stdin)
    limit(order["memory"], order["seconds"])
    json.dump(verdict(order), sys.stdout)
