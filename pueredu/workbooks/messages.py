"""What is said about rows: one sentence a row, one line for many rows with the same fault."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_LINES = 200
MOST_ROWS = 20


class Level(StrEnum):
    """An error keeps the row out; a warning asks for a look; a note says what was mended."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


ORDER = list(Level)


@dataclass(frozen=True, slots=True)
class Message:
    """`text` reads on after 「第 7 行」 and ends without a stop; `column` is a field name or ""."""

    row_no: int
    level: Level
    text: str
    column: str = ""

    @property
    def sentence(self) -> str:
        return f"第 {self.row_no} 行{self.text}"


def aggregate(messages: Iterable[Message]) -> list[dict]:
    """One line for each text, gravest and commonest first, at most MOST_LINES lines.

    JSON-ready: level, column, text, count, rows (the first MOST_ROWS) and the sentence.
    """
    groups: dict[tuple, list[int]] = {}
    for message in messages:
        groups.setdefault((message.level, message.text, message.column), []).append(message.row_no)
    ranked = sorted(groups.items(), key=lambda item: (ORDER.index(item[0][0]), -len(item[1])))
    return [
        {
            "level": level.value,
            "column": column,
            "text": text,
            "count": len(rows),
            "rows": rows[:MOST_ROWS],
            "sentence": _sentence(text, rows),
        }
        for (level, text, column), rows in ranked[:MOST_LINES]
    ]


def _sentence(text: str, rows: list[int]) -> str:
    if len(rows) == 1:
        return f"第 {rows[0]} 行{text}"
    return f"{text}：第 {rows[0]} 行等 {len(rows)} 处"
