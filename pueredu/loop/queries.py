"""Reads of Matters that rooms and the desk may call."""

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from pueredu.kit.names import permission
from pueredu.loop.enums import MatterState as S
from pueredu.loop.enums import MatterTransition as T
from pueredu.loop.kinds import kind_of, kinds
from pueredu.loop.models import Matter
from pueredu.loop.owed import OpenLoop, Owed

NEXT_STEP = {S.ISSUED: T.RECEIVE, S.RECEIVED: T.SUBMIT, S.SUBMITTED: T.CLOSE}


def owed(user, today: date, limit: int = 50) -> list[Owed]:
    """The Matters whose next step is this person's, soonest first. One query a step."""
    found = []
    for state, verb in NEXT_STEP.items():
        mine = Matter.objects.permitted(user, permission(verb, Matter)).filter(state=state)
        found += [
            Owed(
                title=matter.title,
                verb="去办理" if state == S.RECEIVED else verb.label,
                url=matter.get_absolute_url(),
                due_on=matter.due_on,
                room=kind_of(matter.kind).label,
                note=matter.lead_unit.short_name,
            )
            for matter in mine.with_units().order_by("due_on", "id")[:limit]
        ]
    return found


def open_loops(user, today: date) -> list[OpenLoop]:
    """Open Matters within a person's sight, one line a kind; two queries."""
    rows = open_matters(user)
    counts = {
        row["kind"]: row
        for row in rows.order_by()
        .values("kind")
        .annotate(n=Count("id"), late=Count("id", filter=Q(due_on__lt=today)))
    }
    oldest = {row.kind: row for row in rows.order_by("kind", "due_on", "id").distinct("kind")}
    return [
        OpenLoop(
            label=kind.label,
            count=counts[kind.name]["n"],
            overdue=counts[kind.name]["late"],
            url=f"{reverse('loop:matter-list')}?kind={kind.name}&open=1",
            oldest=oldest[kind.name].title,
            oldest_due_on=oldest[kind.name].due_on,
        )
        for kind in kinds()
        if kind.name in counts
    ]


def open_matters(user, kind: str = ""):
    """The rows that ``open_loops`` counts: one query object for the card and for its list."""
    rows = Matter.objects.visible_to(user).open()
    return rows.filter(kind=kind) if kind else rows
