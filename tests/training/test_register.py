"""Who moves, who leaves and comes back: dated, told, and the past stays where it was."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from pueredu.audit.models import Entry
from pueredu.kit.errors import NotPermitted, Refused, WrongState
from pueredu.notices.models import Message
from tests.support.world import AT, TODAY
from tests.training.conftest import activity
from training import actions, queries
from training.models import (
    HoursClaim,
    Learner,
    LearnerYear,
    LedgerEntry,
    Placement,
    SchoolTotal,
    StatusPeriod,
)


@pytest.fixture
def move(room):
    def moved(code: str, to: str, *, by: str = "a_bureau", since=TODAY, reason="rotation"):
        learner = room.learners[code]
        learner.refresh_from_db()
        words = {"school": room.world.units[to], "reason": reason, "since": since}
        return actions.transfer_learner(learner, by=room.world.person(by), at=AT, **words)

    return moved


def on_roster(room, school: str) -> set[str]:
    parts = queries.roster_of(room.world.units[school])
    return {learner.code for _, people in parts for learner in people}


def told(kind: str) -> dict[str, str]:
    rows = Message.objects.filter(kind=kind)
    return dict(rows.values_list("recipient__username", "title"))


def test_the_past_stays_with_the_old_school_and_the_year_goes_along(recognised, enter, room, move):
    draft = enter("a2", "a2_officer", what=activity("待申报的"))
    kept = (LedgerEntry, HoursClaim, SchoolTotal)
    before = [list(model.objects.order_by("pk").values()) for model in kept]
    move("a3-0", "a1")
    assert [list(model.objects.order_by("pk").values()) for model in kept] == before
    total = LearnerYear.objects.get(learner=room.learners["a3-0"])
    assert (total.school.code, total.hours) == ("T-a1", Decimal(3))
    assert draft.claims.filter(learner=room.learners["a3-0"]).exists()
    assert "a3-0" in on_roster(room, "a1") - on_roster(room, "a2")
    call_command("reconcile_hours")


def test_the_person_and_both_schools_are_told(room, move):
    move("a3-0", "a1")
    title = f"教师a3-0调到{room.world.units['a1'].short_name}（交流轮岗，2023-05-25起）"
    assert told("LearnerTransferred") == dict.fromkeys(
        ("a3_teacher", "a1_head", "a1_officer"), title
    )
    assert told("LearnerMovedAway") == {"a2_officer": title}
    link = Message.objects.get(kind="LearnerMovedAway").url
    assert link == reverse("training:learner-list")
    entry = Entry.objects.get(verb="training.learner.transfer")
    assert (entry.reason, "school" in entry.changes) == ("交流轮岗", True)


def test_what_cannot_be_is_a_sentence(room, move):
    for words, sentence in (
        ({"to": "a3"}, "相同"),
        ({"to": "a1", "since": date(2021, 9, 1)}, "晚于现任教单位的起始日期（2021-09-01）"),
        ({"to": "a1", "since": date(2023, 5, 26)}, "还没有到"),
    ):
        with pytest.raises(Refused, match=sentence):
            move("a3-0", **words)
    with pytest.raises(NotPermitted, match="市级"):
        move("a3-0", "b1")
    for key in ("b_bureau", "a2_officer", "a3_teacher", "city_staff"):
        with pytest.raises(NotPermitted):
            move("a3-0", "a1", by=key)
    actions.retire_learner(room.learners["a3-0"], by=None, at=AT, on=TODAY)
    with pytest.raises(WrongState, match="已退休"):
        move("a3-0", "a1")
    assert Placement.objects.count() == len(room.learners)


def test_the_training_section_moves_across_counties(move):
    assert move("a3-0", "b1", by="city_training", reason="secondment").county.code == "T-b"


def test_the_county_moves_somebody_on_the_page(room, sign_in):
    learner, client = room.learners["a1-0"], sign_in("a_bureau")
    address = reverse("training:learner-transfer", args=[learner.pk])
    assert address in client.get(learner.get_absolute_url()).content.decode()
    page = client.get(address).content.decode()
    assert room.world.units["a2"].name in page
    assert room.world.units["b1"].name not in page
    data = {"school": room.world.units["a2"].name, "since": "2023-05-22", "reason": "city_managed"}
    page = client.post(address, data, follow=True).content.decode()
    for words in ("市管校聘", "首次登记", "在岗", "至今"):
        assert words in page
    assert client.post(address, data).status_code == 422
    other = room.world.units["b1"].name
    assert client.post(address, {**data, "school": other}).status_code == 422
    learner.refresh_from_db()
    assert learner.school == room.world.units["a2"]


def test_a_status_has_its_days_and_nothing_is_lost(recognised, room):
    learner, by = room.learners["a3-0"], room.world.person("a_bureau")
    words = {"by": by, "at": AT}
    learner = actions.leave_learner(learner, on=date(2023, 3, 10), reason="产假", **words)
    assert "a3-0" not in on_roster(room, "a2")
    learner = actions.resume_learner(
        learner, on=date(2023, 5, 1), authority="县教体局〔2023〕9号",
        decided_on=date(2023, 3, 1), **words,
    )  # fmt: skip
    leave = learner.adjustments.get()
    assert (leave.reason, leave.since, leave.until) == (
        "leave", date(2023, 3, 1), date(2023, 4, 30),
    )  # fmt: skip
    actions.retire_learner(learner, on=TODAY, **words)
    rows = StatusPeriod.objects.filter(learner=learner).order_by("since")
    assert [(row.status, row.since, row.until) for row in rows] == [
        ("active", date(2021, 9, 1), date(2023, 3, 9)),
        ("leave", date(2023, 3, 10), date(2023, 4, 30)),
        ("active", date(2023, 5, 1), date(2023, 5, 24)),
        ("retired", TODAY, None),
    ]
    assert (learner.entries.count(), learner.years.get().hours) == (1, 3)
    assert set(told("LearnerRetired")) == {"a3_teacher", "a2_officer"}
    assert set(told("LearnerOnLeave")) == set(told("LearnerResumed")) == set(told("LearnerRetired"))
    call_command("reconcile_hours")


def test_a_status_begins_after_the_one_before_and_not_tomorrow(room):
    words = {"by": room.world.person("a_bureau"), "at": AT}
    for on, sentence in ((date(2021, 9, 1), "晚于“在岗”"), (date(2023, 5, 26), "还没有到")):
        with pytest.raises(Refused, match=sentence):
            actions.retire_learner(room.learners["a1-0"], on=on, **words)
    assert StatusPeriod.objects.count() == len(room.learners)


def test_hours_of_a_day_at_another_school_are_flagged(filed, room):
    """Entered by the school where the person teaches now, for a day before the move."""
    claim = filed.claims.select_related("activity", "learner")[0]
    claim.learner.placements.update(since=claim.held_on + timedelta(1))
    words = {"learner": claim.learner, "reason": "first", "until": claim.held_on}
    Placement.objects.create(school=room.world.units["a1"], since=date(2020, 9, 1), **words)
    flags = queries.flags_of(filed.claims.all(), Decimal(8))
    assert flags == {claim.pk: [f"当天在“{room.world.units['a1'].short_name}”任教"]}


def test_hours_on_a_day_out_of_service_are_flagged(filed, room):
    words = {"by": room.world.person("a_bureau"), "at": AT}
    actions.leave_learner(room.learners["a3-0"], on=date(2023, 5, 20), **words)
    actions.leave_learner(room.learners["a3-1"], on=TODAY, **words)
    flags = queries.flags_of(filed.claims.all(), Decimal(8))
    claim = filed.claims.get(learner=room.learners["a3-0"])
    assert flags == {claim.pk: ["当天的状态是“离岗休假”"]}


@pytest.mark.parametrize("verb", ["leave", "resume", "retire"])
def test_the_county_changes_a_status_on_the_page(room, sign_in, verb):
    learner, client = room.learners["a1-0"], sign_in("a_bureau")
    if verb == "resume":
        actions.leave_learner(learner, by=None, at=AT, on=date(2023, 2, 1))
    address = reverse(f"training:learner-{verb}", args=[learner.pk])
    assert address in client.get(learner.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 200
    page = client.post(address, {"on": "2023-05-02", "reason": "组织批准"}, follow=True)
    assert "组织批准" in page.content.decode()
    assert sign_in("a1_officer").get(address).status_code == 403


def test_half_a_decision_is_a_sentence(room, sign_in):
    learner = room.learners["a1-0"]
    actions.leave_learner(learner, by=None, at=AT, on=date(2023, 2, 1))
    address = reverse("training:learner-resume", args=[learner.pk])
    page = sign_in("a_bureau").post(address, {"on": "2023-05-02", "authority": "县教体局"})
    assert (page.status_code, "请一并填写" in page.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"until": date(2000, 1, 1)}, "period_dates_in_order"),
        ({"learner": None}, "period_one_current"),
    ],
)
def test_what_must_be_true_of_a_period_is_a_constraint(room, change, name):
    first, second = StatusPeriod.objects.order_by("pk")[:2]
    if "learner" in change:
        change = {"learner": second.learner}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        StatusPeriod.objects.filter(pk=first.pk).update(**change)


def test_a_school_does_not_see_who_left(room, move, sign_in):
    move("a1-1", "a2")
    address = Learner.objects.get(code="a1-1").get_absolute_url()
    assert sign_in("a1_head").get(address).status_code == 404
