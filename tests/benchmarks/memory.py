"""Peak memory of this process and of the readers it starts, as the kernel counted it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.02  # seconds between two looks at the readers


@dataclass
class Peak:
    """MiB: of this process, and of the largest child by name that ran inside the block."""

    own: float = 0.0
    reader: float = 0.0


@contextmanager
def peak_of(script: str) -> Iterator[Peak]:
    """Fills the yielded Peak when the block ends; ``script`` stands in the reader's command line."""
    peak, ended = Peak(), threading.Event()

    def look() -> None:
        while not ended.wait(EVERY):
            for child in Path("/proc/self/task").glob("*/children"):
                for pid in _text(child).split():
                    if script in _text(Path(f"/proc/{pid}/cmdline")):
                        peak.reader = max(peak.reader, _high_water(pid))

    Path("/proc/self/clear_refs").write_text("5")  # the high-water mark starts anew
    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()
        peak.own = _high_water("self")


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _high_water(pid: str) -> float:
    for line in _text(Path(f"/proc/{pid}/status")).splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
