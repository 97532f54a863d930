"""Programmes and sessions on the screen."""

from django.db.models import Count, Q
from django.urls import reverse

from pueredu.kit.templatetags.formats import number
from pueredu.office.pages import DetailPage, FormPage, ListPage, RecordFormPage
from training import actions
from training.forms import ProgrammeForm
from training.models import Programme
from training.tables import (
    ProgrammeTable,
    SessionTable,
)

PROGRAMMES = ("培训项目", "training:programme-list")
SESSIONS = ("培训班次", "training:training-session-list")
MOST_SHOWN = 500

BESIDE = (
    ("培训班次", "training:training-session-list", "training.view_training_session"),
    ("培训需求", "training:needs-list", "training.view_needs_answer"),
    ("专家团队", "training:expert-list", "training.view_expert"),
    ("县(区)总结", "training:county-summary-list", "training.view_county_summary"),
    ("经费台账", "training:fund-entry-list", "training.view_fund_entry"),
)


def trail(*pages: tuple[str, str]) -> list[tuple[str, str]]:
    return [(label, reverse(name)) for label, name in pages]


class ProgrammeListView(ListPage):
    access = "training.view_programme"
    title = "培训项目"
    lead = "市级年度培训项目和班次。"
    model = Programme
    table = ProgrammeTable
    empty_title = "还没有培训项目"

    def get_rows(self):
        taken = Count("sessions__enrolments", filter=Q(sessions__enrolments__state="enrolled"))
        rows = super().get_rows().select_related("year")
        return rows.annotate(session_count=Count("sessions", distinct=True), taken=taken)

    def get_actions(self):
        found = [
            {"label": label, "url": reverse(name), "kind": "secondary"}
            for label, name, perm in BESIDE
            if self.request.user.has_perm(perm)
        ]
        if self.request.user.has_perm("training.add_programme"):
            url = reverse("training:programme-add")
            found.insert(0, {"label": "新增项目", "url": url, "kind": "primary"})
        return found


class ProgrammeAddView(FormPage):
    access = "training.add_programme"
    title = "新增培训项目"
    form_class = ProgrammeForm
    submit_label = "保存"
    done_text = "已保存，请添加班次。"

    def get_trail(self):
        return trail(PROGRAMMES)

    def get_form_kwargs(self):
        return {"today": self.today}

    def act(self, form):
        programme = Programme(**form.words())
        return actions.add_programme(programme, by=self.request.user, at=self.at)


class ProgrammeDetailView(DetailPage):
    access = "training.view_programme"
    model = Programme
    related = ("year",)

    def get_trail(self):
        return trail(PROGRAMMES)

    def get_facts(self):
        row, sees_money = self.record, self.request.user.has_perm("training.change_programme")
        whom = f"{row.get_stage_display()}{row.get_audience_display()}"
        return [
            ("培训年度", str(row.year)),
            ("培训对象", f"{whom}{'，须遴选' if row.is_selective else ''}"),
            ("形式", f"{row.get_form_display()}（{row.get_level_display()}）"),
            ("计划人数", number(row.target) if row.target else ""),
            *([("预算", f"{number(row.budget)} 元")] if sees_money else []),
            ("依据", row.source),
        ]

    def get_context_data(self, **kwargs):
        rows = self.record.sessions.select_related("programme", "direction").with_counts()
        sections = [{"title": "班次", "table": SessionTable(rows)}] if rows else []
        context = {"sections": sections, "actions": self._actions()}
        return super().get_context_data(**{**context, **kwargs})

    def _actions(self) -> list[dict]:
        if not self.request.user.has_perm("training.change_programme", self.record):
            return []
        pages = (
            ("新增班次", "training-session-add", "primary"),
            ("修改项目", "programme-change", "secondary"),
        )
        return [
            {
                "label": label,
                "url": reverse(f"training:{name}", args=[self.record.pk]),
                "kind": kind,
            }
            for label, name, kind in pages
        ]


class ProgrammeChangeView(RecordFormPage):
    access = "training.change_programme"
    model = Programme
    related = ("year",)
    title = "修改培训项目"
    form_class = ProgrammeForm

    def get_form_kwargs(self):
        return {"today": self.today, "instance": Programme.objects.get(pk=self.record.pk)}

    def act(self, form):
        return actions.change_programme(self.record, form.words(), by=self.request.user, at=self.at)
