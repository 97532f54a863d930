"""公示: posted for working days, withdrawn, filed when nobody objects; printed without more than names."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from pueredu.audit.models import Entry
from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.notices.models import Message
from tests.support.world import AT, TODAY
from tests.training.conftest import activity, roster_of
from tests.training.test_views import ROSTER, entry, text, url
from training import actions, queries
from training.enums import BatchState as S
from training.models import HoursBatch

OVER = AT + timedelta(days=8)  # five working days and a weekend later


@pytest.fixture
def posted(posting, enter) -> HoursBatch:
    return enter("a2", "a2_officer", is_posted=True)


def test_a_list_is_posted_for_the_working_days_of_the_figure(posted, room):
    officer = room.world.people["a2_officer"]
    assert (posted.state, posted.posted_by, posted.posted_on) == (S.POSTED, officer, TODAY)
    assert (posted.posting_ends_on, posted.due_on) == (date(2023, 6, 1), date(2023, 6, 8))
    assert posted.posting_contact == officer.name
    assert Entry.objects.filter(verb="training.hours_batch.post").count() == 1


def test_a_draft_is_not_filed_without_its_posting(posting, enter, room):
    batch, officer = enter("a2", "a2_officer"), room.world.person("a2_officer")
    with pytest.raises(Incomplete, match="须公示 5 个工作日"):
        actions.file_hours_batch(batch, by=officer, at=AT)


def test_it_is_filed_when_the_days_are_over_and_not_before(posted, room):
    officer = room.world.person("a2_officer")
    with pytest.raises(Incomplete, match="公示到 6月1日 为止"):
        actions.file_hours_batch(posted, by=officer, at=AT)
    assert actions.file_hours_batch(posted, by=officer, at=OVER).state == S.FILED


def test_where_nothing_is_posted_posting_is_refused(draft, room):
    with pytest.raises(Refused, match="不要求公示"):
        actions.post_hours_batch(draft, by=room.world.person("a2_officer"), at=AT)


@pytest.mark.parametrize("key", ["a1_officer", "a_bureau", "a3_teacher", "b1_officer"])
def test_nobody_else_posts_or_withdraws(posting, enter, room, key):
    batch = enter("a2", "a2_officer")
    with pytest.raises(NotPermitted):
        actions.post_hours_batch(batch, by=room.world.person(key), at=AT)


def test_a_posting_that_is_broken_off_begins_anew(posted, room):
    officer = room.world.person("a2_officer")
    batch = actions.withdraw_hours_batch(posted, by=officer, at=AT)
    assert (batch.state, batch.posted_on, batch.posting_ends_on) == (S.DRAFT, None, None)
    with pytest.raises(Incomplete, match="请先公示"):
        actions.file_hours_batch(batch, by=officer, at=OVER)


def test_what_stood_its_days_is_not_posted_again_after_a_return(posted, room):
    officer, bureau = room.world.person("a2_officer"), room.world.person("a_bureau")
    filed = actions.file_hours_batch(posted, by=officer, at=OVER)
    batch = actions.return_hours_batch(filed, by=bureau, at=OVER, text="a3-1 请假")
    fewer = [row for row in roster_of(room, "a2", "a3") if row.code != "a3-1"]
    changed = actions.change_hours_batch(batch, fewer, by=officer, at=OVER, hours=Decimal(3)).batch
    assert actions.file_hours_batch(changed, by=officer, at=OVER).claim_count == 4


@pytest.mark.parametrize(("codes", "hours"), [(("a2-0", "a3-0", "a3-1"), 3), (("a2-0",), 4)])
def test_who_is_added_or_gets_more_is_posted_anew(posting, enter, room, codes, hours):
    officer = room.world.person("a2_officer")
    roster = [room.learners["a2-0"], room.learners["a3-0"]]
    batch = enter("a2", "a2_officer", roster=roster, is_posted=True)
    filed = actions.file_hours_batch(batch, by=officer, at=OVER)
    batch = actions.withdraw_hours_batch(filed, by=officer, at=OVER)
    assert batch.posting_ends_on == date(2023, 6, 1)
    present = [room.learners[code] for code in codes]
    words = {"by": officer, "at": OVER, "hours": Decimal(hours)}
    assert actions.change_hours_batch(batch, present, **words).batch.posting_ends_on is None


def test_a_month_is_posted_and_filed_at_once(posting, enter, room):
    first = enter("a2", "a2_officer")
    second = enter("a2", "a2_officer", what=activity("其二"))
    enter("a1", "a1_officer")
    officer, mine = room.world.person("a2_officer"), HoursBatch.objects.all()
    assert actions.post_hours_batches(mine, by=officer, at=AT, contact="王老师 1234") == 2
    sheet = queries.posting_sheet(HoursBatch.objects.get(pk=first.pk))
    assert [event.title for event in sheet.activities] == ["周三校本研修", "其二"]
    assert [(row.events, row.hours) for row in sheet.people] == [("1、2", Decimal(6))] * 5
    assert actions.file_hours_batches(mine, by=officer, at=AT) == 0
    assert actions.file_hours_batches(mine, by=officer, at=OVER) == 2
    told = Message.objects.filter(kind="HoursBatchFiled")
    assert [row.title[-11:] for row in told] == ["了 2 批学时，待审核"]
    assert HoursBatch.objects.get(pk=second.pk).posting_contact == "王老师 1234"
    reasons = queries.reasons_not_filed(HoursBatch.objects.filter(state=S.DRAFT), TODAY)
    assert list(reasons.values()) == ["申报前须公示 5 个工作日，请先公示。"]


def test_the_sheet_shows_names_hours_period_and_contact_and_no_more(posted, room, sign_in):
    body = text(sign_in("a2_officer").get(url("posting", posted)))
    learner = room.learners["a3-0"]
    for word in ("2023年5月25日至2023年6月1日", learner.name, "周三校本研修", "联系人"):
        assert word in body
    assert learner.code not in body.replace(learner.name, "")
    assert sign_in("b_bureau").get(url("posting", posted)).status_code == 404


def test_a_list_that_was_never_posted_has_no_sheet(draft, sign_in):
    assert sign_in("a2_officer").get(url("posting", draft)).status_code == 404


def test_the_roster_page_posts_with_one_button(posting, room, sign_in):
    client = sign_in("a2_officer")
    body = text(client.get(ROSTER))
    assert ("保存并公示" in body, "保存并申报" in body) == (True, False)
    client.post(ROSTER, entry(room, then="post"))
    assert HoursBatch.objects.get().state == S.POSTED


def test_the_days_of_grace_begin_when_the_posting_is_over(posted, room):
    def owed(day):
        return [row.title for row in queries.owed(room.world.person("a2_officer"), day)]

    assert owed(TODAY) == []
    assert owed(date(2023, 6, 2)) == ["公示期满，待申报：5月24日 周三校本研修"]


def test_after_posting_all_the_posted_lists_with_their_sheets_are_shown(posting, enter, sign_in):
    batch = enter("a2", "a2_officer")
    page = sign_in("a2_officer").post(
        reverse("training:post-all"), {"contact": "李老师 0879-1234567"}, follow=True
    )
    assert page.redirect_chain == [(f"{reverse('training:hours-batch-list')}?state=posted", 302)]
    assert batch.get_absolute_url() in text(page)


def test_all_that_is_over_is_filed_and_the_rest_is_named(posting, enter, sign_in):
    batch = enter("a2", "a2_officer", is_posted=True)
    past = {"posted_on": date(2023, 5, 16), "posting_ends_on": date(2023, 5, 23)}
    HoursBatch.objects.filter(pk=batch.pk).update(**past)
    enter("a2", "a2_officer", what=activity("其二"))
    body = text(sign_in("a2_officer").post(reverse("training:file-all"), follow=True))
    assert "已办理 1 批。跳过 1 批" in body
    assert "申报前须公示 5 个工作日" in body
    page = text(sign_in("a2_officer").get(reverse("training:file-all")))
    assert ("将办理的名单" in page, "现在没有可以办理的名单" in page) == (False, True)
    page = text(sign_in("a2_officer").get(reverse("training:post-all")))
    assert ("将办理的名单" in page, "现在没有可以办理的名单" in page) == (True, False)
