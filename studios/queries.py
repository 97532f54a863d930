"""Reads that other rooms and the desk may call."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from pueredu.calendar.models import Figure
from pueredu.calendar.queries import NoFigure, figure
from pueredu.loop.owed import OpenRows, Owed
from pueredu.units.models import Unit
from studios.enums import StudioKind
from studios.models import Activity, Attendance, Studio, StudioMember

ROOM = "三名工作室"
FIRST_RANK = "studios.first_rank_per_county"


@dataclass(frozen=True)
class AttendedHours:
    """One confirmed attendance, ready to be recognised. ``school_id`` is None for a guest whose
    school was not known; ``county_id`` is then the studio's."""

    attendance_id: int
    learner_code: str
    name: str
    school_id: int | None
    county_id: int
    title: str
    kind: str
    held_on: date
    hours: Decimal
    studio_name: str


def attendances_to_recognise(after_id: int = 0, limit: int = 1000) -> list[AttendedHours]:
    """Confirmed attendances of those present with an id above ``after_id``, lowest first; one query.

    Ids are given at confirmation in the order of confirmations, so the last id of one call is the
    ``after_id`` of the next and nothing is missed. A confirmed attendance never changes.
    """
    rows = (
        Attendance.objects.confirmed()
        .present()
        .filter(pk__gt=after_id)
        .select_related("activity__kind", "activity__studio")
        .order_by("pk")[:limit]
    )
    return [
        AttendedHours(
            attendance_id=row.pk,
            learner_code=row.learner_code,
            name=row.name,
            school_id=row.school_id,
            county_id=row.county_id,
            title=row.activity.title,
            kind=row.activity.kind.code,
            held_on=row.activity.held_on,
            hours=row.hours,
            studio_name=row.activity.studio.name,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Coverage:
    """One 县(区) on the coverage board: how many 一级校长工作室 it has against how many it should."""

    county: Unit
    count: int
    proposed: int
    others: int
    wanted: int

    @property
    def missing(self) -> int:
        return max(self.wanted - self.count, 0)

    @property
    def is_covered(self) -> bool:
        return self.missing == 0

    def get_absolute_url(self) -> str:
        """The register, narrowed to what ``count`` and ``proposed`` count."""
        kind = StudioKind.FIRST_RANK_PRINCIPAL
        return f"{reverse('studios:studio-list')}?county={self.county.pk}&kind={kind}"


def coverage(user, today: date) -> list[Coverage]:
    """The 县(区) within the person's sight in official order, each with its studios; one query.

    A studio counts while it is named and within its term.
    """
    return [_line(county) for county in _counted(_counties(user), today)]


def _counties(user):
    return Unit.objects.permitted(user, "studios.view_studio").counties()


def _counted(counties, today: date):
    """``counties`` with their studios and with how many they should have."""
    working = Studio.objects.working(today)
    first_rank = Q(kind=StudioKind.FIRST_RANK_PRINCIPAL)
    wanted = Figure.objects.in_force(today).filter(key=FIRST_RANK)
    return counties.annotate(
        first_rank=_number(working.first_rank()),
        proposed=_number(Studio.objects.awaiting_naming().first_rank()),
        others=_number(working.exclude(first_rank)),
        wanted=Coalesce(Subquery(wanted.values(n=Cast("value", IntegerField()))), 0),
    )


def _line(county) -> Coverage:
    return Coverage(county, county.first_rank, county.proposed, county.others, county.wanted)


def _number(studios) -> Coalesce:
    """How many of ``studios`` lie in the 县(区) of the outer row."""
    rows = studios.filter(county=OuterRef("pk")).order_by().values("county")
    return Coalesce(Subquery(rows.annotate(n=Count("id")).values("n")), 0)


def gaps(user, today: date):
    """The 县(区) without enough 一级校长工作室: what ``open_loops`` counts and its list shows."""
    return _counted(_counties(user), today).filter(first_rank__lt=F("wanted"))


def first_rank_figure(today: date) -> Figure | None:
    """How many 一级校长工作室 a 县(区) should have, with its source and provisional mark; None on
    a day for which nothing was laid down."""
    try:
        return figure(FIRST_RANK, today)
    except NoFigure:
        return None


def first_rank_by_county(today: date) -> dict[int, int]:
    """``{county id: working 一级校长工作室}`` without regard to a person, for upper rooms."""
    rows = Studio.objects.working(today).first_rank().order_by().values_list("county")
    return dict(rows.annotate(n=Count("id")))


def host_codes(today: date):
    """The staff codes of who hosts a working studio, as a query for upper rooms to ask within."""
    rows = StudioMember.objects.hosts().in_force(today)
    return rows.filter(studio__in=Studio.objects.working(today)).values("learner_code")


def unconfirmed_activities(user, today: date):
    """Held and not confirmed, within sight: what ``open_loops`` counts and its list shows."""
    return Activity.objects.visible_to(user).unconfirmed(today)


def owed(user, today: date) -> list[Owed]:
    """Activities to confirm (host), studios to name or to close (city), a gap to fill (county)."""
    found = [
        _to_confirm(row) for row in _mine(Activity, user, "confirm_activity").unconfirmed(today)
    ]
    studios = _mine(Studio, user, "name_studio").awaiting_naming().in_official_order()
    found += [_step(row, "去命名", None, is_awaited=True) for row in studios]
    ended = _mine(Studio, user, "expire_studio").past_term(today).in_official_order()
    found += [_step(row, "办理届满", row.until) for row in ended]
    return found + _gap_to_fill(user, today)


def _mine(model, user, verb: str):
    return model.objects.permitted(user, f"studios.{verb}")


def _to_confirm(activity: Activity) -> Owed:
    return Owed(
        title=f"确认参加人员：{activity}",
        verb="去确认",
        url=activity.get_absolute_url(),
        due_on=activity.held_on,
        room=ROOM,
    )


def _step(studio: Studio, verb: str, due_on: date | None, *, is_awaited: bool = False) -> Owed:
    county, url = studio.county.short_name, studio.get_absolute_url()
    return Owed(studio.name, verb, url, due_on, ROOM, county, is_awaited)


def _gap_to_fill(user, today: date) -> list[Owed]:
    """For who proposes and does not name: a 县(区) with too few and nothing on the way."""
    own = Unit.objects.permitted(user, "studios.add_studio").counties()
    own = own.exclude(pk__in=Unit.objects.permitted(user, "studios.name_studio").values("pk"))
    return [
        Owed(
            title=f"{line.county.short_name}尚缺 {line.missing} 个一级校长工作室",
            verb="去申报",
            url=f"{reverse('studios:studio-add')}?kind={StudioKind.FIRST_RANK_PRINCIPAL}",
            due_on=None,
            room=ROOM,
        )
        for line in map(_line, _counted(own, today))
        if line.proposed < line.missing
    ]


def open_loops(user, today: date) -> list[OpenRows]:
    """Gaps in coverage, proposals without an answer and activities without confirmation."""
    return [
        OpenRows(
            label="缺一级校长工作室的县(区)",
            url=f"{reverse('studios:coverage')}?gaps=on",
            rows=gaps(user, today),
            title="short_name",
        ),
        OpenRows(
            label="待命名的工作室",
            url=f"{reverse('studios:studio-list')}?state=proposed",
            rows=Studio.objects.visible_to(user).awaiting_naming(),
            title="name",
        ),
        OpenRows(
            label="待确认的工作室活动",
            url=f"{reverse('studios:activity-list')}?open=on",
            rows=unconfirmed_activities(user, today),
            title="title",
            due_on="held_on",
        ),
    ]
