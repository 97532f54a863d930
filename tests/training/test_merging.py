"""Two records of one person become one: nothing is lost, nothing counts twice, the ledger adds up."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from pueredu.audit.models import Entry
from pueredu.kit.errors import Incomplete, NotPermitted, Refused, WrongState
from pueredu.workbooks import actions as jobs
from tests.support.world import AT, TODAY
from tests.training.conftest import activity
from tests.training.sessions import announced, enrol, withdraw
from tests.training.test_adjustments import adjustment
from tests.training.workbooks import row, workbook
from training import actions, queries
from training.models import (
    Expert,
    HoursBatch,
    HoursClaim,
    Learner,
    LearnerGroup,
    LearnerYear,
    LedgerEntry,
    NeedsAnswer,
    Placement,
    TrainingSession,
    TrainingYear,
)


@pytest.fixture
def twin(room):
    """The second record of a2-0, registered two years earlier under an old code."""
    learner = Learner(code="old-1", name="教师a2-0", school=room.world.units["a2"], stage="primary")
    return actions.add_learner(learner, by=None, at=AT, since=date(2019, 9, 1))


@pytest.fixture
def merge(room, twin):
    def merged(code: str = "a2-0", *, by: str = "a_bureau", learner=None, **words) -> Learner:
        words = {"reason": "换发编号", **words}
        return actions.merge_learner(
            learner or twin, into=room.learners[code], by=room.world.person(by), at=AT, **words
        )

    return merged


@pytest.fixture
def recognise(enter, room):
    """Recognised hours of some learners at one event of school a2."""

    def recognised(title: str, *learners, hours=3, form="school_based_training") -> HoursBatch:
        what = activity(title, hours=Decimal(hours), form=form)
        batch = enter("a2", "a2_officer", roster=list(learners), what=what, is_filed=True)
        batch = actions.verify_hours_batch(batch, by=room.world.person("a_bureau"), at=AT)
        return actions.recognise_hours_batch(batch, by=room.world.person("city_training"), at=AT)

    return recognised


def counted(learner: Learner) -> Decimal:
    return sum(row.counted_hours for row in LedgerEntry.objects.filter(learner=learner))


def test_hours_go_over_by_reversal_and_a_new_entry(recognise, merge, twin, room):
    kept = room.learners["a2-0"]
    batch = recognise("只有旧编号的", twin)
    entry = batch.entries.get()
    merge()
    assert [row.hours for row in twin.entries.order_by("pk")] == [3, -3]
    new = LedgerEntry.objects.get(learner=kept)
    same = ("hours", "counted_hours", "credits", "rule", "held_on", "school", "batch", "year")
    assert [getattr(new, name) for name in same] == [getattr(entry, name) for name in same]
    assert twin.entries.get(reversal_of=entry).reason == "登记合并到 a2-0"
    assert (counted(twin), counted(kept)) == (0, 3)
    assert LearnerYear.objects.get(learner=kept).hours == 3
    call_command("reconcile_hours")


def test_one_event_of_both_counts_once_and_not_silently(recognise, merge, twin, room):
    kept = room.learners["a2-0"]
    recognise("两条都有的", twin, kept)
    with pytest.raises(Refused, match="有 1 次活动两条登记都已认定"):
        merge()
    assert queries.recognised_of_both(twin, kept) == ["两条都有的"]
    merge(is_overlap_known=True)
    assert (counted(twin), counted(kept)) == (0, 3)
    assert HoursClaim.objects.counting().filter(learner__in=[twin, kept]).count() == 1
    call_command("reconcile_hours")


def test_a_recognised_line_goes_before_one_that_waits(recognise, enter, merge, twin, room):
    kept = room.learners["a2-0"]
    waiting = enter("a2", "a2_officer", roster=[kept, room.learners["a2-1"]], what=activity("同"))
    recognise("同", twin)
    other = enter("a2", "a2_officer", roster=[twin], what=activity("待审的"))
    merge()
    waiting.refresh_from_db()
    assert (waiting.claim_count, counted(kept)) == (1, 3)
    line = waiting.claims.get(learner=kept)
    assert (line.is_void, "重复" in line.void_reason) == (True, True)
    assert other.claims.get().learner == kept
    call_command("reconcile_hours")


def test_a_waiting_line_of_the_same_event_is_kept_as_not_counting(enter, merge, twin, room):
    kept = room.learners["a2-0"]
    first = enter("a2", "a2_officer", roster=[kept], what=activity("同"))
    second = enter("a2", "a2_officer", roster=[twin, room.learners["a2-1"]], what=activity("同"))
    merge()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.claim_count, second.claim_count) == (1, 1)
    assert kept.claims.get(batch=second).is_void


def test_the_years_cap_is_one_of_the_person(recognise, merge, twin, room):
    kept = room.learners["a2-0"]
    recognise("讲座一", kept, hours=20, form="lecture")
    recognise("讲座二", twin, hours=20, form="lecture")
    cap = LedgerEntry.objects.filter(learner=kept)[0].rule.annual_cap
    assert cap < 40
    merge()
    assert (counted(kept), counted(twin)) == (cap, 0)
    call_command("reconcile_hours")


def test_everything_else_goes_along(merge, twin, room):
    kept, by = room.learners["a2-0"], room.world.person("a_bureau")
    for learner, since in ((twin, 3), (kept, 5), (twin, 8)):
        spring = {"since": date(2023, since, 1), "until": date(2023, since + 2, 28)}
        actions.add_adjustment(adjustment(learner, **spring), by=by, at=AT)
    group = LearnerGroup.objects.create(school=room.world.units["a2"], name="语文组")
    group.members.add(twin)
    Learner.objects.filter(pk=twin.pk).update(user=room.world.people["a2_officer"])
    merge()
    kept.refresh_from_db()
    twin.refresh_from_db()
    assert (kept.user.username, twin.user, twin.status) == ("a2_officer", None, "merged")
    assert twin.merged_into == kept
    assert list(group.members.all()) == [kept]
    rows = kept.adjustments.order_by("since").values_list("since__month", "state")
    assert list(rows) == [(3, "revoked"), (5, "in_force"), (8, "in_force")]
    places = Placement.objects.filter(learner=kept).order_by("since")
    assert [(row.since, row.until) for row in places] == [
        (date(2019, 9, 1), date(2021, 8, 31)),
        (date(2021, 9, 1), None),
    ]
    assert twin.periods.current().get().status == "merged"
    verbs = ("training.learner.merge", "training.learner.change")
    assert Entry.objects.get(verb=verbs[0]).changes["into"] == ["", "a2-0"]
    assert Entry.objects.get(verb=verbs[1]).changes["merged"] == ["", "old-1"]


def test_the_old_code_finds_the_person(merge, twin, room, apply, sign_in):
    merge()
    kept = room.learners["a2-0"]
    assert queries.learners_by_code(["old-1", "a2-0"]) == {"old-1": kept, "a2-0": kept}
    apply([row("old-1", "教师a2-0", title="旧编号的表格")])
    assert HoursClaim.objects.get().learner == kept
    headings = ["教师编号", "姓名", "任教单位", "学科"]
    bureau = room.world.person("a_bureau")
    job = jobs.add_import_job(
        workbook([["old-1", "教师a2-0", "T-a2", "物理"]], headings), by=bureau, at=AT,
        kind="training.learners", place=room.world.units["a-education_bureau"],
    )  # fmt: skip
    job = jobs.check_import_job(job, by=None, at=AT)
    jobs.apply_import_job(jobs.confirm_import_job(job, by=bureau, at=AT), by=bureau, at=AT)
    kept.refresh_from_db()
    assert kept.subject == "物理"
    page = sign_in("a_bureau").get(f"{reverse('training:learner-list')}?q=old-1")
    assert [line["cells"][0]["value"] for line in page.context["table"].rows] == ["教师a2-0"]
    assert "这条登记已并入" in sign_in("a_bureau").get(twin.get_absolute_url()).content.decode()


def test_who_was_merged_into_somebody_who_is_merged_is_found(merge, twin, room):
    merge()
    merge("a2-1", learner=room.learners["a2-0"])
    twin.refresh_from_db()
    assert twin.merged_into == room.learners["a2-1"]
    with pytest.raises(WrongState, match="已并入"):
        merge()
    with pytest.raises(Refused, match="已经并入别人"):
        merge("a2-0", learner=room.learners["a1-1"])


def test_what_cannot_be_is_a_sentence(merge, twin, room):
    with pytest.raises(Incomplete):
        merge(reason=" ")
    with pytest.raises(Refused, match="不能并入自己"):
        actions.merge_learner(twin, into=twin, by=None, at=AT, reason="错")
    with pytest.raises(NotPermitted):
        merge("b1-1")
    for key in ("b_bureau", "a2_officer", "city_staff", "a3_teacher"):
        with pytest.raises(NotPermitted):
            merge(by=key)
    Learner.objects.filter(pk=twin.pk).update(user=room.world.people["a2_officer"])
    with pytest.raises(Refused, match="都有账号"):
        merge("a1-0")
    assert not Learner.objects.filter(status="merged").exists()


def test_a_merged_record_says_into_whom(twin):
    with pytest.raises(IntegrityError, match="learner_merged_somewhere"), transaction.atomic():
        Learner.objects.filter(pk=twin.pk).update(status="merged")


def test_the_county_finds_both_and_merges_them(
    recognise, twin, room, sign_in, django_assert_num_queries
):
    kept, client = room.learners["a2-0"], sign_in("a_bureau")
    recognise("两条都有的", twin, kept)
    address = reverse("training:duplicate-list")
    client.get(address)
    with django_assert_num_queries(8):
        (line,) = client.get(address).context["table"].rows
    assert line["url"] == f"{reverse('training:learner-merge', args=[twin.pk])}?into=a2-0"
    Learner.objects.filter(code="a1-1").update(name="教师a1-0")
    with django_assert_num_queries(8):
        assert len(client.get(address).context["table"].rows) == 2
    page = client.get(line["url"]).content.decode()
    for words in ("两条登记都已认定：两条都有的", "2019", "保留另一条"):
        assert words in page
    data = {"into": "a2-0", "reason": "换发编号"}
    for more in ({}, {"is_same_person": "on"}):
        assert client.post(line["url"], {**data, **more}).status_code == 422
    done = {**data, "is_same_person": "on", "is_overlap_known": "on"}
    assert client.post(line["url"], {**done, "into": "b1-0"}).status_code == 422
    page = client.post(line["url"], done, follow=True)
    assert page.redirect_chain[-1][0] == kept.get_absolute_url()
    assert len(client.get(address).context["table"].rows) == 1
    assert twin.periods.current().get().since == TODAY


def test_a_place_in_a_session_goes_to_the_record_that_stays(room, merge, twin):
    session = announced(room)
    place = enrol(room, session, twin.code, filer="a2")
    merge()
    place.refresh_from_db()
    assert (place.learner.code, place.state) == ("a2-0", "enrolled")


def test_two_places_in_a_session_to_come_are_settled_first(room, merge, twin):
    session = announced(room)
    first = enrol(room, session, "a2-0")
    second = enrol(room, session, twin.code, filer="a2")
    with pytest.raises(Refused, match="两条登记都报名了"):
        merge()
    withdraw(room, second, "a2_officer")
    merge()
    rows = session.enrolments.filter(learner__code="a2-0").order_by("pk")
    assert [(row.pk, row.state) for row in rows] == [
        (first.pk, "enrolled"),
        (second.pk, "withdrawn"),
    ]


@pytest.mark.parametrize("seated", ["a2-0", "old-1"])
def test_of_two_places_in_a_session_that_is_over_the_seat_stays(room, merge, twin, seated):
    """One seat for two records: whoever came first has it, the other waits."""
    session = announced(room)
    for code in sorted(["a2-0", twin.code], key=lambda code: code != seated):
        enrol(room, session, code, filer="a2")
    TrainingSession.objects.filter(pk=session.pk).update(state="held", confirmed_at=AT)
    merge()
    rows = session.enrolments.order_by("pk").values_list("learner__code", "state")
    assert list(rows) == [("a2-0", "enrolled"), ("a2-0", "withdrawn")]


def test_of_two_wishes_for_a_year_one_stays_and_a_term_goes_over(room, merge, twin):
    year, kept = TrainingYear.objects.get(year=2023), room.learners["a2-0"]
    for learner in (kept, twin):
        NeedsAnswer.objects.create(
            learner=learner, year=year, school=learner.school, county=learner.county,
            answered_at=AT,
        )  # fmt: skip
    expert = Expert.objects.create(
        name=twin.name, learner=twin, subject="语文", since=TODAY, until=date(2026, 1, 1)
    )
    merge()
    expert.refresh_from_db()
    assert (NeedsAnswer.objects.get().learner, expert.learner) == (kept, kept)
