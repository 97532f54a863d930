"""A table as a declaration: columns over records, drawn by ``components/table.html``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Badge:
    """A word with a tone (neutral, info, ok, warn, danger) that is drawn with its shape."""

    label: str
    tone: str = "neutral"


@dataclass(frozen=True)
class Column:
    """``value`` is a dotted attribute of the record or a function of it; it may give a Badge."""

    label: str
    value: str | Callable
    numeric: bool = False

    def of(self, record):
        """The value of this column for one record."""
        if callable(self.value):
            return self.value(record)
        for name in self.value.split("."):
            record = getattr(record, name)
        return record() if callable(record) else record


class Table:
    """Subclass with ``columns``; rows link to the record's own page unless ``link`` says else."""

    columns: tuple[Column, ...] = ()

    def __init__(self, records: Iterable, columns: Iterable[Column] = ()):
        shown = tuple(columns) or self.columns
        self.rows = [self._row(record, shown) for record in records]
        self.columns = [{"label": column.label, "numeric": column.numeric} for column in shown]

    def drop_if_same(self, label: str) -> None:
        """Leave out the column of this label when it says the same in every row."""
        place = next((n for n, one in enumerate(self.columns) if one["label"] == label), None)
        if place is None or len({row["cells"][place]["value"] for row in self.rows}) > 1:
            return
        for cells in (self.columns, *(row["cells"] for row in self.rows)):
            del cells[place]

    def link(self, record) -> str:
        """The page behind a row; empty for none."""
        return record.get_absolute_url()

    def _row(self, record, shown) -> dict:
        cells = [_cell(column, record) for column in shown]
        return {"url": self.link(record), "cells": cells}


def _cell(column: Column, record) -> dict:
    """With every key that the template asks for: a missing one is looked for at length."""
    value, tone = column.of(record), ""
    if isinstance(value, Badge):
        value, tone = value.label, value.tone
    return {"label": column.label, "numeric": column.numeric, "value": value, "tone": tone}
