"""What somebody with a motive tried with the chain of hours, and what stops it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from pueredu.kit.errors import Incomplete, Refused
from pueredu.units.enums import Role
from pueredu.units.models import Membership
from pueredu.workbooks import actions as jobs
from studios import actions as studio_actions
from studios.forms import ActivityForm
from studios.models import ActivityKind
from tests.studios.conftest import enrol, name, propose, record
from tests.support.world import AT, TODAY
from tests.training.conftest import activity, set_figures
from tests.training.test_certificates import accept, send
from tests.training.test_completion import HEADINGS, lines, person
from tests.training.test_samples import draw, find
from tests.training.test_views import text
from tests.training.workbooks import sentences, workbook
from training import actions, queries
from training.models import (
    HoursBatch,
    HoursClaim,
    Learner,
    LedgerEntry,
    RuleVersion,
    SampledClaim,
    event_key,
)

POSTED_OVER = AT + timedelta(days=14)
ALL_SEEDS = range(2, 12)


@pytest.fixture
def completion(room):
    """``completion(people, by="a_bureau")`` uploads an organiser's list of the own organ."""

    def uploaded(people, *, by: str, **event):
        organ = "a" if by == "a_bureau" else "city"
        user = room.world.person(by)
        job = jobs.add_import_job(
            workbook(lines(*map(person, people), **event), HEADINGS), by=user, at=AT,
            kind="training.completion", place=room.world.units[f"{organ}-education_bureau"],
        )  # fmt: skip
        return _applied(job, user, AT)

    return uploaded


@pytest.fixture
def sheet(room):
    """``sheet(hours)`` uploads a school's workbook with one line of one teacher."""

    def uploaded(hours, *, at=AT, **event):
        user = room.world.person("a2_officer")
        cells = {"held_on": date(2023, 5, 20), "rule": "校本研修(校级)", **event}
        row = ["a2-0", "教师a2-0", "校本研修", cells["held_on"], cells["rule"], "专业知识", hours]
        job = jobs.add_import_job(
            workbook([row]), by=user, at=at, kind="training.hours", place=room.world.units["a2"]
        )
        return _applied(job, user, at)

    return uploaded


def _applied(job, user, at):
    job = jobs.check_import_job(job, by=None, at=at)
    if not sentences(job):
        job = jobs.apply_import_job(jobs.confirm_import_job(job, by=user, at=at), by=user, at=at)
    return job


def recognise_all(room) -> int:
    city = room.world.person("city_training")
    return actions.recognise_hours_batches(HoursBatch.objects.all(), by=city, at=AT)


def entered(code: str) -> bool:
    return LedgerEntry.objects.filter(learner__code=code).exists()


# two hats


def test_lines_added_to_a_colleagues_list_are_not_recognised_by_who_added_them(completion, room):
    completion(["a1-0"], by="city_staff")
    completion(["a1-0", "a1-1"], by="city_training")
    assert recognise_all(room) == 1
    assert (entered("a1-0"), entered("a1-1")) == (True, False)


@pytest.mark.usefixtures("sampling")
def test_who_filed_a_list_in_another_post_does_not_look_at_its_evidence(enter, room, sign_in):
    both = room.world.people["a_bureau"]
    words = {"since": date(2020, 1, 1), "unit": room.world.units["a1"]}
    Membership.objects.create(user=both, role=Role.SCHOOL_OFFICER, **words)
    enter("a1", "a_bureau", is_filed=True)
    sample = draw(room)
    find(room, sample)
    assert not sample.rows.exclude(verdict="").exists()
    address = reverse("training:sample-check-change", args=[sample.pk])
    assert "没有等待核查的" in text(sign_in("a_bureau").get(address))


# past the sample


@pytest.mark.usefixtures("sampling")
def test_lines_added_after_the_draw_wait_for_a_draw_of_their_own(completion, room):
    completion(["a1-0"], by="a_bureau")
    find(room, draw(room, by="city_training", area="city", tier="city"), by="city_training")
    completion(["a1-0", "a1-1"], by="a_bureau")
    assert recognise_all(room) == 1
    assert (entered("a1-0"), entered("a1-1")) == (True, False)


@pytest.mark.usefixtures("sampling")
def test_what_an_objection_adds_to_a_drawn_list_is_looked_at(completion, room):
    completion(["a1-0"], by="a_bureau")
    sample = draw(room, by="city_training", area="city", tier="city")
    find(room, sample, by="city_training")
    batch, officer = HoursBatch.objects.get(), room.world.person("a1_officer")
    found = actions.add_objection(batch, room.learners["a1-1"], by=officer, at=AT, text="漏登")
    bureau = room.world.person("a_bureau")
    actions.accept_objection(found, by=bureau, at=AT, text="属实", hours=Decimal(12))
    assert recognise_all(room) == 0
    find(room, sample, by="city_training", rows=sample.rows.filter(verdict=""))
    assert recognise_all(room) == 1
    assert entered("a1-1")


