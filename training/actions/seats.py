"""Seats of a session: from the city to 县(区), from there to schools, and back when unused.

Every act here and every enrolment first locks the session's row, so that no seat is given twice.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from pueredu.accounts.models import User
from pueredu.audit.actions import remember
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.kit.names import audit_verb
from pueredu.notices.acts import acting
from pueredu.units.access.holders import capacity_of
from pueredu.units.models import Unit
from training.actions.programmes import seats_given
from training.enums import SessionState as S
from training.models import SeatQuota, TrainingSession

OPEN = (S.DRAFT, S.ANNOUNCED)


def locked(session: TrainingSession) -> TrainingSession:
    """The session's row, locked until the transaction ends."""
    rows = TrainingSession.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("programme").get(pk=session.pk)


@transaction.atomic
def give_seats(
    session: TrainingSession, seats: Mapping[int, int], *, by: User, at: datetime
) -> TrainingSession:
    """The city's distribution: ``seats`` by area. Refused for more than there are, and for fewer
    than an area has passed on."""
    if not by.has_perm("training.add_seat_quota", session):
        raise NotPermitted("您的职务没有这项权限。")
    session = locked(session)
    if session.state not in OPEN:
        raise Refused("报名已经截止，名额不能再调整。")
    before = _words(session, SeatQuota.objects.of_areas())
    for unit in Unit.objects.filter(pk__in=seats).select_related("area"):
        _put(session, unit, seats[unit.pk], at_least=_passed_on(session, unit))
    if seats_given(session) > session.seats:
        raise Refused(f"分出的名额合计 {seats_given(session)} 个，超过本班 {session.seats} 个。")
    post = capacity_of(by, "training.add_seat_quota", session)
    changes = {"seats": [before, _words(session, SeatQuota.objects.of_areas())]}
    verb = audit_verb("change", TrainingSession)
    remember(verb, session, by=by, at=at, post=post.label, changes=changes)
    return session


@transaction.atomic
def change_seat_quota(
    quota: SeatQuota, seats: Mapping[int, int], *, by: User, at: datetime
) -> SeatQuota:
    """Pass an area's seats on: ``seats`` by school of it. Refused for more than the area has, and
    for fewer than a school has used."""
    session = locked(quota.session)
    details: dict = {}
    with acting("change", quota, by=by, at=at, details=details) as quota:
        if session.state not in OPEN:
            raise Refused("报名已经截止，名额不能再调整。")
        if not quota.unit.is_area:
            raise Refused("学校的名额由县(区)分配。")
        mine = SeatQuota.objects.of_schools().filter(county=quota.unit)
        before = _words(session, mine)
        for unit in Unit.objects.schools().filter(pk__in=seats, area=quota.unit):
            _put(session, unit, seats[unit.pk], at_least=_used(session, unit))
        if (given := _passed_on(session, quota.unit)) > quota.seats:
            raise Refused(f"分给学校的名额合计 {given} 个，超过本县(区)的 {quota.seats} 个。")
        details["seats"] = [before, _words(session, mine)]
    return quota


def has_pool(session: TrainingSession) -> bool:
    """Whether some of the seats that came back are left."""
    return session.recalled_at is not None and seats_given(session) < session.seats


def take_back(session: TrainingSession) -> None:
    """Leave every hand the seats that schools use, and no more. The caller locks."""
    for quota in SeatQuota.objects.of_schools().filter(session=session).with_use():
        SeatQuota.objects.filter(pk=quota.pk).update(seats=quota.used)
    for quota in SeatQuota.objects.of_areas().filter(session=session).select_related("unit"):
        SeatQuota.objects.filter(pk=quota.pk).update(seats=_passed_on(session, quota.unit))


def draw_seat(session: TrainingSession, school: Unit) -> SeatQuota | None:
    """One of the seats that came back, for a school; None when none is left. The caller locks."""
    if not has_pool(session):
        return None
    for unit in (school.area, school):
        quota, _ = SeatQuota.objects.get_or_create(
            session=session, unit=unit, defaults={"seats": 0}
        )
        quota.seats += 1
        quota.save(update_fields=["seats"])
    return quota


def return_seat(quota: SeatQuota) -> None:
    """A seat of a school goes back to the city, for whoever waits longest. The caller locks."""
    area = SeatQuota.objects.get(session=quota.session_id, unit=quota.county_id)
    for row in (quota, area):
        row.refresh_from_db(fields=["seats"])
        row.seats -= 1
        row.save(update_fields=["seats"])


def free_quota(session: TrainingSession, school: Unit) -> SeatQuota | None:
    """The school's quota when a seat of it is free."""
    rows = SeatQuota.objects.filter(session=session, unit=school).with_use()
    quota = rows.first()
    return quota if quota and quota.used < quota.seats else None


def _put(session: TrainingSession, unit: Unit, seats: int, *, at_least: int) -> None:
    if seats < at_least:
        raise Refused(f"{unit.short_name}已用 {at_least} 个名额，不能少于这个数。")
    SeatQuota.objects.update_or_create(
        session=session, unit=unit, defaults={"seats": seats, "county_id": unit.area_id}
    )


def _passed_on(session: TrainingSession, area: Unit) -> int:
    rows = SeatQuota.objects.of_schools().filter(session=session, county=area)
    return rows.aggregate(n=Sum("seats"))["n"] or 0


def _used(session: TrainingSession, school: Unit) -> int:
    quota = SeatQuota.objects.filter(session=session, unit=school).with_use().first()
    return quota.used if quota else 0


def _words(session: TrainingSession, quotas) -> str:
    rows = quotas.filter(session=session, seats__gt=0).select_related("unit")
    return "、".join(f"{row.unit.short_name} {row.seats}" for row in rows)
