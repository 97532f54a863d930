"""The roll of a session: untick the absent; hours follow in proportion, without a second entry."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from pueredu.kit.errors import NotPermitted, Refused
from pueredu.notices.models import Message
from tests.support.world import TODAY
from tests.training.conftest import activity, set_figures
from tests.training.sessions import SINCE, announced, confirm, enrol, programme, roll
from tests.training.test_notices import at
from tests.training.test_shortfalls import LIST
from tests.training.test_views import text
from training import actions, queries
from training.models import Direction, HoursBatch, HoursClaim, RollCall

OVER = at(6, 21)


def hours_of(code: str) -> list[Decimal]:
    rows = HoursClaim.objects.counting().filter(learner__code=code)
    return list(rows.order_by("held_on").values_list("hours", flat=True))


@pytest.fixture
def session(room):
    """Three enrolled of county a, one of b."""
    session = announced(room, seats=10)
    for code in ("a1-0", "a1-1", "a2-0"):
        enrol(room, session, code)
    actions.recall_training_session(session, by=room.world.person("city_training"), at=at(6, 1))
    enrol(room, session, "b1-0")
    return session


def test_hours_come_in_proportion_and_arrive_in_the_year(room, session):
    """Of five half-days one is a fifth, which voids; of four one is more: so three days here."""
    session = actions.change_training_session(
        session, {"until": at(6, 22).date()}, by=room.world.person("city_training"), at=at(6, 1)
    )
    absent = {"2023-06-20am": ["a1-0", "a1-1"], "2023-06-22pm": ["a1-1"]}
    roll(room, session, absent, at=at(6, 22))
    confirm(room, session, at=at(6, 22))
    assert hours_of("a1-0") == [3, 6, 6]
    assert hours_of("a2-0") == hours_of("b1-0") == [6, 6, 6]
    assert hours_of("a1-1") == []
    lost = HoursClaim.objects.filter(learner__code="a1-1")
    assert {row.void_reason for row in lost} == {"缺勤 2/6，达到规定比例，不予认定"}
    batches = HoursBatch.objects.filter(source="session")
    assert sorted(batches.values_list("county__code", "state", "claim_count")) == [
        ("T-a", "filed", 6), ("T-b", "filed", 3),
    ]  # fmt: skip
    year = queries.year_of_learner(room.learners["a1-0"], TODAY)
    assert year.waiting == 15
    batch = batches.get(county__code="T-a")
    assert str(batch.handler) == room.world.units["city-education_bureau"].short_name
    actions.verify_hours_batch(batch, by=room.world.person("a_bureau"), at=at(6, 23))


def test_pulling_twice_does_nothing_more(room, session):
    roll(room, session, at=OVER)
    confirm(room, session, at=OVER)
    before = HoursClaim.objects.count()
    pulled = actions.pull_attendances(by=None, at=OVER)
    assert (pulled.claims, HoursClaim.objects.count()) == (0, before)


def test_the_same_event_from_a_school_s_list_is_one(room, session, enter):
    what = activity(str(session), form="face_to_face", level="city", held_on=SINCE, hours=6)
    actions.enter_activity(
        room.world.units["a1"], what, [room.learners["a1-0"]],
        by=room.world.person("a1_officer"), at=OVER,
    )  # fmt: skip
    roll(room, session, at=OVER)
    confirm(room, session, at=OVER)
    assert hours_of("a1-0") == [6, 6]
    assert HoursClaim.objects.filter(learner__code="a1-0", is_void=True).count() == 1


def test_the_fraction_that_voids_is_a_figure(room, session):
    set_figures(absence_void_fraction=[1, 2])
    roll(room, session, {"2023-06-20am": ["a1-0"]}, at=OVER)
    confirm(room, session, at=OVER)
    assert hours_of("a1-0") == [3, 6]


def test_a_roll_is_called_in_its_time_and_may_be_corrected(room, session):
    first, *_, last = queries.slots_of(session)
    staff, everybody = room.world.person("city_staff"), []
    with pytest.raises(Refused, match="还没有到这一天"):
        actions.call_roll(session, last, everybody, by=staff, at=at(6, 20))
    with pytest.raises(NotPermitted):
        actions.call_roll(session, first, everybody, by=room.world.person("a_bureau"), at=OVER)
    actions.call_roll(session, first, everybody, by=staff, at=OVER)
    roll(room, session, at=OVER)
    assert RollCall.objects.filter(absent__isnull=False).count() == 0
    session = confirm(room, session, at=OVER)
    with pytest.raises(Refused, match="现在不能签到"):
        actions.call_roll(session, first, everybody, by=staff, at=OVER)
    one = RollCall.objects.first()
    one.pk = None
    with pytest.raises(IntegrityError, match="roll_once"), transaction.atomic():
        one.save(force_insert=True)


def test_on_the_phone_everybody_is_ticked(room, session, sign_in, clock):
    clock.move_to(OVER)
    client, address = (
        sign_in("city_training"),
        reverse("training:training-session-roll", args=[session.pk]),
    )
    clock.move_to(OVER)
    assert text(client.get(address)).count("教师a") == 3
    there = [room.learners[code].pk for code in ("a1-1", "a2-0", "b1-0")]
    assert "6月20日上午已签到，缺勤 1 人" in text(
        client.post(address, {"present": there}, follow=True)
    )
    again = client.get(address, {"slot": "2023-06-20am"}).content.decode()
    assert again.count("checked") == 3


def test_open_sessions_that_fit_the_gap_stand_on_the_page_of_the_year(room, session, sign_in):
    fits = text(sign_in("a1_teacher").get(reverse("training:my-hours")))
    assert ("能补差距的班次" in fits, str(session) in fits) == (True, True)
    assert str(session) in text(sign_in("a_bureau").get(LIST))
    kinder = announced(room, programme(room, title="幼师", stage="kindergarten"))
    full = announced(
        room, programme(room, title="已满"), direction=Direction.objects.get(code="ethics"), seats=5
    )
    type(full).objects.filter(pk=full.pk).update(state="closed")
    said = text(sign_in("a1_teacher").get(reverse("training:my-hours")))
    assert (str(kinder) in said, str(full) in said) == (False, False)


def away_all_the_time(session, *codes) -> dict:
    return {slot.key: codes for slot in queries.slots_of(session)}


def told(kind: str) -> dict[str, str]:
    rows = Message.objects.filter(kind=kind)
    return dict(rows.values_list("recipient__username", "title"))


def test_a_county_without_hours_hears_of_it_and_owes_nothing(room, session):
    roll(room, session, away_all_the_time(session, "b1-0", "a1-0"), at=OVER)
    confirm(room, session, at=OVER)
    batches = HoursBatch.objects.filter(source="session")
    assert list(batches.values_list("county__code", flat=True)) == ["T-a"]
    assert told("SessionMissedByCounty") == {
        "b_bureau": f"已结班，本县(区)报名的人员都没有可计入的学时，不需审核：{session}"
    }
    assert [row.title for row in queries.owed(room.world.person("b_bureau"), TODAY)] == []
    own = f"已结班，您或您单位的人员没有可计入的学时：{session}"
    keys = ("a1_teacher", "a1_head", "a1_officer", "b1_teacher", "b1_head", "b1_officer")
    assert told("SessionMissed") == dict.fromkeys(keys, own)


def test_nobody_hears_of_hours_that_are_there(room, session):
    roll(room, session, at=OVER)
    confirm(room, session, at=OVER)
    assert told("SessionMissed") == told("SessionMissedByCounty") == {}


def test_the_page_says_who_was_there_once_it_is_confirmed(
    room, session, sign_in, django_assert_num_queries
):
    absent = {**away_all_the_time(session, "b1-0"), "2023-06-20am": ["b1-0", "a1-0"]}
    roll(room, session, absent, at=OVER)
    address = session.get_absolute_url()
    assert "参加情况" not in text(sign_in("a_bureau").get(address))
    confirm(room, session, at=OVER)
    assert "缺勤 4/4，达到规定比例，不予认定" in text(sign_in("b1_teacher").get(address))
    client = sign_in("a_bureau")
    client.get(address)
    with django_assert_num_queries(12):
        found = client.get(address).context["enrolments"].rows
    shown = {row["cells"][0]["value"]: row["cells"][5]["value"] for row in found}
    assert shown == {
        "教师a1-0": "缺勤 1/4，达到规定比例，不予认定",
        "教师a1-1": "12 学时",
        "教师a2-0": "12 学时",
    }
