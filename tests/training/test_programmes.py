"""Seats go down to schools and come back; names come up; nobody gets a seat that is not there."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from pueredu.kit.errors import Incomplete, NotPermitted, Refused, WrongState
from pueredu.notices.models import Message
from tests.support.world import AT, TODAY
from tests.training.sessions import (
    announced,
    confirm,
    drafted,
    enrol,
    give,
    pass_on,
    programme,
    roll,
    states,
    withdraw,
)
from tests.training.test_notices import at
from training import actions, queries
from training.models import Enrolment, SeatQuota, TrainingSession, TrainingYear


def told(room, key: str) -> list[str]:
    rows = Message.objects.filter(recipient=room.world.people[key]).order_by("id")
    return list(rows.values_list("kind", flat=True))


def owed(room, key: str, today=TODAY) -> list[str]:
    return [row.title for row in queries.owed(room.world.person(key), today)]


def page(name: str, record) -> str:
    return reverse(f"training:{name}", args=[record.pk])


def seats_of(session) -> dict[str, int]:
    return dict(session.quotas.values_list("unit__code", "seats"))


def test_a_new_programme_is_offered_for_the_year_under_way_first(room, sign_in):
    for year in (2024, 2025):
        TrainingYear.objects.get_or_create(
            year=year, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31)
        )
    form = sign_in("city_training").get(reverse("training:programme-add")).context["form"]
    assert next(label for _, label in form.fields["year"].choices) == "2023年度"


def test_no_more_is_given_than_there_is_at_any_tier(room):
    session = announced(room)
    with pytest.raises(Refused, match="合计 12 个，超过本班 10 个"):
        give(room, session, a=4, b=8)
    with pytest.raises(Refused, match="合计 5 个，超过本县"):
        pass_on(room, session, "a", "a_bureau", a1=4)
    with pytest.raises(Refused, match="已用 3 个名额"):
        give(room, session, a=2)
    enrol(room, session, "a1-0")
    with pytest.raises(Refused, match="已用 1 个名额"):
        pass_on(room, session, "a", "a_bureau", a1=0)
    assert seats_of(session) == {"T-a": 4, "T-b": 1, "T-a1": 2, "T-a2": 1}


def test_the_longest_names_hinder_no_announcement(room):
    announced(room, programme(room, title="项目" * 60), title="班次" * 30)
    heading = Message.objects.filter(kind="SessionAnnounced").first().title
    assert heading.startswith("培训班次开始报名，请分配名额：项目")
    assert heading.endswith("…")


def test_each_gives_only_the_own_seats(room):
    session = announced(room)
    for key in ("b_bureau", "a1_officer", "city_staff"):
        with pytest.raises(NotPermitted):
            pass_on(room, session, "a", key, a1=1)
        with pytest.raises(NotPermitted):
            actions.give_seats(session, {}, by=room.world.person(key), at=AT)
    pass_on(room, session, "a", "a_bureau", b1=1)
    assert "T-b1" not in seats_of(session)
    school = SeatQuota.objects.get(session=session, unit=room.world.units["a1"])
    with pytest.raises(Refused, match="由县"):
        actions.change_seat_quota(school, {}, by=room.world.person("a_bureau"), at=AT)


def test_a_school_enrols_waits_and_moves_up_in_order(room):
    session = announced(room)
    first = enrol(room, session, "a2-0")
    enrol(room, session, "a3-0")
    enrol(room, session, "a2-1")
    assert states(session) == {"a2-0": "enrolled", "a3-0": "waiting", "a2-1": "waiting"}
    withdraw(room, first, "a2_officer")
    assert states(session) == {"a2-0": "withdrawn", "a3-0": "enrolled", "a2-1": "waiting"}
    assert told(room, "a3_teacher") == ["EnrolmentAccepted"]
    enrol(room, session, "a2-0")


def test_what_does_not_fit_is_refused_with_a_sentence(room):
    session = announced(room)
    enrol(room, session, "a1-0")
    other = announced(room, programme(room, title="另一项目"))
    with pytest.raises(Refused, match="同一时间已报名"):
        enrol(room, other, "a1-0")
    with pytest.raises(Refused, match="已经报名这个班次"):
        enrol(room, session, "a1-0")
    heads = announced(room, programme(room, title="校长培训", audience="principal"))
    with pytest.raises(Refused, match="不属于本班的培训对象"):
        enrol(room, heads, "a1-1")
    with pytest.raises(Refused, match="现在不能报名"):
        enrol(room, session, "a1-1", at=AT + timedelta(days=40))
    with pytest.raises(Refused, match="认定规则中没有"):
        programme(room, title="无规则", form="online", level="school")


def test_unused_seats_come_back_once_and_go_to_who_waits_longest(room):
    session = announced(room)
    enrol(room, session, "a2-0")
    enrol(room, session, "b1-0")
    enrol(room, session, "a2-1")
    assert (session.recall_on, states(session)["b1-0"]) == (date(2023, 6, 12), "waiting")
    day = at(6, 12)
    assert actions.turn_sessions(at=day) == 1
    assert states(session) == dict.fromkeys(("a2-0", "b1-0", "a2-1"), "enrolled")
    taken = {"T-a": 2, "T-b": 1, "T-a1": 0, "T-a2": 2, "T-b1": 1}
    assert seats_of(session) == taken
    assert actions.turn_sessions(at=day) == 0
    session = TrainingSession.objects.get(pk=session.pk)
    actions.recall_training_session(session, by=room.world.person("city_training"), at=day)
    assert seats_of(session) == taken
    enrol(room, session, "c1-0")
    assert states(session)["c1-0"] == "enrolled"
    assert actions.turn_sessions(at=at(6, 16)) == 1
    assert TrainingSession.objects.get().state == "closed"


def test_after_the_recall_a_freed_seat_goes_to_another_school(room):
    session = announced(room, seats=5)
    held = enrol(room, session, "a2-0")
    for code in ("a1-0", "a1-1"):
        enrol(room, session, code)
    actions.turn_sessions(at=at(6, 12))
    for code in ("b1-0", "b1-1", "c1-0"):
        enrol(room, session, code)
    assert states(session)["c1-0"] == "waiting"
    withdraw(room, held, "a2_officer")
    assert states(session)["c1-0"] == "enrolled"
    assert sum(q.seats for q in SeatQuota.objects.of_areas().filter(session=session)) == 5


def test_a_session_begins_with_seats_and_ends_after_its_last_day(room):
    session, city = drafted(room), room.world.person("city_training")
    with pytest.raises(Incomplete, match="还没有给任何县"):
        actions.announce_training_session(session, by=city, at=AT)
    session = announced(room, programme(room, title="其二"))
    session = actions.close_training_session(session, by=city, at=AT)
    with pytest.raises(Refused, match="还没有到结班日期"):
        actions.confirm_training_session(session, by=city, at=AT)
    with pytest.raises(Incomplete, match="还有 4 次没有签到：6月20日上午、6月20日下午"):
        confirm(room, session, at=at(6, 21))
    roll(room, session, at=at(6, 21))
    done = confirm(room, session, at=at(6, 21))
    with pytest.raises(Refused, match="已经结束"):
        actions.change_training_session(done, {"seats": 11}, by=city, at=AT)
    with pytest.raises(WrongState):
        actions.cancel_training_session(done, by=city, at=AT, reason="晚了")


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"until": date(2023, 6, 1)}, "session_dates_in_order"),
        ({"enrolment_closes_on": date(2023, 6, 30)}, "session_dates_in_order"),
        ({"seats": 0}, "session_has_seats"),
        ({"hours_per_day": 0}, "session_hours_in_range"),
        ({"state": "held"}, "session_confirmed_when"),
        ({"state": "cancelled"}, "session_cancel_has_reason"),
    ],
)
def test_the_database_refuses_an_impossible_session(room, columns, name):
    session = drafted(room)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        TrainingSession.objects.filter(pk=session.pk).update(**columns)


def test_the_database_keeps_programmes_seats_and_names_apart(room):
    session = announced(room)
    row = enrol(room, session, "a1-0")
    with pytest.raises(Refused, match="已有同名的培训项目"):
        programme(room)
    with pytest.raises(Refused, match="已有同名的班次"):
        drafted(room, session.programme)
    with pytest.raises(IntegrityError, match="programme_budget"), transaction.atomic():
        type(session.programme).objects.update(budget=-1)
    with pytest.raises(IntegrityError, match="seat_quota_once"), transaction.atomic():
        SeatQuota.objects.create(session=session, unit=room.world.units["a"], seats=1)
    with pytest.raises(IntegrityError, match="enrolment_holds_a_seat"), transaction.atomic():
        Enrolment.objects.filter(pk=row.pk).update(quota=None)
