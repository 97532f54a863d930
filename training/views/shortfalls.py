"""Who is short while there is time: whom to call, what to send, a sheet to print."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic.base import TemplateResponseMixin

from pueredu.kit.templatetags.formats import number
from pueredu.office.pages import ListPage, Page
from pueredu.units.models import Unit
from training import queries
from training.forms import ShortfallFilterForm
from training.models import Learner
from training.tables import ShortfallTable

MOST_PRINTED = 500


class ShortfallPage:
    """What the list and its sheet share: whose learners, by which requirement."""

    @cached_property
    def year(self):
        return queries.year_of(self.today)

    @cached_property
    def rule(self):
        return queries.requirement(self.year, self.today)

    @cached_property
    def form(self) -> ShortfallFilterForm:
        return ShortfallFilterForm(self.request.GET, user=self.request.user)

    @cached_property
    def learners(self):
        """Those within sight whom the filter names, met or not."""
        rows = Learner.objects.visible_to(self.request.user)
        return self.form.apply(rows) if self.form.is_valid() else rows

    def get_short(self):
        rows = queries.shortfalls(self.learners, self.rule).select_related("school")
        if self.form.is_valid() and self.form.least_gap():
            rows = rows.filter(gap__gte=self.form.least_gap())
        return rows

    def get_lead(self) -> str:
        mark = "（适用学段暂定）" if self.rule.is_provisional else ""
        return f"{self.year}，整年 {number(self.rule.hours)} 学时{mark}；差得多的在前。"


class ShortfallListView(ShortfallPage, ListPage):
    access = "training.view_learner"
    title = "未达标名单"
    model = Learner
    template_name = "training/shortfall_list.html"
    empty_title = "没有未达标的人员"
    empty_text = "符合条件的人员都已达到本年度要求，或者不在要求的范围内。"

    def get_trail(self):
        if not self.request.user.has_perm("training.view_hours_batch"):
            return []
        return [("学时达标", reverse("training:overview"))]

    def get_rows(self):
        return queries.with_fitting(self.get_short(), self.year, self.today)

    def table(self, records) -> ShortfallTable:
        records = list(records)
        heads = queries.heads_of({row.school for row in records}, self.today)
        return ShortfallTable(records, heads=heads)

    def get_actions(self):
        url = f"{reverse('training:shortfall-sheet')}?{self.request.GET.urlencode()}"
        return [{"label": "打印名单", "url": url, "kind": "secondary"}]

    def get_context_data(self, **kwargs):
        standing = queries.hours_total(self.learners, self.rule, self.today)
        context = {
            "filter_form": self.form,
            "words": queries.words_on(standing, self.rule, self.today),
            "message": queries.reminder_text(standing, self.rule, self.today),
            "as_of": self.today,
        }
        return super().get_context_data(**{**context, **kwargs})


class ShortfallSheetView(ShortfallPage, TemplateResponseMixin, Page):
    """The same list on paper, for one school as a rule."""

    access = "training.view_learner"
    template_name = "training/shortfall_sheet.html"

    def get_title(self) -> str:
        school = self.form.cleaned_data["school"] if self.form.is_valid() else None
        unit = (
            Unit.objects.filter(pk=school, learners__in=self.learners).first() if school else None
        )
        return f"{unit.name if unit else ''}{self.year}培训学时未达标名单"

    def get(self, request):
        rows = list(self.get_short()[: MOST_PRINTED + 1])
        note = f"只印前 {MOST_PRINTED} 人，请按学校筛选后再印。" if len(rows) > MOST_PRINTED else ""
        context = {
            "table": ShortfallTable(rows[:MOST_PRINTED]),
            "sheet_note": note,
            "as_of": self.today,
        }
        return self.render_to_response(self.get_context_data(**context))
