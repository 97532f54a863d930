"""Reads that the desk and the room's own pages share."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from accountability.enums import ReportState, ReportTransition
from accountability.models import MandatoryTopic, Report, ReportFile
from pueredu.kit.names import permission
from pueredu.loop.owed import OpenRows, Owed, Paper

ROOM = "述职"


def owed(user, today: date) -> list[Owed]:
    """Reports to fill and hand in (county), to read (Secretariat)."""
    steps = {
        ReportTransition.FILL: (ReportState.DRAFT, "去填报"),
        ReportTransition.ACCEPT: (ReportState.SUBMITTED, "去审阅"),
    }
    return [
        Owed(
            title=str(report),
            verb=button,
            url=report.get_absolute_url(),
            due_on=report.plan.due_on if state == ReportState.DRAFT else None,
            room=ROOM,
            note="请修改完善" if state == ReportState.DRAFT and report.return_comment else "",
        )
        for verb, (state, button) in steps.items()
        for report in Report.objects.permitted(user, permission(verb, Report))
        .filter(state=state)
        .in_official_order()
    ]


def papers(user, limit: int) -> list[Paper]:
    """The newest papers of the open reports that this person fills or reads; one query."""
    mine = Report.objects.permitted(user, permission(ReportTransition.FILL, Report))
    mine |= Report.objects.permitted(user, permission(ReportTransition.ACCEPT, Report))
    files = ReportFile.objects.filter(report__in=mine.open().order_by())
    rows = files.select_related("attachment", "report__county", "report__plan").order_by("-id")
    return [
        Paper(
            name=row.attachment.name,
            url=reverse("accountability:report-file", args=[row.report_id, row.attachment_id]),
            at=row.attachment.uploaded_at,
            about=str(row.report),
        )
        for row in rows[:limit]
    ]


def open_reports(user):
    """Asked for and not yet accepted: what ``open_loops`` counts and its list shows."""
    return Report.objects.visible_to(user).open()


def open_loops(user, today: date) -> list[OpenRows]:
    """The reports that are still open within the person's sight; only a county's can be late."""
    return [
        OpenRows(
            label="述职报告",
            url=f"{reverse('accountability:report-list')}?open=on",
            rows=open_reports(user),
            title=Report.TITLE,
            due_on="plan__due_on",
            late=Q(state=ReportState.DRAFT, plan__due_on__lt=today),
        )
    ]


def topics_with_answers(report: Report) -> list[tuple[MandatoryTopic, object]]:
    """Every mandatory topic of the year with the report's answer, or None; two queries."""
    answers = {answer.topic_id: answer for answer in report.answers.all()}
    return [(topic, answers.get(topic.pk)) for topic in report.plan.topics.all()]


def unanswered_topics(report: Report) -> list[MandatoryTopic]:
    """The topics that still keep the report from being handed in."""
    return [topic for topic, answer in topics_with_answers(report) if answer is None]


def current_files(report: Report) -> dict[str, ReportFile]:
    """The newest version of each kind of file."""
    return {file.kind: file for file in sorted(report.files.all(), key=lambda file: file.version)}
