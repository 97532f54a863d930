"""Cells as elements of a text array in a COPY: made once for each cell that differs."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pueredu.workbooks.cells import Converter
    from pueredu.workbooks.messages import Level

NULL = "NULL"
MOST_KEPT = 50_000  # different cells of one column; more are ids, which do not repeat


class Literals(dict):
    """A column's cells to literals; `told` holds (level, text, value) for the cells that looked
    wrong."""

    def __init__(self, convert: Converter):
        super().__init__()
        self.convert = convert
        self.told: dict[object, tuple[Level, str, object]] = {}

    def __missing__(self, cell: object) -> str:
        value, level, text = self.convert(cell)
        if level:
            self.told[cell] = (level, text, value)
        found = self[cell] = literal(value)
        return found

    def forget(self) -> None:
        """Start anew when the memory would be large."""
        if len(self) > MOST_KEPT:
            self.clear()
            self.told.clear()


def literal(value: object) -> str:
    """One value: quoted for the array, then escaped for the COPY."""
    if value is None:
        return NULL
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """A field of a COPY in text format."""
    text = text.replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace("\r", "\\r").replace("\t", "\\t")


def elements(columns: Iterable[Sequence[str] | None]) -> list[str]:
    """One string of elements a row; a column that is None holds nothing."""
    return list(
        map(",".join, zip(*(repeat(NULL) if c is None else c for c in columns), strict=False))
    )
