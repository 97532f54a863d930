"""Reads of Matters that rooms and the desk may call."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, Q, Window
from django.urls import reverse

from pueredu.kit.names import permission
from pueredu.loop.enums import MatterState as S
from pueredu.loop.enums import MatterTransition as T
from pueredu.loop.kinds import kind_of, kinds
from pueredu.loop.models import Matter
from pueredu.loop.owed import OpenRows, Owed
from pueredu.units.models import Unit

NEXT_STEP = {S.ISSUED: T.RECEIVE, S.RECEIVED: T.SUBMIT, S.SUBMITTED: T.CLOSE}


def owed(user, today: date, limit: int = 50) -> list[Owed]:
    """The Matters whose next step is this person's, soonest first; one query."""
    steps = [
        Matter.objects.permitted(user, permission(verb, Matter)).filter(state=state)
        for state, verb in NEXT_STEP.items()
    ]
    mine = reduce(or_, steps).with_units().order_by("due_on", "id")
    return [
        Owed(
            title=matter.title,
            verb="去办理" if matter.state == S.RECEIVED else NEXT_STEP[matter.state].label,
            url=matter.get_absolute_url(),
            due_on=matter.due_on,
            room=kind_of(matter.kind).label,
            note=matter.lead_unit.short_name,
            is_awaited=matter.state == S.SUBMITTED,
        )
        for matter in mine[:limit]
    ]


def open_loops(user, today: date) -> list[OpenRows]:
    """Open Matters within a person's sight, one line a kind."""
    return [
        OpenRows(
            label=kind.label,
            url=f"{reverse('loop:matter-list')}?kind={kind.name}&open=1",
            rows=open_matters(user, kind.name),
            title="title",
            due_on="due_on",
        )
        for kind in kinds()
    ]


@dataclass(frozen=True)
class AreaLoops:
    """What is open in one area. ``soonest`` is the Matter due first, None when nothing is open."""

    area: Unit
    count: int = 0
    overdue: int = 0
    soonest: Matter | None = None

    @property
    def url(self) -> str:
        """The list of exactly these Matters."""
        return f"{reverse('loop:matter-list')}?county={self.area.pk}&open=1"


def open_by_area(user, areas: Iterable[Unit], today: date) -> list[AreaLoops]:
    """Open Matters of each of these areas, in their order; one query."""
    found = {row.county_id: row for row in _soonest(open_matters(user), today)}
    return [
        AreaLoops(area, row.n, row.late, row) if (row := found.get(area.pk)) else AreaLoops(area)
        for area in areas
    ]


def _soonest(rows, today: date):
    """The first due of each area, carrying the area's counts: ``n`` and ``late``."""
    late = Count("id", filter=Q(due_on__lt=today))
    area = "county_id"
    return (
        rows.annotate(
            n=Window(Count("id"), partition_by=area), late=Window(late, partition_by=area)
        )
        .order_by(area, "due_on", "id")
        .distinct(area)
    )


def open_matters(user, kind: str = ""):
    """The rows that ``open_loops`` counts: one query object for the card and for its list."""
    rows = Matter.objects.visible_to(user).open()
    return rows.filter(kind=kind) if kind else rows
