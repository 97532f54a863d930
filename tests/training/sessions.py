"""A programme with one announced session and seats, for the tests of programmes."""

from datetime import date

from tests.support.world import AT
from training import actions, queries
from training.models import (
    Direction,
    Enrolment,
    Learner,
    Programme,
    SeatQuota,
    TrainingSession,
    TrainingYear,
)

SINCE, UNTIL, CLOSES = date(2023, 6, 20), date(2023, 6, 21), date(2023, 6, 15)


def programme(room, **changes) -> Programme:
    words = {
        "title": "骨干教师培训", "year": TrainingYear.objects.get(year=2023),
        "audience": "teacher", "budget": 30000,
    }  # fmt: skip
    by = room.world.person("city_training")
    return actions.add_programme(Programme(**{**words, **changes}), by=by, at=AT)


def drafted(room, of: Programme | None = None, **changes) -> TrainingSession:
    words = {
        "programme": of or programme(room), "title": "第一期", "since": SINCE, "until": UNTIL,
        "direction": Direction.objects.get(code="ability"), "place": "市教师发展中心",
        "hours_per_day": 6, "seats": 10, "enrolment_closes_on": CLOSES,
    }  # fmt: skip
    by = room.world.person("city_training")
    return actions.add_training_session(TrainingSession(**{**words, **changes}), by=by, at=AT)


def give(room, session, **seats) -> None:
    """``give(room, session, a=4, b=2)``: seats of the city to areas."""
    given = {room.world.units[key].pk: number for key, number in seats.items()}
    actions.give_seats(session, given, by=room.world.person("city_training"), at=AT)


def pass_on(room, session, area: str, by: str, **seats) -> SeatQuota:
    quota = SeatQuota.objects.get(session=session, unit=room.world.units[area])
    given = {room.world.units[key].pk: number for key, number in seats.items()}
    return actions.change_seat_quota(quota, given, by=room.world.person(by), at=AT)


def announced(room, of: Programme | None = None, **changes) -> TrainingSession:
    """Two seats for school a1 and one for a2, of four of county a; one for b; the rest is left."""
    session = drafted(room, of, **changes)
    give(room, session, a=4, b=1)
    session = actions.announce_training_session(
        session, by=room.world.person("city_training"), at=AT
    )
    pass_on(room, session, "a", "a_bureau", a1=2, a2=1)
    return session


def enrol(room, session, code: str, *, filer: str = "", at=AT) -> Enrolment:
    """By the officer of the learner's school."""
    filer = filer or {"a3": "a2"}.get(code[:2], code[:2])
    row = Enrolment(
        session=session, learner=Learner.objects.get(code=code), filer=room.world.units[filer]
    )
    return actions.add_enrolment(row, by=room.world.person(f"{filer}_officer"), at=at)


def withdraw(room, row: Enrolment, by: str) -> Enrolment:
    row = Enrolment.objects.get(pk=row.pk)
    return actions.withdraw_enrolment(row, by=room.world.person(by), at=AT, reason="工作冲突")


def roll(room, session, absent: dict | None = None, *, at) -> None:
    """Call every slot: ``absent`` has the codes of those away by the slot's key."""
    for slot in queries.slots_of(session):
        away = (absent or {}).get(slot.key, ())
        rows = session.enrolments.exclude(learner__code__in=away)
        present = rows.values_list("learner", flat=True)
        actions.call_roll(session, slot, present, by=room.world.person("city_staff"), at=at)


def confirm(room, session, *, at) -> TrainingSession:
    city = room.world.person("city_training")
    session = TrainingSession.objects.get(pk=session.pk)
    if session.state == "announced":
        session = actions.close_training_session(session, by=city, at=at)
    return actions.confirm_training_session(session, by=city, at=at)


def states(session) -> dict[str, str]:
    return dict(session.enrolments.values_list("learner__code", "state"))
