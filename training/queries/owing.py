"""Several kinds of steps that a person owes, read in one query whatever their number: what is one
line each (Step), and what is one line however much it is (Heap)."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import (
    CharField,
    Count,
    DateField,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast

from pueredu.calendar.models import Figure
from pueredu.loop.owed import Owed
from training.queries.deadlines import day_of

ROOM = "教师培训"


@dataclass(frozen=True)
class Step:
    """``rows`` are those that wait, one line each; ``words`` takes ``title``. ``due_on`` is a column:
    the date, or with ``figure`` (a month and day) the first day of the training year in which it
    lies. ``key`` is the column that ``url`` takes."""

    words: str
    verb: str
    rows: QuerySet
    title: object
    url: Callable[[int], str]
    due_on: object = None
    figure: str = ""
    key: str = "pk"
    is_awaited: bool = False


@dataclass(frozen=True)
class Heap:
    """``rows`` are one line, however many. ``words`` and ``note`` take ``n`` and ``places``, the
    number of rows and of different ``place``; ``url`` takes the first ``key`` among them."""

    words: str
    verb: str
    rows: QuerySet
    url: Callable[[int], str]
    key: str = "pk"
    due_on: object = "due_on"  # a column or an expression; empty for none
    place: str = "school"
    note: str = ""
    is_awaited: bool = False


def lines_owed(kinds: list[Step | Heap], limit: int = 50) -> list[Owed]:
    """The lines of all heaps that are not empty, then those of all steps; one query, none for who
    owes nothing of any kind."""
    first, *others = (
        _summed(number, kind) if isinstance(kind, Heap) else _rows(number, kind, limit)
        for number, kind in enumerate(kinds)
    )
    found = [row for row in first.union(*others, all=True) if row[3]]
    found.sort(key=lambda row: (isinstance(kinds[row[0]], Step), *row[:2]))
    return [_line(kinds[number], columns) for number, *columns in found]


def _summed(number: int, heap: Heap) -> QuerySet:
    rows = heap.rows.order_by().annotate(line_no=Value(number)).values_list("line_no")
    return rows.annotate(
        line_key=Min(heap.key), line_title=_words(""), line_count=Count("pk"),
        line_places=Count(heap.place, distinct=True),
        line_due=Min(heap.due_on or Cast(Value(None), DateField())), line_text=_words(""),
    )  # fmt: skip


def _rows(number: int, step: Step, limit: int) -> QuerySet:
    due = Cast(step.due_on or Value(None), DateField())
    rows = (
        step.rows.order_by()
        .annotate(line_no=Value(number), line_title=Cast(step.title, CharField()), line_due=due)
        .annotate(line_count=Value(1), line_places=Value(1), line_text=_text(step))
    )
    ordered = rows.order_by(F("line_due").asc(nulls_last=True), "pk")
    return ordered.values_list(
        "line_no", step.key, "line_title", "line_count", "line_places", "line_due", "line_text"
    )[:limit]


def _words(text: str) -> Cast:
    return Cast(Value(text), CharField())


def _text(step: Step):
    """The Figure of the step, as it is in force on the first day of the year."""
    if not step.figure:
        return _words("")
    known = Figure.objects.filter(key=step.figure, since__lte=OuterRef("line_due"))
    known = known.filter(Q(until=None) | Q(until__gte=OuterRef("line_due"))).order_by("-since")
    return Cast(Subquery(known.values("value")[:1]), CharField())


def _line(kind: Step | Heap, columns: list) -> Owed:
    key, title, n, places, due, text = columns
    is_heap = isinstance(kind, Heap)
    words = kind.words.format(title=title, n=n, places=places)
    note = kind.note.format(n=n, places=places) if is_heap else ""
    # a Figure's text names a day in the year that begins then
    due_on = day_of(due, json.loads(text)) if text else due
    return Owed(
        words, kind.verb, kind.url(key), due_on, ROOM, note=note, is_awaited=kind.is_awaited
    )
