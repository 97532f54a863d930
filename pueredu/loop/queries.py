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
from pueredu.loop.models import Matter, MatterEvent, MatterGrant
from pueredu.loop.owed import OpenRows, Owed, Paper
from pueredu.units.access.ties import Tie, in_force
from pueredu.units.enums import ADMINISTRATORS, Tier
from pueredu.units.models import Membership, Unit

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
        )
        for matter in mine[:limit]
    ]


def handled(user):
    """The Matters of which some step is this person's to take, whatever their state."""
    steps = [
        Matter.objects.permitted(user, permission(verb, Matter)) for verb in NEXT_STEP.values()
    ]
    return reduce(or_, steps)


def latest_events(user, limit: int) -> list[MatterEvent]:
    """What was last done to the Matters that this person handles; one query."""
    events = MatterEvent.objects.filter(matter__in=handled(user).order_by())
    return list(events.select_related("matter", "by").order_by("-at", "-id")[:limit])


def papers(user, limit: int) -> list[Paper]:
    """The newest evidence of what is open and this person's to handle; one query."""
    open_now = handled(user).open().order_by()
    rows = (
        MatterEvent.objects.filter(matter__in=open_now, attachments__isnull=False)
        .order_by("-at", "-attachments__id")
        .values_list("matter_id", "attachments__id", "attachments__name", "at", "matter__title")
    )
    return [
        Paper(name, reverse("loop:matter-file", args=[matter_id, file_id]), at, title)
        for matter_id, file_id, name, at, title in rows[:limit]
    ]


def deputy_of(matter: Matter, today: date) -> MatterGrant | None:
    """The tie of whoever stands in for this one Matter today."""
    ties = matter.grants.filter(in_force(today), permission__codename=Tie.DEPUTY)
    return ties.select_related("user").first()


def eligible_deputies(matter: Matter, by, today: date):
    """The posts of those who may stand in for this Matter: colleagues of the lead unit and of the
    organs of its area, never an administrator; in official order."""
    near = Q(unit=matter.lead_unit_id) | (Q(county=matter.county_id) & ~Q(tier=Tier.SCHOOL))
    posts = Membership.objects.in_force(today).filter(near, user__is_active=True)
    posts = posts.exclude(role__in=ADMINISTRATORS).exclude(user=by.pk)
    return posts.select_related("user", "unit").order_by("unit__precedence", "precedence", "id")


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
