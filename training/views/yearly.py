"""The yearly summary of a 县(区), and the ledger of the training fund."""

from decimal import Decimal

from django.urls import reverse
from django.utils.functional import cached_property

from pueredu.kit.errors import Refused
from pueredu.kit.templatetags.formats import day, moment, number
from pueredu.office.pages import (
    DetailPage,
    DownloadPage,
    FormPage,
    ListPage,
    RecordFormPage,
    TransitionPage,
)
from pueredu.units.models import Unit
from training import actions, queries
from training.enums import SummaryState
from training.enums import SummaryTransition as T
from training.forms import FundForm, ReturnForm, RevokeForm, SummaryForm
from training.models import CountySummary, FundEntry, TrainingYear
from training.tables import CountySummaryTable, FundEntryTable, FundTable, summary_state

SUMMARIES, FUND = "training:county-summary-list", "training:fund-entry-list"


def files_of(record, files, name: str) -> list[dict]:
    return [
        {"name": row.name, "size": row.size, "url": reverse(name, args=[record.pk, row.pk])}
        for row in files
    ]


class CountySummaryListView(ListPage):
    access = "training.view_county_summary"
    title = "县(区)年度培训总结"
    model = CountySummary
    table = CountySummaryTable
    empty_title = "还没有报送的总结"

    def get_rows(self):
        return super().get_rows().select_related("county", "year")

    def get_actions(self):
        if not self.request.user.has_perm("training.add_county_summary"):
            return []
        url = reverse("training:county-summary-add")
        return [{"label": "报送总结", "url": url, "kind": "primary"}]


class CountySummaryAddView(FormPage):
    access = "training.add_county_summary"
    title = "报送年度培训总结"
    lead = "直接填写，或者上传文件。"
    form_class = SummaryForm
    submit_label = "报送"
    done_text = "已报送，等待市级反馈。"

    def get_trail(self):
        return [("县(区)年度培训总结", reverse(SUMMARIES))]

    def get_form_kwargs(self):
        return {"years": TrainingYear.objects.filter(starts_on__lte=self.today)}

    def act(self, form):
        data = form.cleaned_data
        own = Unit.objects.permitted(self.request.user, self.access).select_related("area").first()
        if own is None:
            raise Refused("您的职务没有对应的县(区)。")
        summary = CountySummary(county=own.area, year=data["year"], text=data["text"])
        words = {"by": self.request.user, "at": self.at}
        return actions.add_county_summary(summary, uploads=data["attachments"], **words)


class CountySummaryDetailView(DetailPage):
    access = "training.view_county_summary"
    model = CountySummary
    related = ("county", "year")
    prefetched = ("attachments",)

    def get_trail(self):
        return [("县(区)年度培训总结", reverse(SUMMARIES))]

    def get_state(self):
        badge = summary_state(self.record)
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        row = self.record
        return [
            ("县(区)", row.county.name),
            ("培训年度", str(row.year)),
            ("报送时间", moment(row.submitted_at)),
        ]

    def get_files(self):
        files = self.record.attachments.all()
        return files_of(self.record, files, "training:county-summary-file")

    def get_context_data(self, **kwargs):
        row = self.record
        sections = [{"title": "总结", "text": row.text}, {"title": "市级意见", "text": row.comment}]
        context = {
            "sections": [section for section in sections if section["text"]],
            "actions": self._actions(),
        }
        return super().get_context_data(**{**context, **kwargs})

    def _actions(self) -> list[dict]:
        row, may = self.record, self.request.user.has_perm
        if row.state != SummaryState.SUBMITTED or not may("training.change_county_summary", row):
            return []
        url = reverse("training:county-summary-change", args=[row.pk])
        return [{"label": "修改总结", "url": url, "kind": "secondary"}]


class CountySummaryChangeView(RecordFormPage):
    access = "training.change_county_summary"
    model = CountySummary
    related = ("county", "year")
    title = "修改年度培训总结"
    lead = "市级反馈前可以修改；新上传的文件加在原有文件之后。"
    form_class = SummaryForm

    def get_form_kwargs(self):
        return {"initial": {"text": self.record.text}}

    def act(self, form):
        data, words = form.cleaned_data, {"by": self.request.user, "at": self.at}
        return actions.change_county_summary(
            self.record, data["text"], uploads=data["attachments"], **words
        )


