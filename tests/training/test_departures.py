"""Who leaves the city's schools or the profession, and comes back: dated, with the reason."""

from datetime import date

import pytest
from django.urls import reverse

from pueredu.audit.models import Entry
from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.notices.models import Message
from tests.support.world import AT, TODAY
from tests.training.conftest import set_figures
from tests.training.sessions import announced, enrol, states
from training import actions, queries
from training.models import Learner, LearnerYear, Placement, TrainingYear

LEFT, BACK = date(2023, 2, 10), date(2023, 5, 20)


@pytest.fixture
def depart(room):
    def departed(code: str = "a1-0", *, by: str = "a_bureau", on=LEFT, why="moved_away", reason=""):
        learner, person = room.learners[code], room.world.person(by)
        return actions.depart_learner(learner, by=person, at=AT, on=on, why=why, reason=reason)

    return departed


@pytest.fixture
def come_back(room):
    def back(learner, *, by: str = "a_bureau", on=BACK, to=None, **words):
        school = room.world.units[to] if to else None
        person = room.world.person(by)
        return actions.resume_learner(learner, by=person, at=AT, on=on, school=school, **words)

    return back


def required(learner):
    """By the database, after the page has said the same."""
    rule = queries.requirement(TrainingYear.objects.get(year=2023), TODAY)
    found = queries.with_totals(Learner.objects.filter(pk=learner.pk), rule).get()
    learner = Learner.objects.get(pk=learner.pk)
    assert queries.year_of_learner(learner, TODAY).required == found.required
    return found.required


def places(learner) -> list[tuple]:
    rows = learner.placements.order_by("since")
    return list(rows.values_list("school__code", "reason", "since", "until"))


def test_who_left_owes_nothing_and_stands_on_no_list(recognised, depart, room):
    learner = depart("a3-0", why="left_education", reason="县委组织部〔2023〕3号")
    rule = queries.requirement(TrainingYear.objects.get(year=2023), TODAY)
    assert required(learner) is None
    assert not queries.shortfalls(Learner.objects.filter(pk=learner.pk), rule).exists()
    roster = queries.roster_of(room.world.units["a2"])
    assert "a3-0" not in {row.code for _, people in roster for row in people}
    period = learner.periods.current().get()
    assert (period.status, period.since) == ("departed", LEFT)
    assert period.reason == "调离教育系统：县委组织部〔2023〕3号"
    assert (learner.entries.count(), learner.years.get().hours) == (1, 3)
    told = Message.objects.filter(kind="LearnerDeparted").values_list(
        "recipient__username", "title"
    )
    title = "教师a3-0的状态：已调出离职（2023-02-10起）"
    assert dict(told) == {"a3_teacher": title, "a2_officer": title}


@pytest.mark.parametrize("verb", ["leave", "retire", "depart"])
def test_who_leaves_gives_back_the_seat_in_a_session_to_come(verb, room):
    session = announced(room)
    for code in ("a1-0", "a1-1"):
        enrol(room, session, code)
    words = {"by": room.world.person("a_bureau"), "at": AT, "on": LEFT}
    words |= {"why": "moved_away"} if verb == "depart" else {}
    getattr(actions, f"{verb}_learner")(room.learners["a1-0"], **words)
    assert states(session) == {"a1-0": "withdrawn", "a1-1": "enrolled"}
    title = "教师a1-0已退出报名：骨干教师培训（第一期）"
    told = Message.objects.filter(kind="EnrolmentWithdrawn", title=title)
    assert sorted(told.values_list("recipient__username", flat=True)) == [
        "a1_head", "a1_officer", "a1_teacher",
    ]  # fmt: skip
    entry = Entry.objects.get(verb="training.enrolment.withdraw")
    assert (entry.actor_id, entry.reason) == (
        None,
        Learner.objects.get(code="a1-0").get_status_display(),
    )


def test_the_seat_goes_to_who_waits_and_one_of_a_session_under_way_stays(room):
    running = announced(room, since=TODAY, enrolment_closes_on=TODAY)
    enrol(room, running, "a2-0")
    later = {"since": date(2023, 7, 20), "until": date(2023, 7, 21)}
    session = announced(room, running.programme, title="第二期", **later)
    for code in ("a2-0", "a2-1"):
        enrol(room, session, code)
    assert states(session) == {"a2-0": "enrolled", "a2-1": "waiting"}
    actions.retire_learner(room.learners["a2-0"], by=None, at=AT, on=LEFT)
    assert states(session) == {"a2-0": "withdrawn", "a2-1": "enrolled"}
    assert states(running) == {"a2-0": "enrolled"}


def test_another_reason_is_written_out(depart):
    with pytest.raises(Incomplete, match="写明"):
        depart(why="other")
    assert depart(why="other", reason="借用期满未归").status == "departed"


