"""Screens: the county's report, from filling to acceptance."""

from django.db import transaction
from django.urls import reverse

from accountability import actions
from accountability.enums import ReportState
from accountability.enums import ReportTransition as T
from accountability.forms import (
    ReportFillForm,
    ReportFilterForm,
    ReportReturnForm,
    ReportUnlockForm,
)
from accountability.models import Report
from accountability.queries import topics_with_answers
from accountability.tables import ReportTable, report_state
from pueredu.calendar.queries import working_days_between
from pueredu.kit.templatetags.formats import day, moment
from pueredu.office.forms import ConfirmForm
from pueredu.office.pages import DetailPage, DownloadPage, ListPage, TransitionPage


class ReportListView(ListPage):
    access = "accountability.view_report"
    title = "述职报告"
    lead = "县(区)委书记年度教育工作述职：按时报送，逐题回应，审阅接收。"
    model = Report
    table = ReportTable
    filter_form = ReportFilterForm
    empty_title = "还没有述职报告"
    empty_text = "年度实施方案下发后，各县(区)的述职报告会出现在这里。"

    def get_rows(self):
        return super().get_rows().in_official_order()


class ReportDetailView(DetailPage):
    access = "accountability.view_report"
    model = Report
    related = ("plan", "county", "unit")
    prefetched = ("plan__topics", "answers", "files__attachment")
    template_name = "accountability/report_detail.html"

    def get_trail(self):
        return [("述职报告", reverse("accountability:report-list"))]

    def get_state(self):
        badge = report_state(self.record)
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        report = self.record
        return [
            ("述职单位", report.unit.name),
            ("报送时限", day(report.plan.due_on)),
            ("锁定日期", day(report.locks_on)),
            ("签批人", report.signatory),
            ("签批日期", day(report.signed_on)),
            ("文号", report.document_number),
            (
                "报送时间",
                f"{moment(report.submitted_at)}{'（迟于时限）' if report.is_late else ''}",
            ),
        ]

    def get_files(self):
        return [file_link(self.record, file) for file in self.record.files.all()]

    def get_context_data(self, **kwargs):
        report, is_open = self.record, self.record.state == ReportState.DRAFT
        context = {
            "topics": topics_with_answers(report),
            "missing": actions.missing_of(report) if is_open else [],
            "is_locked": is_open and self.today > report.locks_on,
        }
        if is_open:
            left = working_days_between(self.today, report.plan.due_on)
            context["due"] = {"on": report.plan.due_on, "days_left": left}
        return super().get_context_data(**{**context, **kwargs})


class ReportFileView(DownloadPage):
    access = "accountability.view_report"
    model = Report

    def get_attachments(self, record):
        return [file.attachment for file in record.files.select_related("attachment")]


class ReportTransitionPage(TransitionPage):
    model = Report
    related = ("plan", "county", "unit")
    form_class = ConfirmForm

    def get_facts(self):
        return [("报送时限", day(self.record.plan.due_on)), ("锁定日期", day(self.record.locks_on))]


class ReportFillView(ReportTransitionPage):
    access = "accountability.fill_report"
    verb = T.FILL
    form_class = ReportFillForm
    submit_label = "保存"
    effect = "可多次保存，保存后再报送。已上传的文件会保留，重新上传即为新的版次。"

    def get_form_kwargs(self):
        return {"report": self.record}

    @transaction.atomic
    def act(self, form):
        return actions.fill_report(self.record, by=self.request.user, at=self.at, **form.words())

    def get_done_text(self, result):
        return "已保存。填写齐全后请点“报送”。"


class ReportSubmitView(ReportTransitionPage):
    access = "accountability.submit_report"
    verb = T.SUBMIT
    action = actions.submit_report
    effect = "报送后由市委教育工作领导小组秘书组审阅，期间不能再修改。"


class ReportReturnView(ReportTransitionPage):
    access = "accountability.return_report"
    verb = T.RETURN
    action = actions.return_report
    form_class = ReportReturnForm
    effect = "以秘书组名义请县(区)修改完善，县(区)可修改后重新报送。"


class ReportAcceptView(ReportTransitionPage):
    access = "accountability.accept_report"
    verb = T.ACCEPT
    action = actions.accept_report


class ReportUnlockView(ReportTransitionPage):
    access = "accountability.unlock_report"
    verb = T.UNLOCK
    action = actions.unlock_report
    form_class = ReportUnlockForm
    effect = "延长有理由、有经办人、有截止日；迟报标记不变。"


def file_link(report, file) -> dict:
    """A report's file as ``components/file_link.html`` shows it."""
    attachment = file.attachment
    return {
        "name": f"{file}：{attachment.name}",
        "url": reverse("accountability:report-file", args=[report.pk, attachment.pk]),
        "size": attachment.size,
        "level": attachment.get_disclosure_display(),
        "at": attachment.uploaded_at,
        "sha256": attachment.sha256,
    }
