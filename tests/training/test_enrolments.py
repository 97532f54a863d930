"""Names come up: proposed, ranked, selected; who hears of it, and what is owed."""

from datetime import date

import pytest
from django.urls import reverse

from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.notices.actions import tick
from pueredu.notices.models import Message
from tests.support.world import AT, TODAY
from tests.training.sessions import (
    CLOSES,
    announced,
    drafted,
    enrol,
    programme,
    states,
)
from tests.training.test_notices import at
from tests.training.test_views import text
from training import actions, queries
from training.models import Learner, SeatQuota, TrainingSession


def told(room, key: str) -> list[str]:
    rows = Message.objects.filter(recipient=room.world.people[key]).order_by("id")
    return list(rows.values_list("kind", flat=True))


def owed(room, key: str, today=TODAY) -> list[str]:
    return [row.title for row in queries.owed(room.world.person(key), today)]


def page(name: str, record) -> str:
    return reverse(f"training:{name}", args=[record.pk])


def heads_of(room) -> None:
    Learner.objects.filter(code__in=["a1-0", "a1-1", "a2-0"]).update(kind="school_head")


def test_principals_are_proposed_ranked_and_selected(room):
    heads_of(room)
    session = announced(room, programme(room, audience="principal", is_selective=True), seats=5)
    rows = [enrol(room, session, code) for code in ("a1-0", "a1-1", "a2-0")]
    assert set(states(session).values()) == {"nominated"}
    assert "3 名推荐人选待排序" in owed(room, "a_bureau")
    bureau, city = room.world.person("a_bureau"), room.world.person("city_training")
    ranks = {row.pk: n for n, row in enumerate(rows, 1)}
    assert actions.rank_enrolments(rows, ranks, by=bureau, at=AT) == 3
    assert not [title for title in owed(room, "a_bureau") if "排序" in title]
    TrainingSession.objects.filter(pk=session.pk).update(seats=2)
    rows = list(session.enrolments.all())
    with pytest.raises(Refused, match="本班名额已满"):
        actions.select_enrolments(rows, by=city, at=AT)
    assert actions.select_enrolments(rows[:2], by=city, at=AT) == 2
    assert states(session) == {"a1-0": "enrolled", "a1-1": "enrolled", "a2-0": "nominated"}
    assert told(room, "a1_teacher") == ["EnrolmentAccepted"]
    with pytest.raises(NotPermitted):
        actions.select_enrolment(rows[2], by=bureau, at=AT)


def test_a_full_school_proposes_nobody_more(room):
    heads_of(room)
    Learner.objects.filter(code="a2-1").update(kind="school_head")
    session = announced(room, programme(room, audience="principal", is_selective=True))
    enrol(room, session, "a2-0")
    with pytest.raises(Refused, match="推荐名额已满"):
        enrol(room, session, "a2-1")


def test_everybody_enrolled_hears_of_another_date_and_of_the_end(room):
    session = announced(room)
    enrol(room, session, "a1-0")
    city = room.world.person("city_training")
    session = actions.change_training_session(session, {"seats": 11}, by=city, at=AT)
    assert "SessionChanged" not in told(room, "a1_teacher")
    session = actions.change_training_session(session, {"place": "思茅一中"}, by=city, at=AT)
    with pytest.raises(Incomplete, match="取消原因"):
        actions.cancel_training_session(session, by=city, at=AT, reason=" ")
    actions.cancel_training_session(session, by=city, at=AT, reason="场地原因")
    assert told(room, "a1_teacher") == ["EnrolmentAdded", "SessionChanged", "SessionCancelled"]
    assert told(room, "a1_officer")[-2:] == ["SessionChanged", "SessionCancelled"]
    assert told(room, "b1_officer") == []
    assert told(room, "a_bureau") == ["SessionAnnounced"]


def test_names_and_seats_lead_on_only_while_they_can_change(room, sign_in):
    session = announced(room)
    ways = [
        page("enrolment-withdraw", enrol(room, session, "a1-0")),
        page("seat-quota-change", SeatQuota.objects.get(unit=room.world.units["a"])),
    ]
    client, city = sign_in("city_training"), room.world.person("city_training")

    def offered() -> list[bool]:
        said = text(client.get(session.get_absolute_url()))
        return [way in said for way in ways]

    assert offered() == [True, True]
    session = actions.close_training_session(session, by=city, at=AT)
    assert offered() == [True, False]
    actions.cancel_training_session(session, by=city, at=AT, reason="场地原因")
    assert offered() == [False, False]