def test_the_county_lets_its_own_people_go(depart):
    for key in ("b_bureau", "a1_officer", "a1_teacher", "city_staff"):
        with pytest.raises(NotPermitted):
            depart(by=key)
    assert depart(by="city_training").status == "departed"


def test_who_comes_back_owes_the_months_from_then_on(depart, come_back, room):
    learner = come_back(depart(), to="a2", arrival="recruitment", reason="招引回县")
    assert places(learner) == [
        ("T-a1", "first", date(2021, 9, 1), date(2023, 2, 9)),
        ("T-a2", "recruitment", BACK, None),
    ]
    assert (learner.school, learner.status) == (room.world.units["a2"], "active")
    assert required(learner) == 48
    words = "2023年5月入职，年度 12 个月中计 8 个月"
    terms = queries.year_of_learner(learner, TODAY).terms
    assert words in [row.words for row in terms.grounds]
    set_figures(prorate_mid_year=False)
    assert required(learner) == 72


def test_a_year_before_the_departure_is_owed_whole(depart, come_back):
    days = {"starts_on": date(2022, 1, 1), "ends_on": date(2022, 12, 31)}
    year, _ = TrainingYear.objects.get_or_create(year=2022, defaults=days)
    learner = come_back(depart())
    rule = queries.requirement(year, TODAY)
    assert queries.with_totals(Learner.objects.filter(pk=learner.pk), rule).get().required == 72


def test_who_comes_back_to_the_same_school_has_two_stays_there(depart, come_back):
    learner = come_back(depart())
    assert places(learner) == [
        ("T-a1", "first", date(2021, 9, 1), date(2023, 2, 9)),
        ("T-a1", "returned", BACK, None),
    ]


def test_the_year_goes_along_to_the_new_school(recognised, depart, come_back, room):
    learner = come_back(depart("a3-0"), to="a1")
    assert LearnerYear.objects.get(learner=learner).school == room.world.units["a1"]


def test_back_in_another_county_is_the_citys_word(depart, come_back, room):
    learner = depart()
    with pytest.raises(NotPermitted, match="市级"):
        come_back(learner, to="b1")
    assert come_back(learner, to="b1", by="city_training").county == room.world.units["b"]


def test_a_school_is_chosen_only_by_who_had_left(room, come_back):
    learner = actions.leave_learner(room.learners["a1-0"], by=None, at=AT, on=LEFT)
    with pytest.raises(Refused, match="调动"):
        come_back(learner, to="a2")
    assert Placement.objects.filter(learner=learner).count() == 1


def test_a_second_record_of_who_came_back_keeps_the_months_away(depart, room):
    old, kept = depart(), room.learners["a2-0"]
    Placement.objects.filter(learner=kept).update(since=BACK)
    by = room.world.person("a_bureau")
    Learner.objects.filter(pk=old.pk).update(user=None)
    old.refresh_from_db()
    actions.merge_learner(old, into=kept, by=by, at=AT, reason="返回后重新登记")
    assert [(since, until) for _, _, since, until in places(kept)] == [
        (date(2021, 9, 1), date(2023, 2, 9)),
        (BACK, None),
    ]
    assert required(kept) == 48


def test_the_county_does_both_on_pages(room, sign_in):
    learner, client = room.learners["a1-0"], sign_in("a_bureau")
    address = reverse("training:learner-depart", args=[learner.pk])
    assert address in client.get(learner.get_absolute_url()).content.decode()
    assert client.post(address, {"on": "2023-02-10", "why": ""}).status_code == 422
    data = {"on": "2023-02-10", "why": "resigned", "reason": "县教体局〔2023〕4号"}
    page = client.post(address, data, follow=True).content.decode()
    for words in ("已调出离职", "辞职或解聘：县教体局〔2023〕4号"):
        assert words in page
    assert sign_in("a1_officer").get(address).status_code == 403
    address = reverse("training:learner-resume", args=[learner.pk])
    page = client.get(address).content.decode()
    assert "回到的单位" in page
    assert "离岗的批准单位" not in page
    back = {"on": "2023-05-20", "arrival": "recruitment", "school": "T-a2"}
    page = client.post(address, back, follow=True).content.decode()
    assert "人才招引" in page
    learner.refresh_from_db()
    assert learner.school == room.world.units["a2"]


def test_the_list_of_a_school_says_who_left(depart, sign_in):
    depart()
    page = sign_in("a1_head").get(reverse("training:learner-list"))
    (line,) = [row for row in page.context["table"].rows if row["cells"][0]["value"] == "教师a1-0"]
    assert line["cells"][4]["value"] == "已调出离职"
