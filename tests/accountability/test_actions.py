"""The year of accountability, act by act."""

from datetime import date, timedelta

import pytest

from accountability import actions
from accountability.enums import ReportState, YearPlanState
from accountability.models import MandatoryTopic, Report, YearPlan
from pueredu.audit.models import Entry
from pueredu.kit.errors import Incomplete, NotPermitted, Refused, WrongState
from pueredu.notices.models import Message
from tests.support import files
from tests.support.world import AT

SUMMER = AT + timedelta(days=60)
AFTER_LOCK = AT + timedelta(days=90)


def test_opening_the_plan_asks_every_county_for_one_report(plan, world):
    assert plan.state == YearPlanState.OPENED
    assert set(Report.objects.values_list("unit__code", flat=True)) == {
        "T-a-party_committee",
        "T-b-party_committee",
    }
    told = Message.objects.filter(recipient=world.people["a_party_office"])
    assert [message.title for message in told] == ["请报送：金丝雀甲县2023年度教育工作述职报告"]


def test_a_plan_with_three_topics_is_refused_and_stays_a_draft(world):
    from tests.support.figures import load_figures

    load_figures()
    plan = YearPlan.objects.create(
        year=2023, title="方案", due_on=date(2023, 7, 31), lock_on=date(2023, 8, 15)
    )
    for no in (1, 2, 3):
        MandatoryTopic.objects.create(plan=plan, no=no, title=f"题 {no}")
    with pytest.raises(Refused, match="必述问题应为 1 至 2 个，现有 3 个"):
        actions.open_year_plan(plan, by=world.person("secretariat"), at=AT)
    plan.refresh_from_db()
    assert (plan.state, Report.objects.count()) == (YearPlanState.DRAFT, 0)


def test_a_report_with_an_open_topic_cannot_be_submitted_and_says_all_that_is_missing(
    report, world
):
    with pytest.raises(Incomplete) as refusal:
        actions.submit_report(report, by=world.person("a_party_office"), at=AT)
    assert str(refusal.value) == (
        "还不能报送：必述问题「十条措施落实」还没有回应；还没有上传签批件（PDF）；"
        "还没有上传报告正文（Word）；还没有登记签批人和签批日期。"
    )


def test_submit_return_resubmit_accept_closes_the_loop_and_leaves_its_history(filled, world):
    party, secretariat = world.person("a_party_office"), world.person("secretariat")
    submitted = actions.submit_report(filled, by=party, at=SUMMER)
    returned = actions.return_report(submitted, by=secretariat, at=SUMMER, text="请补充资金数据")
    assert (returned.state, returned.return_comment) == (ReportState.DRAFT, "请补充资金数据")
    again = actions.submit_report(returned, by=party, at=SUMMER)
    accepted = actions.accept_report(again, by=secretariat, at=SUMMER)
    assert (accepted.state, accepted.return_comment) == (ReportState.ACCEPTED, "")
    verbs = list(Entry.objects.about(accepted).values_list("verb", flat=True))
    assert [verb.rsplit(".", 1)[1] for verb in verbs] == [
        "add", "fill", "submit", "return", "submit", "accept",
    ]  # fmt: skip


def test_a_report_is_handed_in_for_whoever_signed_it_on_paper(filled, world):
    actions.submit_report(filled, by=world.person("a_party_office"), at=SUMMER)
    entry = Entry.objects.get(verb="accountability.report.submit")
    signed = filled.files.get(kind="signed").attachment
    assert (entry.actor, entry.on_behalf_of) == (
        world.people["a_party_office"].name, filled.signatory,
    )  # fmt: skip
    assert entry.changes["paper_signed_on"] == ["", filled.signed_on.isoformat()]
    assert entry.changes["paper_scan"] == ["", signed.sha256]


def test_a_return_without_words_is_refused(filled, world):
    submitted = actions.submit_report(filled, by=world.person("a_party_office"), at=AT)
    with pytest.raises(Incomplete, match="请写明需要修改完善的内容"):
        actions.return_report(submitted, by=world.person("secretariat"), at=AT, text="  ")


def test_a_county_never_accepts_its_own_report(filled, world):
    submitted = actions.submit_report(filled, by=world.person("a_party_office"), at=AT)
    with pytest.raises(NotPermitted):
        actions.accept_report(submitted, by=world.person("a_party_office"), at=AT)


def test_the_other_county_can_do_nothing_with_it(filled, world):
    with pytest.raises(NotPermitted):
        actions.submit_report(filled, by=world.person("b_party_office"), at=AT)


def test_submitting_twice_meets_a_sentence(filled, world):
    party = world.person("a_party_office")
    actions.submit_report(filled, by=party, at=AT)
    with pytest.raises(WrongState, match="现在的状态是「待审阅」，不能报送"):
        actions.submit_report(filled, by=party, at=AT)


def test_after_the_lock_only_an_unlock_with_its_reason_opens_again(filled, world):
    party, secretariat = world.person("a_party_office"), world.person("secretariat")
    with pytest.raises(Refused, match="报送已于2023年8月15日锁定"):
        actions.submit_report(filled, by=party, at=AFTER_LOCK)
    until = (AFTER_LOCK + timedelta(days=3)).date()
    unlocked = actions.unlock_report(
        filled, by=secretariat, at=AFTER_LOCK, until=until, text="洪灾影响"
    )
    late = actions.submit_report(unlocked, by=party, at=AFTER_LOCK)
    assert (late.state, late.is_late) == (ReportState.SUBMITTED, True)


def test_a_new_file_becomes_a_new_version_and_the_old_one_stays(filled, world):
    again = actions.fill_report(
        filled,
        by=world.person("a_bureau"),
        at=AT,
        answers={},
        signatory=filled.signatory,
        signed_on=filled.signed_on,
        uploads={"word": files.word(text="第二稿")},
    )
    versions = again.files.filter(kind="word").values_list("version", flat=True)
    assert sorted(versions) == [1, 2]


def test_a_file_of_the_wrong_kind_is_refused_and_nothing_is_kept(report, world):
    with pytest.raises(Refused):
        actions.fill_report(
            report,
            by=world.person("a_party_office"),
            at=AT,
            answers={report.plan.topics.get(): ("第 3 页", "")},
            uploads={"signed": files.word("签批件.docx")},
        )
    assert (report.files.count(), report.answers.count()) == (0, 0)
