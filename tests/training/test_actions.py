"""The chain: entered, filed, verified, recognised; returned and deleted."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from pueredu.audit.models import Entry
from pueredu.kit.errors import Incomplete, NotPermitted, Refused, WrongState
from pueredu.notices.models import Message
from tests.support.world import AT
from tests.training.conftest import activity, roster_of
from training import actions
from training.enums import BatchState as S
from training.models import (
    HoursBatch,
    HoursClaim,
    LearnerYear,
    Placement,
    TrainingActivity,
)


def verbs() -> list[str]:
    found = Entry.objects.filter(verb__startswith="training.hours_batch.").order_by("id")
    return list(found.values_list("verb", flat=True))


def test_a_central_school_enters_one_activity_for_all_its_points(draft, room):
    assert (draft.state, draft.claim_count, draft.hours_total) == (S.DRAFT, 5, Decimal(15))
    assert set(HoursClaim.objects.values_list("school__code", "county__code", "hours")) == {
        ("T-a2", "T-a", Decimal(3)),
        ("T-a3", "T-a", Decimal(3)),
    }
    assert verbs() == ["training.hours_batch.add"]


def test_the_absent_are_left_out(enter, room):
    batch = enter("a2", "a2_officer", roster=[room.learners["a2-0"], room.learners["a3-1"]])
    assert set(batch.claims.values_list("learner__code", flat=True)) == {"a2-0", "a3-1"}


def test_a_double_click_makes_one_batch(enter):
    token = uuid4()
    first = enter("a2", "a2_officer", token=token, is_filed=True)
    second = enter("a2", "a2_officer", token=token, is_filed=True)
    assert (first.pk, HoursBatch.objects.count(), HoursClaim.objects.count()) == (second.pk, 1, 5)


def test_the_same_event_from_two_lists_is_one_and_the_known_are_named(enter, room):
    enter("a2", "a2_officer", roster=[room.learners["a2-0"]])
    result = actions.enter_activity(
        room.world.units["a2"],
        activity("周三 校本研修"),
        roster_of(room, "a2", "a3"),
        by=room.world.person("a2_officer"),
        at=AT,
    )
    assert result.known == ("教师a2-0",)
    assert result.batch.claim_count == 4
    assert TrainingActivity.objects.count() == 1


def test_a_list_with_nobody_new_is_refused_and_leaves_nothing(draft, room, enter):
    with pytest.raises(Refused, match="都已申报过"):
        enter("a2", "a2_officer")
    assert HoursBatch.objects.count() == 1


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"held_on": date(2023, 5, 26)}, "还没有到"),
        ({"level": "national"}, "认定规则中没有"),
        ({"held_on": date(2022, 12, 30)}, "认定规则中没有"),
    ],
)
def test_an_activity_that_cannot_count_is_refused_with_a_sentence(enter, what, sentence):
    with pytest.raises(Refused, match=sentence):
        enter("a2", "a2_officer", what=activity(**what))


def test_an_empty_roster_is_refused(room):
    with pytest.raises(Incomplete, match="没有勾选任何人"):
        actions.enter_activity(
            room.world.units["a2"], activity(), [], by=room.world.person("a2_officer"), at=AT
        )


def test_nobody_from_outside_the_school_stands_on_its_roster(enter, room):
    with pytest.raises(Refused, match="教师b1-0"):
        enter("a2", "a2_officer", roster=[room.learners["a2-0"], room.learners["b1-0"]])
    assert HoursBatch.objects.count() == 0


@pytest.mark.parametrize(
    "key", ["a1_officer", "b1_officer", "a_bureau", "a3_teacher", "c1_officer"]
)
def test_nobody_else_enters_for_a_school(enter, key):
    with pytest.raises(NotPermitted):
        enter("a2", key)


def test_filing_dates_the_verification_and_tells_the_county(filed, room):
    assert (filed.state, filed.filed_by, filed.filed_at) == (
        S.FILED,
        room.world.people["a2_officer"],
        AT,
    )
    assert filed.due_on == date(2023, 6, 8)
    assert [row.recipient.username for row in Message.objects.all()] == ["a_bureau"]


def test_the_county_verifies_and_another_county_may_not(filed, room):
    for key in ("b_bureau", "a2_officer", "city_training", "city_staff"):
        with pytest.raises(NotPermitted):
            actions.verify_hours_batch(filed, by=room.world.person(key), at=AT)
    done = actions.verify_hours_batch(filed, by=room.world.person("a_bureau"), at=AT)
    assert (done.state, done.due_on) == (S.VERIFIED, date(2023, 12, 31))


def test_a_school_directly_under_the_city_is_verified_by_the_citys_staff(enter, room):
    batch = enter("c1", "c1_officer", is_filed=True)
    done = actions.verify_hours_batch(batch, by=room.world.person("city_staff"), at=AT)
    assert done.state == S.VERIFIED


def test_the_filer_does_not_verify_though_a_second_post_would_allow_it(filed, room):
    officer = room.world.people["a2_officer"]
    officer.memberships.create(
        unit=room.world.units["a-education_bureau"], role="county_bureau", since=date(2020, 1, 1)
    )
    with pytest.raises(Refused, match="申报人不能审核"):
        actions.verify_hours_batch(filed, by=room.world.person("a2_officer"), at=AT)


def test_a_verb_out_of_its_state_is_a_sentence(recognised, enter, room):
    draft = enter("a2", "a2_officer", what=activity("另一次"))
    with pytest.raises(WrongState, match="待申报"):
        actions.recognise_hours_batch(draft, by=room.world.person("city_training"), at=AT)
    with pytest.raises(WrongState, match="已认定"):
        actions.recognise_hours_batch(recognised, by=room.world.person("city_training"), at=AT)


def test_a_return_asks_for_words_and_leads_back_to_the_school(filed, room):
    bureau = room.world.person("a_bureau")
    with pytest.raises(Incomplete, match="请写明"):
        actions.return_hours_batch(filed, by=bureau, at=AT, text="  ")
    batch = actions.return_hours_batch(filed, by=bureau, at=AT, text="请核对名册")
    assert (batch.state, batch.state_label, batch.due_on) == (
        S.DRAFT,
        "退回待完善",
        date(2023, 6, 1),
    )
    assert Message.objects.filter(recipient=room.world.people["a2_officer"]).count() == 1
    again = actions.file_hours_batch(batch, by=room.world.person("a2_officer"), at=AT)
    assert (again.state, again.return_comment, again.returned_by) == (S.FILED, "", None)


def test_the_whole_chain_stands_in_the_history(recognised):
    assert verbs() == [
        f"training.hours_batch.{verb}" for verb in ("add", "file", "verify", "recognise")
    ]


def test_a_draft_is_deleted_with_its_claims_and_a_filed_batch_is_not(draft, room, enter):
    officer = room.world.person("a2_officer")
    actions.delete_hours_batch(draft, by=officer, at=AT)
    assert (HoursClaim.objects.count(), TrainingActivity.objects.count()) == (0, 0)
    with pytest.raises(Refused, match="不能删除"):
        actions.delete_hours_batch(enter("a2", "a2_officer", is_filed=True), by=officer, at=AT)


def change(batch, room, *codes: str, by: str = "a2_officer", hours: str = "3"):
    learners = [room.learners[code] for code in codes]
    person = room.world.person(by)
    return actions.change_hours_batch(batch, learners, by=person, at=AT, hours=Decimal(hours))


def test_a_returned_batch_gets_another_roster_and_is_filed_anew(filed, room):
    bureau = room.world.person("a_bureau")
    batch = actions.return_hours_batch(filed, by=bureau, at=AT, text="a3-1 请假")
    done = change(batch, room, "a2-0", "a3-0", hours="2.5").batch
    assert (done.claim_count, done.hours_total, done.state) == (2, Decimal("5.0"), S.DRAFT)
    assert set(done.claims.values_list("learner__code", flat=True)) == {"a2-0", "a3-0"}
    entry = Entry.objects.filter(verb="training.hours_batch.change").get()
    assert entry.changes["roster"] == ["a2-1、a3-1、a3-2", ""]
    again = change(done, room, "a2-0", "a3-0", "a3-1")
    assert (again.batch.claim_count, again.known) == (3, ())
    filed = actions.file_hours_batch(again.batch, by=room.world.person("a2_officer"), at=AT)
    assert (filed.state, filed.return_comment) == (S.FILED, "")


def test_who_left_the_school_since_stays_on_the_roster_of_the_day(draft, room):
    actions.transfer_learner(
        room.learners["a2-1"], by=room.world.person("a_bureau"), at=AT,
        school=room.world.units["a1"], reason="rotation", since=date(2023, 5, 25),
    )  # fmt: skip
    for code in room.learners:
        room.learners[code].refresh_from_db()
    assert change(draft, room, "a2-0", "a2-1").batch.claim_count == 2
    with pytest.raises(Refused, match="教师a1-0"):
        change(draft, room, "a2-0", "a1-0")


def test_a_filed_batch_is_not_changed_and_nobody_else_changes_a_draft(draft, room):
    for key in ("a1_officer", "a_bureau", "b1_officer", "a3_teacher"):
        with pytest.raises(NotPermitted):
            change(draft, room, "a2-0", by=key)
    with pytest.raises(Incomplete, match="没有勾选任何人"):
        change(draft, room)
    filed = actions.file_hours_batch(draft, by=room.world.person("a2_officer"), at=AT)
    with pytest.raises(Refused, match="不能修改"):
        change(filed, room, "a2-0")


def test_a_county_verifies_all_that_waits_at_once(filed, enter, room):
    enter("a1", "a1_officer", is_filed=True)
    enter("b1", "b1_officer", is_filed=True)
    bureau = room.world.person("a_bureau")
    assert actions.verify_hours_batches(HoursBatch.objects.all(), by=bureau, at=AT) == 2
    assert set(HoursBatch.objects.values_list("county__code", "state")) == {
        ("T-a", S.VERIFIED),
        ("T-b", S.FILED),
    }
    assert verbs().count("training.hours_batch.verify") == 1


def test_the_city_recognises_all_that_waits_at_once(verified, enter, room):
    enter("b1", "b1_officer", is_filed=True)
    training = room.world.person("city_training")
    assert actions.recognise_hours_batches(HoursBatch.objects.all(), by=training, at=AT) == 1
    assert HoursBatch.objects.get(pk=verified.pk).state == S.RECOGNISED
    assert LearnerYear.objects.count() == 5
    assert actions.recognise_hours_batches(HoursBatch.objects.all(), by=training, at=AT) == 0


def test_a_school_hears_once_of_all_its_recognised_batches(verified, enter, room):
    enter("a2", "a2_officer", what=activity("其二"), is_filed=True)
    batches = HoursBatch.objects.all()
    actions.verify_hours_batches(batches, by=room.world.person("a_bureau"), at=AT)
    actions.recognise_hours_batches(batches, by=room.world.person("city_training"), at=AT)
    told = Message.objects.filter(kind="HoursBatchRecognised")
    assert list(told.values_list("recipient__username", "title")) == [
        ("a2_officer", "本单位 2 批学时已认定")
    ]


def test_a_transfer_moves_the_person_and_never_the_past(recognised, room):
    learner = room.learners["a3-0"]
    moved = actions.transfer_learner(
        learner, by=room.world.person("city_training"), at=AT,
        school=room.world.units["b1"], reason="rotation", since=date(2023, 5, 25),
    )  # fmt: skip
    assert (moved.school.code, moved.county.code) == ("T-b1", "T-b")
    assert learner.entries.get().school.code == "T-a3"
    assert learner.claims.get().county.code == "T-a"
    assert LearnerYear.objects.get(learner=learner).county.code == "T-b"
    past = Placement.objects.filter(learner=learner).order_by("since")
    assert [(row.school.code, row.until) for row in past] == [
        ("T-a3", date(2023, 5, 24)),
        ("T-b1", None),
    ]


def test_a_county_moves_its_people_inside_the_county_only(room):
    words = {"by": room.world.person("a_bureau"), "at": AT, "reason": "rotation"}
    since = date(2023, 5, 25)
    learner = room.learners["a1-0"]
    with pytest.raises(NotPermitted):
        actions.transfer_learner(learner, school=room.world.units["b1"], since=since, **words)
    early = date(2020, 1, 1)
    with pytest.raises(Refused, match="晚于"):
        actions.transfer_learner(learner, school=room.world.units["a2"], since=early, **words)
    with pytest.raises(Refused, match="相同"):
        actions.transfer_learner(learner, school=room.world.units["a1"], since=since, **words)
    done = actions.transfer_learner(learner, school=room.world.units["a2"], since=since, **words)
    assert done.school.code == "T-a2"


def test_a_taken_code_is_refused(room):
    taken = type(room.learners["a1-0"])(code="a1-0", name="又一人", school=room.world.units["a1"])
    with pytest.raises(Refused, match="已经登记"):
        actions.add_learner(taken, by=room.world.person("a_bureau"), at=AT)
