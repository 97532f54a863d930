"""What would happen to each row. Pure: compares, writes nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pueredu.workbooks.enums import Verdict
from pueredu.workbooks.messages import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pueredu.workbooks.messages import Message


def key_of(row: Mapping, key: tuple[str, ...]) -> tuple:
    return tuple(row.get(name) for name in key)


def judge(
    rows: list[dict],
    messages: Iterable[Message],
    stored: Mapping[tuple, Mapping],
    key: tuple[str, ...],
) -> list[Verdict]:
    """One verdict a row, in order: error beats same beats warning beats changed beats new.

    A row that says what is stored already needs no second look, so same beats warning.
    """
    graves = {message.row_no for message in messages if message.level is Level.ERROR}
    doubts = {message.row_no for message in messages if message.level is Level.WARNING}
    verdicts = []
    for row in rows:
        known = stored.get(key_of(row, key)) if key else None
        if row["row_no"] in graves:
            verdicts.append(Verdict.ERROR)
        elif known is not None and all(row.get(name) == known[name] for name in known):
            verdicts.append(Verdict.SAME)
        elif row["row_no"] in doubts:
            verdicts.append(Verdict.WARNING)
        else:
            verdicts.append(Verdict.NEW if known is None else Verdict.CHANGED)
    return verdicts


def counted(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """Counts of every verdict, zeros included, and `read`, which is their sum."""
    found = Counter(verdicts)
    counts = {verdict.value: found[verdict] for verdict in Verdict}
    return {"read": sum(counts.values()), **counts}
