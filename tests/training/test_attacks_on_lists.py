"""What somebody tried with lists of hours: unposted, twice, or to hold up the others."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from pueredu.kit.errors import Incomplete, Refused
from pueredu.workbooks import actions as jobs
from studios import actions as studio_actions
from studios.forms import ActivityForm
from studios.models import ActivityKind
from tests.studios.conftest import enrol, name, propose, record
from tests.support.world import AT, TODAY
from tests.training.conftest import activity
from tests.training.test_certificates import accept, send
from tests.training.uploads import complete, fill
from tests.training.workbooks import sentences
from training import actions, queries
from training.models import HoursBatch, HoursClaim, Learner, RuleVersion, event_key

POSTED_OVER = AT + timedelta(days=14)


def recognise_all(room) -> int:
    city = room.world.person("city_training")
    return actions.recognise_hours_batches(HoursBatch.objects.all(), by=city, at=AT)


# past the posting


@pytest.mark.parametrize("hours", [Decimal(4), Decimal(400)])
def test_an_objection_gives_nobody_more_than_the_event_had(enter, room, posting, hours):
    batch = enter("a1", "a1_officer", is_posted=True)
    teacher, officer = room.world.person("a1_teacher"), room.world.person("a1_officer")
    found = actions.add_objection(batch, room.learners["a1-0"], by=teacher, at=AT, text="多计")
    with pytest.raises(Refused, match="不能超过这次活动的 3 学时"):
        actions.accept_objection(found, by=officer, at=AT, text="属实", hours=hours)


@pytest.mark.usefixtures("posting")
def test_a_workbook_that_gives_more_takes_the_posting_down(room):
    officer = room.world.person("a2_officer")
    fill(room, 2)
    batch = actions.post_hours_batch(HoursBatch.objects.get(), by=officer, at=AT)
    actions.withdraw_hours_batch(batch, by=officer, at=POSTED_OVER)
    fill(room, 40, at=POSTED_OVER)
    batch.refresh_from_db()
    assert batch.hours_total == 40
    with pytest.raises(Incomplete, match="申报前须公示"):
        actions.file_hours_batch(batch, by=officer, at=POSTED_OVER)


@pytest.mark.usefixtures("posting")
def test_a_workbook_undone_to_more_takes_the_posting_down(room):
    officer = room.world.person("a2_officer")
    fill(room, 40)
    job = fill(room, 2)
    batch = actions.post_hours_batch(HoursBatch.objects.get(), by=officer, at=AT)
    actions.withdraw_hours_batch(batch, by=officer, at=POSTED_OVER)
    jobs.undo_import_job(job, by=officer, at=POSTED_OVER)
    batch.refresh_from_db()
    assert batch.hours_total == 40
    with pytest.raises(Incomplete, match="申报前须公示"):
        actions.file_hours_batch(batch, by=officer, at=POSTED_OVER)


@pytest.mark.usefixtures("posting")
def test_a_posted_list_takes_no_certificate_that_was_not_posted(room):
    officer = room.world.person("a2_officer")
    accept(room, send(room))
    posted = actions.post_hours_batch(HoursBatch.objects.get(), by=officer, at=AT)
    actions.withdraw_hours_batch(posted, by=officer, at=POSTED_OVER)
    late = accept(room, send(room, title="另一次培训", hours=Decimal(90)))
    assert late.claim.batch_id != posted.pk
    with pytest.raises(Incomplete, match="申报前须公示"):
        actions.file_hours_batch(late.claim.batch, by=officer, at=POSTED_OVER)


# twice, or never


def test_a_title_with_letters_that_nobody_sees_is_the_same_event():
    plain = event_key("国培计划A期", TODAY, "lecture")
    for sign in "\u115f\u1160\u3164\uffa0\u200b":
        assert event_key(f"国培{sign}计划A期{sign}", TODAY, "lecture") == plain


def test_a_certificate_whose_draft_is_thrown_away_waits_for_the_school_again(room):
    sent = accept(room, send(room))
    officer = room.world.person("a2_officer")
    actions.delete_hours_batch(sent.claim.batch, by=officer, at=AT)
    sent.refresh_from_db()
    assert (sent.state, sent.claim, sent.due_on) == ("submitted", None, date(2023, 6, 1))
    owed = queries.owed(officer, TODAY)
    assert [row.title for row in owed] == ["1 份教师证书待审核"]


def test_a_certificate_whose_line_is_taken_out_waits_for_the_school_again(room):
    what = {"title": "同一次培训"}
    first, second = send(room, **what), send(room, by="a1_teacher", code="a1-0", **what)
    accept(room, second, by="a1_officer")
    sent = accept(room, first)
    officer, batch = room.world.person("a2_officer"), sent.claim.batch
    others = [room.learners["a3-1"]]
    actions.change_hours_batch(batch, others, by=officer, at=AT, hours=Decimal(12))
    sent.refresh_from_db()
    second.refresh_from_db()
    assert (sent.state, second.state) == ("submitted", "accepted")


# one holds up all


@pytest.fixture
def studio(room, clock):
    """a1's studio; its member a1-0 and, as a guest, a1-1 under another code."""
    kind = {"title": "公开课", "source": "测试"}
    ActivityKind.objects.get_or_create(code="open_lesson", defaults=kind)
    Learner.objects.filter(code="a1-1").update(code="G-9")
    studio = name(room.world, propose(room.world, "a1"))
    enrol(room.world, studio, "a1", "a1-0")
    return studio


