"""Who is short while there is time: whom to call, what to send, a sheet to print."""

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic.base import TemplateResponseMixin

from pueredu.kit.templatetags.formats import number
from pueredu.office.pages import FormPage, ListPage, Page
from pueredu.units.models import Unit
from training import actions, queries
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
    def filters(self) -> ShortfallFilterForm:
        return ShortfallFilterForm(self.request.GET, user=self.request.user)

    @cached_property
    def learners(self):
        """Those within sight whom the filter names, met or not."""
        rows = Learner.objects.visible_to(self.request.user)
        return self.filters.apply(rows) if self.filters.is_valid() else rows

    def get_short(self):
        rows = queries.shortfalls(self.learners, self.rule).select_related("school")
        if self.filters.is_valid() and self.filters.least_gap():
            rows = rows.filter(gap__gte=self.filters.least_gap())
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
        rows = queries.with_reminders(self.get_short(), self.year)
        return queries.with_fitting(rows, self.year, self.today)

    def table(self, records) -> ShortfallTable:
        records = list(records)
        heads = queries.heads_of({row.school for row in records}, self.today)
        return ShortfallTable(records, heads=heads)

    def get_actions(self):
        url = f"{reverse('training:shortfall-sheet')}?{self.request.GET.urlencode()}"
        found = [{"label": "打印名单", "url": url, "kind": "secondary"}]
        if self.request.user.has_perm("training.add_hours_reminder"):
            url = f"{reverse('training:hours-reminder-add')}?{self.request.GET.urlencode()}"
            found.insert(0, {"label": "发送提醒", "url": url, "kind": "primary"})
        return found

    def get_context_data(self, **kwargs):
        standing = queries.hours_total(self.learners, self.rule, self.today)
        context = {
            "filter_form": self.filters,
            "words": queries.words_on(standing, self.rule, self.today),
            "message": queries.reminder_text(standing, self.rule, self.today),
            "as_of": self.today,
        }
        return super().get_context_data(**{**context, **kwargs})


class RemindView(ShortfallPage, FormPage):
    """A word to those whom the list names: an area to its schools, a school to its people."""

    access = "training.add_hours_reminder"
    title = "发送提醒"
    form_class = forms.Form
    submit_label = "发送提醒"
    template_name = "training/reminder_form.html"

    @cached_property
    def learners(self):
        rows = Learner.objects.permitted(self.request.user, self.access)
        return self.filters.apply(rows) if self.filters.is_valid() else rows

    @cached_property
    def plan(self):
        is_school = self.request.user.has_perm("training.add_hours_batch")
        words = {"is_school": is_school}
        return queries.reminders_to_send(self.get_short(), self.year, self.today, **words)

    def get_trail(self):
        return [("未达标名单", reverse("training:shortfall-list"))]

    def act(self, form):
        return actions.send_reminders(self.plan.rows, by=self.request.user, at=self.at)

    def get_done_text(self, result) -> str:
        return f"已提醒 {result} {self.plan.unit}。"

    def get_success_url(self, result) -> str:
        return f"{reverse('training:shortfall-list')}?{self.request.GET.urlencode()}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"plan": self.plan, **kwargs})


class ShortfallSheetView(ShortfallPage, TemplateResponseMixin, Page):
    """The same list on paper, for one school as a rule."""

    access = "training.view_learner"
    template_name = "training/shortfall_sheet.html"

    def get_title(self) -> str:
        school = self.filters.cleaned_data["school"] if self.filters.is_valid() else None
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
