"""The yearly plan on the screen: drawn up by its unit, registered by the tier above."""

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpResponseRedirect
from django.urls import reverse

from pueredu.calendar.queries import working_days_between
from pueredu.kit.templatetags.formats import day, number
from pueredu.office.forms import ConfirmForm
from pueredu.office.pages import DetailPage, FormPage, ListPage, RecordFormPage, TransitionPage
from training import actions, queries
from training.enums import PlanState
from training.enums import PlanTransition as T
from training.forms import PlanAddForm, PlanFilterForm, PlanForm, ReturnForm
from training.models import TrainingPlan, TrainingYear
from training.tables import PlanLineTable, TrainingPlanTable, plan_state
from training.views.batch_facts import done_fact

LIST = "training:training-plan-list"
RELATED = ("unit", "county", "year", "filed_by", "registered_by")


class TrainingPlanListView(ListPage):
    access = "training.view_training_plan"
    title = "年度培训计划"
    lead = "学校计划报县(区)备案，县(区)计划报市备案；校本研修列入备案计划后开展。"
    model = TrainingPlan
    table = TrainingPlanTable
    filter_form = PlanFilterForm
    empty_title = "没有符合条件的计划"
    empty_text = "本单位编制后会出现在这里。"

    def get_rows(self):
        rows = super().get_rows().with_units()
        return rows.annotate(line_count=Count("lines"), hours_total=Sum("lines__hours"))

    def get_actions(self):
        if not self.request.user.has_perm("training.add_training_plan"):
            return []
        return [
            {"label": "编制计划", "url": reverse("training:training-plan-add"), "kind": "primary"}
        ]


class TrainingPlanAddView(FormPage):
    access = "training.add_training_plan"
    title = "编制年度培训计划"
    lead = "上一年度编过的，项目自动带入，修改后上报。"
    form_class = PlanAddForm
    submit_label = "开始编制"
    done_text = "已建立，请填写培训项目后上报备案。"

    def get_trail(self):
        return [("年度培训计划", reverse(LIST))]

    def get_form_kwargs(self):
        years = TrainingYear.objects.filter(ends_on__gte=self.today).order_by("year")
        units = queries.planning_units(self.request.user).select_related("area")
        initial = {"unit": self.request.GET.get("unit", "")}
        return {"units": units, "years": years, "initial": initial}

    def act(self, form):
        data = form.cleaned_data
        plan = TrainingPlan(unit=form.units[data["unit"]], year=form.years[data["year"]])
        return actions.add_training_plan(plan, by=self.request.user, at=self.at)

    def get_success_url(self, result) -> str:
        return reverse("training:training-plan-change", args=[result.pk])


class TrainingPlanDetailView(DetailPage):
    access = "training.view_training_plan"
    model = TrainingPlan
    related = RELATED
    template_name = "training/plan_detail.html"

    def get_trail(self):
        return [("年度培训计划", reverse(LIST))]

    def get_state(self):
        badge = plan_state(self.record)
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        return [
            *facts_of(self.record),
            ("备案", done_fact(self.record.registered_by, self.record.registered_at)),
        ]

    def get_context_data(self, **kwargs):
        plan = self.record
        lines = list(plan.lines.select_related("direction"))
        context = {
            "lines": PlanLineTable(lines),
            "hours_total": sum(line.hours for line in lines),
            "actions": self._actions(),
        }
        if plan.due_on:
            left = working_days_between(self.today, plan.due_on)
            context["due"] = {"on": plan.due_on, "days_left": left}
        return super().get_context_data(**{**context, **kwargs})

    def _actions(self) -> list[dict]:
        plan, user = self.record, self.request.user
        if plan.state != PlanState.DRAFT or not user.has_perm(
            "training.change_training_plan", plan
        ):
            return []
        url = reverse("training:training-plan-change", args=[plan.pk])
        return [{"label": "填写项目", "url": url, "kind": "primary"}]


def facts_of(plan: TrainingPlan) -> list[tuple[str, object]]:
    return [
        ("编制单位", plan.unit.name),
        ("培训年度", str(plan.year)),
        ("上报", done_fact(plan.filed_by, plan.filed_at)),
        ("下一步时限", day(plan.due_on)),
    ]


class TrainingPlanChangeView(RecordFormPage):
    """A draft, perhaps a returned one."""

    access = "training.change_training_plan"
    model = TrainingPlan
    related = ("unit", "year")
    title = "填写培训项目"
    lead = "名称留空的不算项目；清空名称即删去该项。保存后可以继续添加。"
    form_class = PlanForm
    template_name = "training/plan_form.html"

    def get(self, request, *args, **kwargs):
        return self._closed() or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self._closed() or super().post(request, *args, **kwargs)

    def _closed(self):
        if self.record.state == PlanState.DRAFT:
            return None
        messages.warning(self.request, "计划已经上报，不能修改；需要调整的请备案单位退回。")
        return HttpResponseRedirect(self.record.get_absolute_url())

    def get_form_kwargs(self):
        return {"plan_lines": self.record.lines.all()}

    def act(self, form):
        lines = form.plan_lines()
        return actions.change_training_plan(self.record, lines, by=self.request.user, at=self.at)

    def get_done_text(self, result) -> str:
        return f"已保存 {number(result.lines.count())} 项。填好后请上报备案。"

    def get_success_url(self, result) -> str:
        return self.record.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"record": self.record, **kwargs})


class TrainingPlanTransitionPage(TransitionPage):
    model = TrainingPlan
    related = RELATED
    form_class = ConfirmForm

    def get_facts(self):
        return facts_of(self.record)


class TrainingPlanFileView(TrainingPlanTransitionPage):
    access = "training.file_training_plan"
    verb = T.FILE
    action = actions.file_training_plan
    effect = "学校计划由县(区)教育体育局备案，县(区)计划由市教育体育局备案；期间不能修改。"


class TrainingPlanRegisterView(TrainingPlanTransitionPage):
    access = "training.register_training_plan"
    verb = T.REGISTER
    action = actions.register_training_plan
    effect = "计划生效；列入计划的校本研修申报学时时不再提醒。"


class TrainingPlanReturnView(TrainingPlanTransitionPage):
    access = "training.return_training_plan"
    verb = T.RETURN
    action = actions.return_training_plan
    form_class = ReturnForm
    effect = "退回编制单位修改完善；年中需要调整的，备案后也可以退回。"
