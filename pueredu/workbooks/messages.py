"""What is said about rows: one line for many rows with the same fault."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_LINES = 200
MOST_ROWS = 20
MOST_TEXTS = 5_000  # kept apart while reading; a file with more different faults is of another kind


class Level(StrEnum):
    """An error keeps the row out; a warning asks for a look; a note says what was mended."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


ORDER = list(Level)
MANY = {
    Level.ERROR: "另有不同的错误",
    Level.WARNING: "另有不同的情况需要核对",
    Level.NOTE: "另有不同的单元格已自动更正",
}


@dataclass
class Line:
    """One text and the rows of which it is said: how many, and the first of them."""

    level: Level
    column: str
    text: str
    count: int = 0
    rows: list[int] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        if self.count == 1:
            return f"第 {self.rows[0]} 行{self.text}"
        return f"{self.text}：第 {self.rows[0]} 行等 {self.count} 处"


class Tally:
    """Gathers what is said about rows. A text reads on after 「第 7 行」 and ends without a stop."""

    def __init__(self, lines: Iterable[dict] = ()):
        self.found: dict[tuple[str, str, str], Line] = {}
        for line in lines:
            one = Line(**{**line, "rows": list(line["rows"])})
            self.found[one.level, one.column, one.text] = one

    def add(self, row_no: int, level: Level, text: str, column: str = "") -> None:
        """Say `text` of a row; `column` is a field name or "" for the whole row."""
        key = (level, column, text)
        if key not in self.found and len(self.found) >= MOST_TEXTS:
            key = (level, "", MANY[level])
        line = self.found.setdefault(key, Line(*key))
        line.count += 1
        if len(line.rows) < MOST_ROWS:
            line.rows.append(row_no)

    def lines(self) -> list[Line]:
        """Gravest and commonest first."""
        return sorted(self.found.values(), key=lambda one: (ORDER.index(one.level), -one.count))
