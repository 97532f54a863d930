"""Who is told of what in the year of accountability, and what is reminded."""

from datetime import date

from accountability.models import Report
from pueredu.notices.classes import Due, Notice, Reminder


class ReportRequested(Notice):
    on = "accountability.add_report"
    to = "accountability.fill_report"
    reason = "您负责本县(区)述职报告的起草或报送"
    words = "请报送：{subject}"


class ReportSubmitted(Notice):
    on = "accountability.submit_report"
    to = "accountability.accept_report"
    reason = "您负责审阅各县(区)述职报告"
    words = "待审阅：{subject}"


class ReportReturned(Notice):
    on = "accountability.return_report"
    to = "accountability.fill_report"
    reason = "您负责本县(区)述职报告的起草或报送"
    words = "请修改完善：{subject}"


class ReportAccepted(Notice):
    on = "accountability.accept_report"
    to = "accountability.fill_report"
    reason = "您负责本县(区)述职报告的起草或报送"
    words = "已接收：{subject}"


class ReportUnlocked(Notice):
    on = "accountability.unlock_report"
    to = "accountability.fill_report"
    reason = "您负责本县(区)述职报告的起草或报送"
    words = "已延长报送至 {subject.unlocked_until:%-m月%-d日}：{subject}"


class ReportDue(Reminder):
    key = "report"
    reason = "您负责本县(区)述职报告的报送"
    words = "待报送：{subject}"

    @classmethod
    def due(cls, today: date):
        for report in Report.objects.awaiting_county().in_official_order():
            yield Due(report, report.plan.due_on, to="accountability.fill_report")