def test_a_county_finds_the_distribution_of_its_seats_beside_the_session(room, sign_in):
    session = announced(room)
    quota = SeatQuota.objects.get(unit=room.world.units["a"])
    found = sign_in("a_bureau").get(session.get_absolute_url()).context["actions"]
    assert (found[0]["label"], found[0]["url"]) == (
        "分配名额到学校", page("seat-quota-change", quota),
    )  # fmt: skip
    for key in ("city_training", "a1_officer"):
        rows = sign_in(key).get(session.get_absolute_url()).context["actions"]
        assert "分配名额到学校" not in [row["label"] for row in rows]


def test_what_is_owed_is_said_and_reminded(room):
    session = announced(room)
    name = "骨干教师培训（第一期）"
    assert owed(room, "a_bureau") == owed(room, "b_bureau") == [f"培训名额待分到学校：{name}"]
    assert owed(room, "a1_officer") == [f"培训名额待报名：{name}"]
    assert owed(room, "city_training") == []
    assert owed(room, "city_training", date(2023, 6, 22)) == [
        f"班次已结束，待签到、确认结班：{name}"
    ]
    for code in ("a1-0", "a1-1"):
        enrol(room, session, code)
    assert owed(room, "a1_officer") == []
    for day in (at(6, 1), at(6, 9), at(6, 28)):
        tick(at=day)
    assert "QuotaDue" in told(room, "a_bureau")
    assert "NominationDue" in told(room, "a2_officer")
    assert "SessionConfirmationDue" in told(room, "city_training")


def test_the_whole_way_on_the_screen(room, sign_in):
    session = drafted(room)
    city, bureau, school = sign_in("city_training"), sign_in("a_bureau"), sign_in("a1_officer")
    units = room.world.units
    assert "还没有给任何县(区)分配名额" in text(city.get(session.get_absolute_url()))
    given = {f"n-{units[key].pk}": n for key, n in {"a": 3, "b": 0, "city": 0}.items()}
    assert "名额已分配" in text(
        city.post(page("training-session-quotas", session), given, follow=True)
    )
    assert "还没有给任何" not in text(city.get(session.get_absolute_url()))
    city.post(page("training-session-announce", session))
    quota = SeatQuota.objects.get(unit=units["a"])
    passed = {f"n-{units[key].pk}": n for key, n in {"a1": 1, "a2": 0}.items()}
    assert "已分到学校" in text(bureau.post(page("seat-quota-change", quota), passed, follow=True))
    people = {"present": [room.learners[f"a1-{n}"].pk for n in range(2)]}
    said = text(school.post(page("enrolment-add", session), people, follow=True))
    assert "已录取 1 人。候补：教师a1-1。" in said
    assert "教师a1-0" not in text(sign_in("b1_officer").get(session.get_absolute_url()))
    assert "教师a1-0" in text(sign_in("a1_teacher").get(session.get_absolute_url()))
    chosen = {"present": [room.learners["a1-1"].pk]}
    assert "名额已满" in text(city.post(page("enrolment-select", session), chosen))


def test_the_page_offers_whom_the_programme_takes(room, sign_in):
    Learner.objects.filter(code="a1-0").update(kind="school_head", stage="primary")
    Learner.objects.filter(code="a1-1").update(kind="school_head", stage="senior")
    of = programme(room, audience="principal", stage="primary")
    offered = page("enrolment-add", announced(room, of=of))
    form = sign_in("a1_officer").get(offered).context["form"]
    assert [row.code for _, rows in form.roster for row in rows] == ["a1-0"]
    said = text(sign_in("a2_officer").get(offered))
    assert "本单位没有这个班次的培训对象" in said


def test_pages_cost_the_same_for_one_and_for_three(room, sign_in, django_assert_num_queries):
    session = announced(room)
    enrol(room, session, "a1-0")
    pages = (
        ("a_bureau", reverse("training:training-session-list"), 6),
        ("a_bureau", reverse("training:programme-list"), 6),
        ("a_bureau", session.get_absolute_url(), 8),
        ("city_training", session.programme.get_absolute_url(), 8),
        ("a1_officer", page("enrolment-add", session), 10),
        ("a_bureau", page("seat-quota-change", SeatQuota.objects.get(unit=room.world.units["a"])), 8),
        ("city_training", page("enrolment-select", session), 7),
    )  # fmt: skip
    clients = {key: sign_in(key) for key, *_ in pages}
    for key, address, _ in pages:
        clients[key].get(address)
    for count in (1, 3):
        for key, address, wanted in pages:
            with django_assert_num_queries(wanted):
                clients[key].get(address)
        if count == 1:
            enrol(room, session, "a1-1")
            enrol(room, session, "a2-0")
            drafted(room, session.programme, title="第二期")
    assert session.enrolment_closes_on == CLOSES
