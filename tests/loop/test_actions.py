"""A Matter from its issue to its verified end: each verb, and when it answers with a sentence."""

from datetime import date, timedelta

import pytest

from pueredu.audit.models import Entry
from pueredu.files.actions import store_file
from pueredu.kit.errors import Incomplete, NotPermitted, Refused, WrongState
from pueredu.loop import actions
from pueredu.loop.enums import MatterState as S
from pueredu.loop.models import Matter, MatterEvent
from pueredu.units.access.paper import PaperAct
from tests.support import matters
from tests.support.files import pdf
from tests.support.world import AT, TODAY

pytestmark = pytest.mark.usefixtures("errands")


def issue(matter, world, key="secretariat", **words):
    terms = {"paper": matters.SIGNED, "due_on": matters.DUE_ON, **words}
    return actions.issue_matter(matter, by=world.person(key), at=AT, **terms)


def verbs_of(matter):
    return list(matter.events.values_list("verb", flat=True))


def test_a_draft_is_counted_by_kind_and_year_and_belongs_to_the_area_of_its_lead_unit(world):
    first, second = matters.draft(world), matters.draft(world, "b-finance")
    assert (first.state, first.county) == (S.DRAFT, world.units["a"])
    assert second.county == world.units["b"]
    assert (first.serial, second.serial) == ("交办件2023-1", "交办件2023-2")
    assert Entry.objects.about(first).values_list("verb", flat=True).get() == "loop.matter.add"


def test_only_those_who_may_give_may_draft(world):
    assignment = actions.Assignment("errand", "事", "", world.units["a-finance"], "来源")
    with pytest.raises(NotPermitted):
        actions.draft_matter(assignment, by=world.person("a_government"), at=AT)
    assert Matter.objects.count() == 0


def test_issuing_fixes_signatory_and_both_dates_and_writes_history(world):
    matter = issue(matters.draft(world), world, authority="市委教育工作领导小组")
    assert (matter.state, matter.signatory, matter.issued_at) == (S.ISSUED, "秘书长", AT)
    assert (matter.due_on, matter.original_due_on) == (matters.DUE_ON, matters.DUE_ON)
    event = matter.events.get()
    assert (event.verb, event.by, event.post) == (
        "issue", world.people["secretariat"], "测试市秘书组·市领导小组秘书组",
    )  # fmt: skip
    entry = Entry.objects.about(matter).last()
    assert (entry.verb, entry.changes["state"]) == ("loop.matter.issue", ["draft", "issued"])


@pytest.mark.parametrize(
    ("terms", "kind", "sentence"),
    [
        ({"due_on": TODAY - timedelta(1)}, Refused, "办理时限不能早于今天。"),
        ({"paper": PaperAct("  ", TODAY)}, Incomplete, "请填写签批人（职务）。"),
        ({"paper": PaperAct("秘书长", TODAY + timedelta(1))}, Refused, "签批日期不能晚于今天。"),
    ],
)
def test_issuing_without_a_signatory_or_into_the_past_is_refused(world, terms, kind, sentence):
    matter = matters.draft(world)
    with pytest.raises(kind) as refusal:
        issue(matter, world, **terms)
    assert str(refusal.value) == sentence
    assert Matter.objects.get().state == S.DRAFT


def test_issuing_twice_meets_a_sentence(world):
    with pytest.raises(WrongState, match="不能交办"):
        issue(matters.issued(world), world)


def test_the_lead_unit_signs_for_it_and_nobody_else_does(world):
    matter = matters.issued(world)
    for key in ("a_finance", "b_government", "a_bureau", "secretariat"):
        with pytest.raises(NotPermitted):
            actions.receive_matter(matter, by=world.person(key), at=AT)
    matter = actions.receive_matter(matter, by=world.person("a_government"), at=AT)
    assert (matter.state, verbs_of(matter)) == (S.RECEIVED, ["issue", "receive"])


def test_progress_keeps_the_state_and_its_evidence(world):
    matter, doer = matters.received(world), world.person("a_government")
    file = store_file(pdf(), by=doer, at=AT, owner_label="loop.matter")
    matter = actions.report_progress_matter(
        matter, by=doer, at=AT, text="已完成招标", percent=40, attachments=[file]
    )
    assert (matter.state, matter.percent) == (S.RECEIVED, 40)
    event = matter.events.last()
    assert (event.text, event.percent, list(event.attachments.all())) == ("已完成招标", 40, [file])
    assert actions.evidence_of(matter) == [file]


def test_progress_above_a_hundred_meets_the_constraint_s_sentence(world):
    with pytest.raises(Refused, match="进度应在 0 到 100 之间"):
        actions.report_progress_matter(
            matters.received(world), by=world.person("a_government"), at=AT, text="多", percent=101
        )
    assert MatterEvent.objects.filter(verb="report_progress").count() == 0


def test_progress_before_receipt_is_too_early(world):
    with pytest.raises(WrongState, match="不能反馈进展"):
        actions.report_progress_matter(
            matters.issued(world), by=world.person("a_government"), at=AT, text="早", percent=1
        )


def test_nothing_is_submitted_without_evidence(world):
    matter = matters.received(world)
    with pytest.raises(Incomplete, match="还没有佐证材料"):
        actions.submit_matter(matter, by=world.person("a_government"), at=AT, text="完成")
    assert Matter.objects.get().state == S.RECEIVED


def test_evidence_of_an_earlier_progress_is_enough_to_submit(world):
    matter, doer = matters.received(world), world.person("a_government")
    file = store_file(pdf(), by=doer, at=AT, owner_label="loop.matter")
    actions.report_progress_matter(
        matter, by=doer, at=AT, text="一半", percent=50, attachments=[file]
    )
    matter = actions.submit_matter(matter, by=doer, at=AT, text="完成")
    assert (matter.state, matter.submitted_by, matter.percent) == (S.SUBMITTED, doer, 100)


