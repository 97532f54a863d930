"""What does not count is kept, and says why; a reversal stands where everybody reads it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from pueredu.notices.models import Message
from tests.support.world import AT, TODAY
from tests.training.conftest import activity
from tests.training.test_ledger import recognise  # noqa: F401 - a fixture
from tests.training.test_views import text, url
from training import actions, queries
from training.models import HoursClaim, LedgerEntry

MINE = reverse("training:my-hours")


def page(sign_in, key: str, claim) -> str:
    return text(sign_in(key).get(claim.get_absolute_url()))


def test_a_duplicate_is_kept_in_the_list_with_the_list_that_has_it(enter, room, sign_in):
    first = enter("a2", "a2_officer", roster=[room.learners["a3-0"]])
    roster = [room.learners["a3-0"], room.learners["a3-1"]]
    batch = enter("a2", "a2_officer", roster=roster, what=activity("周三　校本研修"))
    kept = batch.claims.get(is_void=True)
    assert (batch.claim_count, kept.learner.code) == (1, "a3-0")
    words = f"不计：与“{first.title}”重复"
    assert words in text(sign_in("a2_officer").get(url("detail", batch)))
    assert "同一活动只计一次" in page(sign_in, "a3_teacher", kept)
    assert "不计的" in text(sign_in("a3_teacher").get(MINE))


def test_over_the_cap_is_said_with_the_rule_and_what_counted(recognise, sign_in):  # noqa: F811
    recognise(activity("其一", hours=Decimal(30)), "a3-0")
    entry = recognise(activity("其二", hours=Decimal(10)), "a3-0")
    body = page(sign_in, "a3_teacher", entry.claim)
    assert "每年最多计 36 学时，已计 36 学时；这一条认定 10 学时，其中 4 学时超上限不计" in body


def test_what_counts_in_full_says_so(recognise, sign_in):  # noqa: F811
    entry = recognise(activity(), "a3-0")
    assert "这一条已全部计入" in page(sign_in, "a3_teacher", entry.claim)
    assert queries.why_not_counted(entry.claim, TODAY) == []


def test_what_is_on_its_way_says_whose_turn_it_is(enter, room):
    enter("a1", "a1_officer", what=activity("其一", hours=Decimal(9)), is_filed=True)
    claim = HoursClaim.objects.get(learner__code="a1-0")
    assert queries.why_not_counted(claim, TODAY) == [
        "等待县(区)审核，认定后计入。", "当天合计 9 学时，超过 8。审核时会核对。",
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["b_bureau", "a1_officer", "a1_teacher", "a_finance"])
def test_a_line_is_for_its_learner_school_and_county(draft, sign_in, key):
    claim = HoursClaim.objects.get(learner__code="a3-0")
    assert sign_in(key).get(claim.get_absolute_url()).status_code == 404


def test_the_bureau_reverses_on_a_page_and_everybody_concerned_is_told(recognised, room, sign_in):
    entry = LedgerEntry.objects.get(learner__code="a3-0")
    client = sign_in("city_training")
    address = reverse("training:ledger-entry-reverse", args=[entry.pk])
    assert address in text(client.get(entry.get_absolute_url()))
    assert client.post(address, {"reason": ""}).status_code == 422
    done = client.post(address, {"reason": "佐证材料不实"}, follow=True)
    assert "已冲销" in text(done)
    assert "为什么不计" in text(done)
    told = Message.objects.filter(kind="LedgerEntryReversed").order_by("recipient__username")
    assert [row.recipient.username for row in told] == ["a2_officer", "a3_teacher"]
    assert "冲销 -3：佐证材料不实" in text(sign_in("a3_teacher").get(MINE))
    assert "这一条已经冲销" in text(client.post(address, {"reason": "再次"}))
    assert sign_in("a_bureau").get(address).status_code == 403


def test_the_admin_has_a_button_for_the_same_action(recognised, sign_in):
    address = f"/admin/training/ledgerentry/{LedgerEntry.objects.first().pk}"
    body = text(sign_in("city_training").get(f"{address}/change/"))
    assert f"{address}/do/reverse/" in body


def test_the_lists_of_lines_and_entries_are_filtered(recognised, enter, sign_in):
    enter("a1", "a1_officer")
    claims, entries = reverse("training:hours-claim-list"), reverse("training:ledger-entry-list")
    client = sign_in("a_bureau")
    assert len(client.get(claims).context["table"].rows) == 7
    assert len(client.get(f"{claims}?q=a3-1").context["table"].rows) == 1
    assert len(client.get(f"{claims}?void=on").context["table"].rows) == 0
    assert len(client.get(entries).context["table"].rows) == 5
    assert len(client.get(f"{entries}?reversed=on").context["table"].rows) == 0
    assert len(sign_in("b_bureau").get(claims).context["table"].rows) == 0


def test_a_mended_roster_keeps_no_second_trace_of_a_duplicate(enter, room):
    enter("a2", "a2_officer", roster=[room.learners["a3-0"]])
    roster = [room.learners["a3-0"], room.learners["a3-1"]]
    batch = enter("a2", "a2_officer", roster=roster)
    officer = room.world.person("a2_officer")
    again = actions.change_hours_batch(batch, roster, by=officer, at=AT, hours=Decimal(3))
    assert again.known == ("教师a3-0",)
    assert batch.claims.count() == 2
