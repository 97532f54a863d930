"""Where rows come from: a workbook in its sandbox, or a text table."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from pueredu.files.checks.tables import decode_table
from pueredu.kit.errors import Refused
from pueredu.workbooks import sandbox
from pueredu.workbooks.cells import UNCACHED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Column = Sequence[object]

WALL_SECONDS = 120
SENTENCES = {
    "locked": "工作簿加了密码，无法读取。请取消密码后再上传。",
    "large": "工作簿的范围过大，无法读取。请删除表格下方和右侧的空白行列，另存后再上传。",
    "broken": "工作簿无法读取，可能已损坏。请在 WPS 或 Excel 中打开，另存为 .xlsx 后再上传。",
}


class UnreadableSheet(Refused):
    """The file cannot be read as a table; the message is a sentence for its sender."""


@dataclass(frozen=True)
class SheetHead:
    """A sheet's first 30 rows; `height` counts rows from the top of the sheet, `merged` are areas
    as first row, first column, last row, last column, from 0."""

    name: str
    is_visible: bool
    height: int
    head: list[list]
    merged: list[list[int]] = field(default_factory=list)


@dataclass
class Source:
    """One table, opened. The numbers of `hidden` rows are known once `columns` has begun."""

    sheets: list[SheetHead]
    hidden: list[int] = field(default_factory=list)

    def columns(self, index: int, start: int, places: Sequence[int]) -> Iterator[list[Column]]:
        """The cells below row `start` in batches, each a list of the wanted columns."""
        raise NotImplementedError


class TableSource(Source):
    """A .csv: comma, tab or semicolon, whichever the first lines hold most."""

    def __init__(self, data: bytes):
        self.text = decode_table(data)
        lines = self.text[:4000].splitlines()[: sandbox.HEAD_ROWS]
        self.delimiter = max(",\t;，", key=lambda mark: sum(line.count(mark) for line in lines))
        head = list(islice(self._rows(), sandbox.HEAD_ROWS))
        super().__init__([SheetHead("csv", True, self.text.count("\n") + 1, head)])

    def columns(self, index: int, start: int, places: Sequence[int]) -> Iterator[list[Column]]:
        rows = islice(self._rows(), start, None)
        while batch := list(islice(rows, sandbox.BATCH)):
            for row in batch:
                row.extend([""] * (max(places) + 1 - len(row)))
            yield [[row[place] for row in batch] for place in places]

    def _rows(self) -> Iterator[list[str]]:
        try:
            yield from csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)
        except csv.Error as error:
            raise UnreadableSheet(SENTENCES["broken"]) from error


class SandboxSource(Source):
    """Talks to the sandbox process line by line; see sandbox.py for the words."""

    def __init__(self, process: subprocess.Popen, path: Path, kind: str):
        self.process = process
        self._tell({"path": str(path), "kind": kind})
        super().__init__([SheetHead(**sheet) for sheet in self._hear()["sheets"]])

    def columns(self, index: int, start: int, places: Sequence[int]) -> Iterator[list[Column]]:
        self._tell({"sheet": index, "start": start, "places": places})
        self.hidden = self._hear()["hidden"]
        while isinstance(batch := self._hear(), list):
            yield batch

    def _tell(self, value: dict) -> None:
        self.process.stdin.write(json.dumps(value) + "\n")
        self.process.stdin.flush()

    def _hear(self) -> dict | list:
        line = self.process.stdout.readline()
        if not line:
            # Killed by a limit: too much memory aborts, too much time ends it.
            raise UnreadableSheet(SENTENCES["large"])
        value = json.loads(line, object_hook=_cell)
        if isinstance(value, dict) and "error" in value:
            raise UnreadableSheet(SENTENCES[value["error"]])
        return value


@contextmanager
def open_source(path: Path, kind: str) -> Iterator[Source]:
    """Starts a process for all kinds but csv; it is gone when the block ends."""
    if kind == "csv":
        yield TableSource(path.read_bytes())
        return
    process = subprocess.Popen(  # nosec B603 # noqa: S603 -- our own script, no shell, empty environment
        [sys.executable, "-I", str(Path(sandbox.__file__))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        text=True,
        encoding="utf-8",
    )
    watch = Timer(WALL_SECONDS, process.kill)
    watch.daemon = True
    watch.start()
    try:
        yield SandboxSource(process, path, kind)
    except BrokenPipeError as error:
        raise UnreadableSheet(SENTENCES["large"]) from error
    finally:
        watch.cancel()
        process.kill()
        process.wait()
        process.stdout.close()
        _close(process.stdin)


def _cell(value: dict) -> object:
    """A moment or an uncomputed formula among the cells; other objects stay what they are."""
    if len(value) == 1:
        if "d" in value:
            return _moment(value["d"])
        if "f" in value:
            return UNCACHED
    return value


def _moment(text: str) -> date | str:
    """A date without its midnight; a time of day stays the text it is."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return text


def _close(pipe) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return
