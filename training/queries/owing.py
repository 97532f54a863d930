"""Several kinds of steps that a person owes, read in one query whatever their number."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import CharField, Count, DateField, F, Min, QuerySet, Value
from django.db.models.functions import Cast

from pueredu.loop.owed import Owed

ROOM = "教师培训"


@dataclass(frozen=True)
class Step:
    """``rows`` are those that wait. With ``{n}`` in ``words`` they are one line, with ``{title}``
    one each. ``due_on`` is a column; where only Python knows the date, ``due`` says it. ``key`` is
    the column that ``url`` takes."""

    words: str
    verb: str
    rows: QuerySet
    title: object
    url: Callable[[int], str]
    due_on: object = None
    due: Callable[[int, date], date] | None = None
    key: str = "pk"
    is_awaited: bool = False


def steps_owed(steps: list[Step], today: date, limit: int = 50) -> list[Owed]:
    """The lines of all steps; one query, none for who owes nothing of the kind."""
    first, *others = (_rows(number, step, limit) for number, step in enumerate(steps))
    found = sorted(first.union(*others, all=True), key=lambda row: (row[0], row[1]))
    return [
        line
        for number, rows in groupby(found, key=lambda row: row[0])
        for line in _lines(steps[number], list(rows), today)
    ]


@dataclass(frozen=True)
class Heap:
    """``rows`` are one line, however many. ``words`` and ``note`` take ``n`` and ``places``, the number of
    rows and of different ``place``; ``url`` takes the first ``key`` among them."""

    words: str
    verb: str
    rows: QuerySet
    url: Callable[[int], str]
    key: str = "pk"
    due_on: str = "due_on"
    place: str = "school"
    note: str = ""
    is_awaited: bool = False


def heaps_owed(heaps: list[Heap]) -> list[Owed]:
    """The line of each heap that is not empty; one query, none for who owes nothing of the kind."""
    first, *others = (_summed(number, heap) for number, heap in enumerate(heaps))
    found = sorted(first.union(*others, all=True))
    return [_heap_line(heaps[number], *numbers) for number, *numbers in found if numbers[0]]


def _summed(number: int, heap: Heap) -> QuerySet:
    rows = heap.rows.order_by().annotate(heap_no=Value(number)).values_list("heap_no")
    return rows.annotate(
        rows=Count("pk"), places=Count(heap.place, distinct=True), first=Min(heap.key),
        due=Min(heap.due_on),
    )  # fmt: skip


def _heap_line(heap: Heap, n: int, places: int, first: int, due_on: date | None) -> Owed:
    words, note = (text.format(n=n, places=places) for text in (heap.words, heap.note))
    url = heap.url(first)
    return Owed(words, heap.verb, url, due_on, ROOM, note=note, is_awaited=heap.is_awaited)


def _rows(number: int, step: Step, limit: int) -> QuerySet:
    due = Cast(step.due_on or Value(None), DateField())
    rows = step.rows.order_by().annotate(
        step_no=Value(number), step_title=Cast(step.title, CharField()), step_due=due
    )
    ordered = rows.order_by(F("step_due").asc(nulls_last=True), "pk")
    return ordered.values_list("step_no", step.key, "step_title", "step_due")[:limit]


def _lines(step: Step, rows: list[tuple], today: date):
    if "{n}" in step.words:
        dates = [due for *_, due in rows if due]
        words = step.words.format(n=len(rows))
        yield _line(step, words, rows[0][1], min(dates, default=None))
        return
    for _, pk, title, due in rows:
        yield _line(
            step, step.words.format(title=title), pk, step.due(pk, today) if step.due else due
        )


def _line(step: Step, words: str, pk: int, due_on: date | None) -> Owed:
    return Owed(words, step.verb, step.url(pk), due_on, ROOM, is_awaited=step.is_awaited)