@pytest.mark.usefixtures("sampling")
def test_hours_that_an_objection_changes_in_a_drawn_list_are_looked_at_anew(completion, room):
    completion(["a1-0", "a1-1"], by="a_bureau")
    sample = draw(room, by="city_training", area="city", tier="city")
    find(room, sample, by="city_training")
    batch, officer = HoursBatch.objects.get(), room.world.person("a1_officer")
    found = actions.add_objection(batch, room.learners["a1-1"], by=officer, at=AT, text="半天")
    bureau = room.world.person("a_bureau")
    actions.accept_objection(found, by=bureau, at=AT, text="属实", hours=Decimal(6))
    again = SampledClaim.objects.get(verdict="")
    assert (again.claim.learner.code, "6.0 学时" in again.label) == ("a1-1", True)


@pytest.mark.usefixtures("sampling")
def test_an_undone_list_comes_back_with_its_faulty_line_in_the_draw(completion, room):
    set_figures(sample_minimum=1)
    people = ["a1-0", "a1-1", "a2-0", "a2-1", "a3-0", "a3-1", "a3-2"]
    completion(people, by="a_bureau")
    sample = draw(room, by="city_training", area="city", tier="city")
    faulty = sample.rows.get().claim.learner_id
    find(room, sample, "not_in_order", "没有参加", by="city_training")
    batch, bureau = HoursBatch.objects.get(), room.world.person("a_bureau")
    actions.undo_hours_batch(batch, by=bureau, at=AT, text="重新上传")
    completion(people, by="a_bureau")
    for seed in ALL_SEEDS:
        with transaction.atomic():
            again = draw(room, by="city_training", area="city", tier="city", seed=seed)
            assert faulty in set(again.rows.values_list("claim__learner", flat=True))
            transaction.set_rollback(True)


def test_a_returned_list_filed_as_it_was_meets_its_faulty_line_again(filed, room, sampling):
    set_figures(sample_minimum=1)
    sample = draw(room)
    faulty = sample.rows.get().claim_id
    find(room, sample, "not_in_order", "没有参加")
    bureau, officer = room.world.person("a_bureau"), room.world.person("a2_officer")
    batch = actions.return_hours_batch(filed, by=bureau, at=AT, text="核对名单")
    actions.file_hours_batch(batch, by=officer, at=AT)
    for seed in ALL_SEEDS:
        with transaction.atomic():
            again = draw(room, seed=seed)
            assert faulty in set(again.rows.values_list("claim", flat=True))
            assert again.rows.count() <= 2
            transaction.set_rollback(True)


# past the posting


@pytest.mark.parametrize("hours", [Decimal(4), Decimal(400)])
def test_an_objection_gives_nobody_more_than_the_event_had(enter, room, posting, hours):
    batch = enter("a1", "a1_officer", is_posted=True)
    teacher, officer = room.world.person("a1_teacher"), room.world.person("a1_officer")
    found = actions.add_objection(batch, room.learners["a1-0"], by=teacher, at=AT, text="多计")
    with pytest.raises(Refused, match="不能超过这次活动的 3 学时"):
        actions.accept_objection(found, by=officer, at=AT, text="属实", hours=hours)


@pytest.mark.usefixtures("posting")
def test_a_workbook_that_gives_more_takes_the_posting_down(sheet, room):
    officer = room.world.person("a2_officer")
    sheet(2)
    batch = actions.post_hours_batch(HoursBatch.objects.get(), by=officer, at=AT)
    actions.withdraw_hours_batch(batch, by=officer, at=POSTED_OVER)
    sheet(40, at=POSTED_OVER)
    batch.refresh_from_db()
    assert batch.hours_total == 40
    with pytest.raises(Incomplete, match="申报前须公示"):
        actions.file_hours_batch(batch, by=officer, at=POSTED_OVER)


@pytest.mark.usefixtures("posting")
def test_a_workbook_undone_to_more_takes_the_posting_down(sheet, room):
    officer = room.world.person("a2_officer")
    sheet(40)
    job = sheet(2)
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
def test_a_table_says_that_no_rule_counts_on_the_day(sheet, completion):
    sentence = "没有这种形式和级别的认定规则"
    assert sentence in sentences(sheet(2))[0]
    assert sentence in sentences(completion(["a1-0"], by="a_bureau"))[0]


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
