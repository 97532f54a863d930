"""A seeded sample instead of a click a line: drawn once, written down, decisive for its batches."""

import pytest
from django.db import transaction
from django.urls import reverse

from pueredu.audit.models import Entry
from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from tests.support.files import pdf
from tests.support.world import AT, TODAY
from tests.training.conftest import activity, set_figures
from tests.training.test_views import text, url
from training import actions, queries
from training.actions import Finding
from training.enums import BatchState as S
from training.models import HoursBatch, HoursClaim, LedgerEntry, SampleCheck, SampledClaim

COUNTY, CITY = "county", "city"


def draw(room, *, seed: int = 7, by: str = "a_bureau", area: str = "a", tier: str = COUNTY):
    sample = SampleCheck(county=room.world.units[area], tier=tier, seed=seed)
    return actions.add_sample_check(sample, by=room.world.person(by), at=AT)


def find(room, sample, verdict="in_order", note="", *, by: str = "a_bureau", rows=None):
    rows = sample.rows.all() if rows is None else rows
    findings = {row.pk: Finding(verdict, note) for row in rows}
    return actions.change_sample_check(sample, findings, by=room.world.person(by), at=AT)


def verify(room, batch):
    return actions.verify_hours_batch(batch, by=room.world.person("a_bureau"), at=AT)


@pytest.mark.parametrize(
    ("population", "share", "minimum", "size"),
    [(340, 0.1, 5, 34), (341, 0.1, 5, 35), (20, 0.1, 5, 5), (3, 0.1, 5, 3), (9, 0, 2, 2)],
)
def test_the_size_is_a_share_rounded_up_with_a_minimum(room, population, share, minimum, size):
    set_figures(sample_share=share, sample_minimum=minimum)
    assert queries.sampling(TODAY).size(population) == size


def test_the_same_seed_gives_the_same_rows(filed, enter, room, sampling):
    enter("a1", "a1_officer", is_filed=True)
    drawn = []
    for seed in (7, 7, 8, 9, 10):
        with transaction.atomic():
            sample = draw(room, seed=seed)
            drawn.append(list(sample.rows.values_list("claim_id", flat=True)))
            transaction.set_rollback(True)
    assert drawn[0] == drawn[1]
    assert len({tuple(rows) for rows in drawn}) > 1


def test_who_drew_when_and_with_which_seed_stands_in_the_history(filed, room, sampling):
    sample = draw(room, seed=42)
    assert (sample.population, sample.batch_count, sample.rows.count()) == (5, 1, 2)
    entry = Entry.objects.get(verb="training.sample_check.add")
    assert (entry.actor, entry.at, entry.changes["seed"][1]) == (
        room.world.people["a_bureau"].name, AT, "42",
    )  # fmt: skip
    assert entry.changes["batches"] == ["", str(filed.pk)]


def test_a_batch_is_drawn_once(filed, room, sampling):
    draw(room)
    with pytest.raises(Refused, match="没有需要抽查"):
        draw(room, seed=8)


def test_a_county_draws_its_own_and_another_nothing(filed, room, sampling):
    with pytest.raises(Refused, match="没有需要抽查"):
        draw(room, by="b_bureau", area="b")
    for key in ("a2_officer", "secretariat", "a3_teacher"):
        with pytest.raises(NotPermitted):
            draw(room, by=key)
    with pytest.raises(NotPermitted):
        draw(room, by="b_bureau", area="a")


def test_nothing_is_verified_before_its_sample_is_looked_at(filed, room, sampling):
    with pytest.raises(Incomplete, match="还没有抽查"):
        verify(room, filed)
    sample = draw(room)
    with pytest.raises(Incomplete, match="还有 2 条没有核查"):
        verify(room, filed)
    find(room, sample)
    done = verify(room, filed)
    assert (done.state, done.sample, done.claim_count) == (S.VERIFIED, None, 5)


def test_what_is_not_in_order_needs_a_note(filed, room, sampling):
    sample = draw(room)
    with pytest.raises(Incomplete, match="请写明问题"):
        find(room, sample, "not_in_order")


def test_a_failed_sample_leads_to_a_return(filed, room, sampling):
    find(room, draw(room), "not_in_order", "没有签到")
    with pytest.raises(Incomplete, match="请退回完善或全部核查"):
        verify(room, filed)
    bureau = room.world.person("a_bureau")
    batch = actions.return_hours_batch(filed, by=bureau, at=AT, text="没有签到")
    assert (batch.state, batch.sample) == (S.DRAFT, None)
    again = actions.file_hours_batch(batch, by=room.world.person("a2_officer"), at=AT)
    with pytest.raises(Incomplete, match="还没有抽查"):
        verify(room, again)


def test_or_to_a_look_at_every_line_and_the_faulty_do_not_count(filed, room, sampling):
    sample, bureau = draw(room), room.world.person("a_bureau")
    faulty = list(sample.rows.all())[:1]
    find(room, sample, "not_in_order", "请假", rows=faulty)
    find(room, sample, rows=list(sample.rows.exclude(pk=faulty[0].pk)))
    filed.refresh_from_db()
    actions.check_whole_batch(filed, by=bureau, at=AT)
    assert sample.rows.count() == 5
    find(room, sample, rows=list(sample.rows.filter(verdict="")))
    done = verify(room, filed)
    assert (done.claim_count, done.hours_total) == (4, 12)
    struck = HoursClaim.objects.get(is_void=True)
    assert (struck.pk, struck.void_reason) == (faulty[0].claim_id, "抽查不符合：请假")
    with pytest.raises(Refused, match="还没有抽查"):
        actions.check_whole_batch(done, by=bureau, at=AT)


