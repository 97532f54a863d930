"""Who stands where: the roster with totals, and one learner's year."""

from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic.base import TemplateResponseMixin

from pueredu.kit.templatetags.formats import number
from pueredu.office.pages import DetailPage, ListPage, Page
from training import queries
from training.forms import LearnerFilterForm
from training.models import Certificate, Learner
from training.resources import LearnersSheet
from training.tables import (
    CertificateTable,
    DirectionTable,
    FittingTable,
    HistoryTable,
    LearnerTable,
    LedgerTable,
    OwnClaimTable,
    UncountedTable,
)

ACTIONS = (
    {"label": "上报证书", "url": reverse_lazy("training:certificate-add"), "kind": "primary"},
    {"label": "培训需求", "url": reverse_lazy("training:needs-answer"), "kind": "secondary"},
    {"label": "公示与异议", "url": reverse_lazy("training:my-postings"), "kind": "secondary"},
)


def proof_link(learner) -> dict:
    url = reverse("training:hours-proof-add", args=[learner.pk])
    return {"label": "出具学时证明", "url": url, "kind": "secondary"}


class LearnerListView(ListPage):
    access = "training.view_learner"
    title = "学员学时"
    model = Learner
    filter_form = LearnerFilterForm
    template_name = "training/learner_list.html"
    empty_title = "没有符合条件的学员"

    @cached_property
    def year(self):
        return queries.year_of(self.today)

    @cached_property
    def rule(self):
        return queries.requirement(self.year, self.today)

    def get_lead(self) -> str:
        mark = "（适用学段暂定）" if self.rule.is_provisional else ""
        return f"{self.year}，每位教师不少于 {number(self.rule.hours)} 学时{mark}。"

    def get_rows(self):
        rows = super().get_rows().named().select_related("school")
        return queries.with_totals(rows, self.rule)

    def get_actions(self):
        sheet = LearnersSheet()
        short = f"{reverse('training:shortfall-list')}?{self.request.GET.urlencode()}"
        found = [{"label": "未达标名单", "url": short, "kind": "primary"}]
        if self.request.user.has_perm("training.merge_learner"):
            url = reverse("training:duplicate-list")
            found.append({"label": "疑似重复登记", "url": url, "kind": "quiet"})
        if self.request.user.has_perm(sheet.permission):
            url = f"{reverse('workbooks:import-job-template')}?kind={sheet.key}"
            found.append({"label": "导出登记表", "url": url, "kind": "quiet"})
            label = "导入学员表格"
            found.append({"label": label, "url": sheet.import_url(), "kind": "secondary"})
        return found

    table = LearnerTable

    def get_context_data(self, **kwargs):
        form, rows = self.get_filter(), Learner.objects.visible_to(self.request.user)
        if form.is_valid():
            rows = form.apply(rows)
        totals = queries.hours_total(rows, self.rule, self.today)
        return super().get_context_data(**{"totals": totals, "as_of": self.today, **kwargs})


class LearnerPage:
    """What a learner's page shows, whoever reads it."""

    def year_context(self, learner) -> dict:
        summary = queries.year_of_learner(learner, self.today)
        return {
            "learner": learner,
            "summary": summary,
            "directions": DirectionTable(summary.directions),
            "fitting": FittingTable(summary.fitting),
            "waiting": OwnClaimTable(summary.claims),
            "uncounted": UncountedTable(summary.uncounted),
            "ledger": LedgerTable(summary.entries),
            "as_of": self.today,
        }


class LearnerDetailView(LearnerPage, DetailPage):
    access = "training.view_learner"
    model = Learner
    related = ("school", "county", "merged_into")
    template_name = "training/learner_detail.html"
    is_personal = True

    def get_trail(self):
        return [("学员学时", reverse("training:learner-list"))]

    def get_history(self):
        return []

    def get_context_data(self, **kwargs):
        context = {
            **self.year_context(self.record),
            "past": HistoryTable(queries.history_of_learner(self.record)),
            "actions": self._actions(),
        }
        return super().get_context_data(**{**context, **kwargs})

    def _actions(self) -> list[dict]:
        found = self.get_transitions()
        if self.request.user.has_perm("training.add_adjustment", self.record):
            url = reverse("training:adjustment-add", args=[self.record.pk])
            found.insert(0, {"label": "登记要求调整", "url": url, "kind": "secondary"})
        if self.request.user.has_perm("training.add_hours_proof", self.record):
            found.append(proof_link(self.record))
        return found


class MyHoursView(LearnerPage, TemplateResponseMixin, Page):
    """The teacher's one phone page."""

    access = "training.view_own_hours"
    title = "我的学时"
    template_name = "training/my_hours.html"

    def get(self, request):
        learner = queries.own_learner(request.user)
        context = self.year_context(learner) if learner else {"learner": None}
        if learner:
            sent = Certificate.objects.filter(learner=learner).select_related(
                "learner", "claim__batch"
            )
            context["certificates"] = CertificateTable(sent[:10])
            own = {"label": "任教经历", "url": learner.get_absolute_url(), "kind": "quiet"}
            context["actions"] = [*ACTIONS, proof_link(learner), own]
        return self.render_to_response(self.get_context_data(**context))
