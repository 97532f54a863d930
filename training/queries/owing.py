"""Several kinds of steps that a person owes, read in two queries whatever their number: what is one
line each (Step), and what is one line however much it is (Heap)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

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
    due_on: str = "due_on"  # empty for none
    place: str = "school"
    note: str = ""
    is_awaited: bool = False


def lines_owed(kinds: list, limit: int = 50) -> list[Owed]:
    """The lines of all heaps, then those of all steps; two queries at most."""
    heaps = [kind for kind in kinds if isinstance(kind, Heap)]
    return heaps_owed(heaps) + steps_owed([kind for kind in kinds if isinstance(kind, Step)], limit)


def steps_owed(steps: list[Step], limit: int = 50) -> list[Owed]:
    """The lines of all steps; one query, none for who owes nothing of the kind."""
    first, *others = (_rows(number, step, limit) for number, step in enumerate(steps))
    found = sorted(first.union(*others, all=True), key=lambda row: (row[0], row[1]))
    return [_line(steps[number], pk, title, _day(*due)) for number, pk, title, *due in found]


def _day(due: date | None, text: str) -> date | None:
    """``due``, or the day that a Figure's ``text`` names in the year that begins then."""
    return day_of(due, json.loads(text)) if text else due


def heaps_owed(heaps: list[Heap]) -> list[Owed]:
    """The line of each heap that is not empty; one query, none for who owes nothing of the kind."""
    first, *others = (_summed(number, heap) for number, heap in enumerate(heaps))
    found = sorted(first.union(*others, all=True))
    return [_heap_line(heaps[number], *numbers) for number, *numbers in found if numbers[0]]


def _summed(number: int, heap: Heap) -> QuerySet:
    rows = heap.rows.order_by().annotate(heap_no=Value(number)).values_list("heap_no")
    return rows.annotate(
        rows=Count("pk"), places=Count(heap.place, distinct=True), first=Min(heap.key),
        due=Min(heap.due_on or Cast(Value(None), DateField())),
    )  # fmt: skip


def _heap_line(heap: Heap, n: int, places: int, first: int, due_on: date | None) -> Owed:
    words, note = (text.format(n=n, places=places) for text in (heap.words, heap.note))
    url = heap.url(first)
    return Owed(words, heap.verb, url, due_on, ROOM, note=note, is_awaited=heap.is_awaited)


def _rows(number: int, step: Step, limit: int) -> QuerySet:
    due = Cast(step.due_on or Value(None), DateField())
    rows = (
        step.rows.order_by()
        .annotate(step_no=Value(number), step_title=Cast(step.title, CharField()), step_due=due)
        .annotate(step_text=_text(step))
    )
    ordered = rows.order_by(F("step_due").asc(nulls_last=True), "pk")
    return ordered.values_list("step_no", step.key, "step_title", "step_due", "step_text")[:limit]


def _text(step: Step):
    """The Figure of the step, as it is in force on the first day of the year."""
    if not step.figure:
        return Value("")
    known = Figure.objects.filter(key=step.figure, since__lte=OuterRef("step_due"))
    known = known.filter(Q(until=None) | Q(until__gte=OuterRef("step_due"))).order_by("-since")
    return Cast(Subquery(known.values("value")[:1]), CharField())


def _line(step: Step, pk: int, title: str, due_on: date | None) -> Owed:
    words = step.words.format(title=title)
    return Owed(words, step.verb, step.url(pk), due_on, ROOM, is_awaited=step.is_awaited)