def test_events_of_schools_end_at_the_county_and_others_at_the_city(enter, room, sampling):
    own = enter("a1", "a1_officer", what=activity("校级"), is_filed=True)
    county = activity("县级", form="teaching_research", level="county")
    other = enter("a1", "a1_officer", what=county, is_filed=True)
    bureau, city = room.world.person("a_bureau"), room.world.person("city_training")
    find(room, draw(room))
    assert actions.verify_hours_batches(HoursBatch.objects.all(), by=bureau, at=AT) == 2
    rule = queries.sampling(TODAY)
    reasons = queries.reasons_not_passed([own.pk, other.pk], CITY, rule)
    assert reasons == {own.pk: "", other.pk: "还没有抽查"}
    assert actions.recognise_hours_batches(HoursBatch.objects.all(), by=city, at=AT) == 1
    sample = draw(room, by="city_training", area="city", tier=CITY)
    assert set(sample.rows.values_list("batch", flat=True)) == {other.pk}
    find(room, sample, by="city_training")
    assert actions.recognise_hours_batches(HoursBatch.objects.all(), by=city, at=AT) == 1
    assert LedgerEntry.objects.count() == 4


def test_all_whose_sample_is_in_order_are_verified_and_the_rest_named(enter, room, sampling):
    set_figures(sample_share=1)
    good = enter("a1", "a1_officer", is_filed=True)
    bad = enter("a2", "a2_officer", is_filed=True)
    sample = draw(room)
    find(room, sample, rows=sample.rows.filter(batch=good))
    find(room, sample, "not_in_order", "没有记录", rows=sample.rows.filter(batch=bad)[:1])
    late = enter("a1", "a1_officer", what=activity("后来"), is_filed=True)
    bureau = room.world.person("a_bureau")
    assert actions.verify_hours_batches(HoursBatch.objects.all(), by=bureau, at=AT) == 1
    rule = queries.sampling(TODAY)
    left = HoursBatch.objects.filter(state=S.FILED).values("pk")
    assert queries.reasons_not_passed(left, COUNTY, rule) == {
        bad.pk: "抽中的还有 4 条没有核查", late.pk: "还没有抽查",
    }  # fmt: skip


def test_the_school_does_not_take_back_what_is_being_looked_at(filed, room, sampling):
    draw(room)
    with pytest.raises(Refused, match="已经开始抽查"):
        actions.withdraw_hours_batch(filed, by=room.world.person("a2_officer"), at=AT)


def test_a_drawn_line_that_left_its_list_is_still_named(filed, room, sampling):
    sample, officer = draw(room), room.world.person("a2_officer")
    bureau = room.world.person("a_bureau")
    label = SampledClaim.objects.first().label
    batch = actions.return_hours_batch(filed, by=bureau, at=AT, text="重做")
    actions.delete_hours_batch(batch, by=officer, at=AT)
    assert label.endswith("2023-05-24 周三校本研修 3.0 学时")
    assert sample.rows.filter(label=label, claim=None, batch=None).exists()


def test_the_county_draws_and_judges_on_its_pages(filed, sign_in, sampling):
    client = sign_in("a_bureau")
    body = text(client.post(reverse("training:sample-check-add"), follow=True))
    assert "已从 5 人次中抽出" in body
    sample = SampleCheck.objects.get()
    address = reverse("training:sample-check-change", args=[sample.pk])
    first = sample.rows.first()
    data = {f"verdict-{first.pk}": "not_in_order", f"note-{first.pk}": "", "then": "rest"}
    assert "请写明问题" in text(client.post(address, data))
    client.post(address, {"then": "rest"})
    assert set(sample.rows.values_list("verdict", flat=True)) == {"in_order"}
    body = text(client.post(reverse("training:verify-all"), follow=True))
    assert "已办理 1 批" in body


def test_the_evidence_is_at_hand_where_it_is_looked_at(filed, room, sign_in, sampling):
    officer = room.world.person("a2_officer")
    actions.add_evidence(filed, by=officer, at=AT, uploads=[pdf("签到表.pdf")])
    sample = draw(room)
    body = text(sign_in("a_bureau").get(reverse("training:sample-check-change", args=[sample.pk])))
    file = filed.attachments.get()
    address = reverse("training:hours-batch-evidence-file", args=[filed.pk, file.pk])
    assert address in body
    assert "应看：备案计划、签到表、活动记录" in body
    response = sign_in("a_bureau").get(address)
    assert (response.status_code, b"".join(response)[:5]) == (200, b"%PDF-")
    assert sign_in("b_bureau").get(address).status_code == 404


def test_a_warned_line_says_so_on_the_page_of_its_batch(enter, sign_in):
    batch = enter("a1", "a1_officer", what=activity("其一", hours=6), is_filed=True)
    enter("a1", "a1_officer", what=activity("其二", hours=3), is_filed=True)
    body = text(sign_in("a_bureau").get(url("detail", batch)))
    assert "同一天还有：其二；当天合计 9 学时，超过 8" in body


@pytest.mark.usefixtures("sampling")
def test_where_nothing_waits_there_is_nothing_to_press(enter, sign_in):
    client, address = sign_in("a_bureau"), reverse("training:sample-check-add")
    assert "现在没有等待抽查的申报" in text(client.get(address))
    enter("a2", "a2_officer", is_filed=True)
    assert "现在没有等待抽查的申报" not in text(client.get(address))