def confirm(room, studio, **words) -> None:
    host = room.world.person("a1_head")
    held = record(room.world, studio, host=host, **words)
    studio_actions.confirm_activity(held, by=host, at=AT)


@pytest.mark.parametrize("words", [{"hours": 500}, {"held_on": date(2020, 5, 1)}])
def test_an_activity_that_cannot_count_does_not_hold_up_the_others(studio, room, words):
    confirm(room, studio, title="不能计的", **words)
    confirm(room, studio, title="能计的")
    found = actions.pull_attendances(by=room.world.person("city_training"), at=AT)
    assert (found.batches, found.barred > 0) == (1, True)
    assert set(HoursClaim.objects.values_list("activity__title", flat=True)) == {"能计的"}


def test_a_host_is_told_of_hours_that_nobody_can_get():
    form = ActivityForm({"hours": "500"}, roster=())
    assert "hours" in form.errors


@pytest.fixture
def late_rules(room):
    """Open lessons and school-based training count from the day before yesterday only."""
    forms = ("open_lesson", "school_based_training", "face_to_face")
    RuleVersion.objects.filter(form__in=forms).update(since=date(2023, 5, 23))


@pytest.mark.usefixtures("late_rules")
def test_an_activity_without_a_rule_on_its_day_does_not_hold_up_recognition(studio, enter, room):
    confirm(room, studio, held_on=date(2023, 5, 1), title="规则之前")
    actions.pull_attendances(by=room.world.person("city_training"), at=AT)
    enter("a1", "a1_officer", is_filed=True)
    bureau = room.world.person("a_bureau")
    actions.verify_hours_batches(HoursBatch.objects.all(), by=bureau, at=AT)
    assert recognise_all(room) == 1


@pytest.mark.usefixtures("late_rules")
def test_a_table_says_that_no_rule_counts_on_the_day(room):
    sentence = "没有这种形式和级别的认定规则"
    assert sentence in sentences(fill(room, 2))[0]
    assert sentence in sentences(complete(room, ["a1-0"], by="a_bureau"))[0]


# before the first day


def test_hours_of_before_the_first_day_are_flagged(enter, room):
    new = actions.add_learner(
        Learner(code="n-1", name="新教师", school=room.world.units["a1"], stage="primary"),
        by=None, at=AT, since=date(2023, 5, 20),
    )  # fmt: skip
    batch = enter("a1", "a1_officer", roster=[new], what=activity(held_on=date(2023, 3, 20)))
    flags = queries.flags_of(batch.claims.select_related("activity"), Decimal(8))
    assert list(flags.values()) == [["当天还没有登记在职"]]
    assert "有 1 人次活动当天不在职，请核对名单。" in queries.warnings_of(batch, TODAY)


def test_a_code_that_no_column_can_hold_is_nobodys(room, sign_in):
    address = reverse("training:learner-merge", args=[room.learners["a1-0"].pk])
    assert sign_in("a_bureau").get(address, {"into": "\0"}).status_code == 200