def test_the_bureau_returns_with_words_and_the_lead_unit_goes_on(world):
    matter = actions.return_matter(
        matters.submitted(world), by=world.person("city_staff"), at=AT, text="请补验收单"
    )
    assert (matter.state, matter.submitted_by) == (S.RECEIVED, None)
    assert matter.events.last().text == "请补验收单"


def test_what_was_returned_stands_again_where_it_was_last_reported(world):
    matter, doer = matters.received(world), world.person("a_government")
    file = store_file(pdf(), by=doer, at=AT, owner_label="loop.matter")
    words = {"by": doer, "at": AT}
    actions.report_progress_matter(matter, **words, text="一半", percent=50, attachments=[file])
    matter = actions.submit_matter(matter, **words, text="完成")
    back = actions.return_matter(matter, by=world.person("city_staff"), at=AT, text="请补验收单")
    assert back.percent == 50


def test_returning_without_words_is_refused(world):
    with pytest.raises(Incomplete, match="请写明需要完善的内容"):
        actions.return_matter(
            matters.submitted(world), by=world.person("city_staff"), at=AT, text=" "
        )


def test_the_doer_s_side_never_verifies(world):
    matter = matters.submitted(world)
    for key in ("a_government", "a_bureau", "city_leader"):
        with pytest.raises(NotPermitted):
            actions.close_matter(matter, by=world.person(key), at=AT)


def test_closing_ends_it_and_says_so_in_the_words_of_its_kind(world):
    matter = matters.closed(world)
    assert (matter.state, matter.closed_at, matter.is_open) == (S.CLOSED, AT, False)
    assert (matter.closed_by, matter.state_label) == (world.people["city_staff"], "已办结")
    assert verbs_of(matter) == ["issue", "receive", "submit", "close"]


def test_a_person_with_two_posts_does_not_verify_the_own_work(world):
    matter, doer = matters.submitted(world), world.people["a_government"]
    doer.memberships.create(
        unit=world.units["city-secretariat"], role="secretariat", since="2020-01-01"
    )
    with pytest.raises(Refused, match="请换一位同志核验"):
        actions.close_matter(matter, by=world.person("a_government"), at=AT)
    assert Matter.objects.get().state == S.SUBMITTED


def test_closing_what_was_not_submitted_is_too_early(world):
    with pytest.raises(WrongState, match="不能核验通过"):
        actions.close_matter(matters.received(world), by=world.person("city_staff"), at=AT)


def test_an_extension_moves_the_date_and_keeps_the_original_one(world):
    later = matters.DUE_ON + timedelta(30)
    matter = actions.extend_matter(
        matters.received(world), by=world.person("secretariat"), at=AT, due_on=later, text="汛期"
    )
    assert (matter.due_on, matter.original_due_on) == (later, matters.DUE_ON)
    assert (matter.state, matter.events.last().text) == (S.RECEIVED, "汛期")


@pytest.mark.parametrize(
    ("at", "due_on", "text", "sentence"),
    [
        (AT + timedelta(60), date(2023, 12, 1), "晚", "时限已过，不能再延期；逾期以原定时限计。"),
        (AT, matters.DUE_ON, "同日", "新的时限应晚于现在的时限。"),
        (AT, date(2023, 12, 1), " ", "请写明理由。"),
    ],
)
def test_an_extension_needs_time_a_later_date_and_a_reason(world, at, due_on, text, sentence):
    matter = matters.received(world)
    with pytest.raises(Refused) as refusal:
        actions.extend_matter(
            matter, by=world.person("secretariat"), at=at, due_on=due_on, text=text
        )
    assert str(refusal.value) == sentence
    assert Matter.objects.get().due_on == matters.DUE_ON


def test_the_day_of_the_due_date_is_still_in_time_for_an_extension(world):
    last_moment = AT + timedelta((matters.DUE_ON - TODAY).days)
    matter = actions.extend_matter(
        matters.received(world), by=world.person("secretariat"), at=last_moment,
        due_on=date(2023, 7, 10), text="雨",
    )  # fmt: skip
    assert matter.due_on == date(2023, 7, 10)


def test_chasing_is_an_event_each_time(world):
    matter = matters.issued(world)
    for _ in range(2):
        actions.chase_matter(matter, by=world.person("secretariat"), at=AT)
    assert (Matter.objects.get().state, verbs_of(matter)) == (S.ISSUED, ["issue", "chase", "chase"])


def test_what_waits_for_verification_is_not_chased(world):
    with pytest.raises(WrongState, match="不能催办"):
        actions.chase_matter(matters.submitted(world), by=world.person("secretariat"), at=AT)


def test_reopening_clears_the_end_and_keeps_its_history(world):
    matter = actions.reopen_matter(
        matters.closed(world), by=world.person("secretariat"), at=AT, text="回头看发现反弹"
    )
    assert (matter.state, matter.closed_by, matter.closed_at) == (S.RECEIVED, None, None)
    assert matter.submitted_by is None
    assert verbs_of(matter) == ["issue", "receive", "submit", "close", "reopen"]


def test_withdrawing_needs_a_reason_and_ends_the_matter(world):
    matter, secretariat = matters.issued(world), world.person("secretariat")
    with pytest.raises(Incomplete, match="请写明理由"):
        actions.withdraw_matter(matter, by=secretariat, at=AT, text="")
    matter = actions.withdraw_matter(matter, by=secretariat, at=AT, text="重复交办")
    assert (matter.state, matter.is_open) == (S.WITHDRAWN, False)
    with pytest.raises(WrongState):
        actions.receive_matter(matter, by=world.person("a_government"), at=AT)
