"""Demonstration data: the 2023 year, with reports in every state."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accountability import actions
from accountability.models import MandatoryTopic, Report, YearPlan
from pueredu.documents.demo import demo_docx, demo_pdf
from pueredu.units.access.holders import holders
from pueredu.units.access.records import save_record

YEAR = 2023


def reference(*, at: datetime) -> int:
    """Nothing official is known of this room's texts, so nothing is loaded."""
    return 0


def demo(*, scale: str, at: datetime) -> int:
    """The plan of 2023 with its topic 十条措施落实 [P], sent out; the first three counties handed
    in, of which one was accepted and one asked to complete. Returns how many reports exist."""
    if YearPlan.objects.filter(year=YEAR).exists():
        return 0
    plan = YearPlan(
        year=YEAR,
        title="2023年度县(区)委书记教育工作述职实施方案（演示）",
        source="正式文本待录入",
        due_on=datetime(YEAR, 7, 31).date(),  # noqa: DTZ001 - a day, not a moment
        lock_on=datetime(YEAR, 8, 15).date(),  # noqa: DTZ001
    )
    secretariat = holders("accountability.add_year_plan", plan)[0]
    save_record(plan, by=secretariat, at=at)
    topic = MandatoryTopic(plan=plan, no=1, title="十条措施落实")
    save_record(topic, by=secretariat, at=at)
    actions.open_year_plan(plan, by=secretariat, at=at)
    reports = list(Report.objects.filter(plan=plan).in_official_order())
    for report in reports[:3]:
        _hand_in(report, topic, at=at + timedelta(days=1))
    actions.accept_report(reports[0], by=secretariat, at=at + timedelta(days=2))
    actions.return_report(
        reports[1],
        by=secretariat,
        at=at + timedelta(days=2),
        text="请补充经费投入的数据和佐证。（演示）",
    )
    return len(reports)


def _hand_in(report: Report, topic: MandatoryTopic, *, at: datetime) -> None:
    clerk = holders("accountability.submit_report", report)[0]
    actions.fill_report(
        report,
        by=clerk,
        at=at,
        answers={topic: ("第 2 页 二、十条措施落实情况", "")},
        signatory="县(区)委书记",
        signed_on=at.date(),
        uploads={
            "signed": SimpleUploadedFile("述职报告签批件（演示）.pdf", demo_pdf()),
            "word": SimpleUploadedFile("述职报告（演示）.docx", demo_docx(str(report))),
        },
    )
    actions.submit_report(report, by=clerk, at=at)