class CountySummaryCommentView(TransitionPage):
    access = "training.comment_county_summary"
    model = CountySummary
    related = ("county", "year")
    verb = T.COMMENT
    action = actions.comment_county_summary
    form_class = ReturnForm
    effect = "意见告知县(区)，总结不再修改。"


class CountySummaryFileView(DownloadPage):
    access = "training.view_county_summary"
    model = CountySummary

    def get_attachments(self, record):
        return record.attachments.all()


class FundEntryListView(ListPage):
    access = "training.view_fund_entry"
    title = "培训经费台账"
    model = FundEntry
    table = FundEntryTable
    template_name = "training/fund_list.html"
    empty_title = "还没有登记"

    @cached_property
    def year(self) -> TrainingYear:
        return queries.year_of(self.today)

    @cached_property
    def fund(self) -> Decimal:
        return queries.fund_of(self.year)

    def get_lead(self) -> str:
        return f"{self.year}培训经费 {number(self.fund)} 元；只增不改，更正以冲销办理。"

    def get_rows(self):
        return super().get_rows().select_related("programme", "entered_by")

    def get_actions(self):
        if not self.request.user.has_perm("training.add_fund_entry"):
            return []
        return [{"label": "登记", "url": reverse("training:fund-entry-add"), "kind": "primary"}]

    def get_context_data(self, **kwargs):
        rows = list(queries.fund_by_programme(self.year))
        planned, spent = sum(row.planned for row in rows), sum(row.spent for row in rows)
        tiles = (
            ("年度经费", self.fund),
            ("已列计划", planned),
            ("尚未列计划" if planned <= self.fund else "计划超出经费", abs(self.fund - planned)),
            ("已支出", spent),
            ("经费余额" if spent <= self.fund else "支出超出经费", abs(self.fund - spent)),
        )
        context = {"programmes": FundTable(rows), "tiles": tiles, "as_of": self.today}
        return super().get_context_data(**{**context, **kwargs})


class FundEntryAddView(FormPage):
    access = "training.add_fund_entry"
    title = "登记培训经费"
    form_class = FundForm
    submit_label = "登记"
    done_text = "已登记。"

    def get_trail(self):
        return [("培训经费台账", reverse(FUND))]

    def act(self, form):
        data = dict(form.cleaned_data)
        upload = data.pop("evidence")
        words = {"by": self.request.user, "at": self.at, "upload": upload}
        return actions.add_fund_entry(FundEntry(**data), **words)


class FundEntryDetailView(DetailPage):
    access = "training.view_fund_entry"
    model = FundEntry
    related = ("programme", "entered_by", "evidence", "reversal_of")

    def get_title(self) -> str:
        row = self.record
        return f"{row.get_kind_display()} {number(row.amount)} 元：{row.programme.title}"

    def get_trail(self):
        return [("培训经费台账", reverse(FUND))]

    def get_facts(self):
        row = self.record
        return [
            ("类别", row.get_kind_display()),
            ("金额", f"{number(row.amount)} 元"),
            ("日期", day(row.booked_on)),
            ("凭证号", row.voucher_no),
            ("说明", row.reason),
            ("登记", f"{row.entered_by}，{moment(row.entered_at)}"),
        ]

    def get_files(self):
        files = [self.record.evidence] if self.record.evidence else []
        return files_of(self.record, files, "training:fund-entry-file")

    def get_context_data(self, **kwargs):
        row, found = self.record, []
        if row.reversal_of_id is None and self.request.user.has_perm(
            "training.add_fund_entry", row
        ):
            url = reverse("training:fund-entry-reverse", args=[row.pk])
            found = [{"label": "冲销", "url": url, "kind": "quiet"}]
        return super().get_context_data(**{"actions": found, **kwargs})


class FundEntryReverseView(RecordFormPage):
    access = "training.add_fund_entry"
    model = FundEntry
    related = ("programme",)
    title = "冲销经费登记"
    lead = "记一条相反的登记，原记录保留。"
    form_class = RevokeForm
    submit_label = "冲销"
    done_text = "已冲销。"

    def act(self, form):
        reason, words = form.cleaned_data["reason"], {"by": self.request.user, "at": self.at}
        return actions.reverse_fund_entry(self.record, reason=reason, **words)


class FundEntryFileView(DownloadPage):
    access = "training.view_fund_entry"
    model = FundEntry
    related = ("evidence",)

    def get_attachments(self, record):
        return [record.evidence] if record.evidence else []
