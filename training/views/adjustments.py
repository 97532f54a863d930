"""Leave, 支教, secondment, trial: what makes one learner's requirement another."""

from django.urls import reverse

from pueredu.kit.templatetags.formats import day, moment
from pueredu.office.pages import DetailPage, ListPage, RecordFormPage, TransitionPage
from training import actions
from training.enums import AdjustmentTransition as T
from training.forms import AdjustmentFilterForm, AdjustmentForm, RevokeForm
from training.models import Adjustment, Learner
from training.tables import AdjustmentTable, adjustment_state, relief

LIST = "training:adjustment-list"
RELATED = ("learner", "school", "county", "made_by")


class AdjustmentListView(ListPage):
    access = "training.view_adjustment"
    title = "学时要求调整"
    lead = "休假、支教、借调等减免，新任教师试用期、新任校长任职资格培训另计；有批准依据才登记。在学员页面登记。"
    model = Adjustment
    table = AdjustmentTable
    filter_form = AdjustmentFilterForm
    empty_title = "没有符合条件的调整"

    def get_trail(self):
        return [("学员学时", reverse("training:learner-list"))]

    def get_rows(self):
        return super().get_rows().select_related("learner", "school")


class AdjustmentAddView(RecordFormPage):
    """For one learner, whom the address names."""

    access = "training.add_adjustment"
    model = Learner
    related = ("school",)
    title = "登记学时要求调整"
    lead = "按批准文件登记。年度要求随之重算，教师本人的页面写明依据。"
    form_class = AdjustmentForm
    submit_label = "登记"
    done_text = "已登记，年度要求已按新的依据计算。"
    template_name = "generic/transition.html"

    def act(self, form):
        adjustment = Adjustment(learner=self.record, **form.cleaned_data)
        return actions.add_adjustment(adjustment, by=self.request.user, at=self.at)

    def get_success_url(self, result) -> str:
        return self.record.get_absolute_url()

    def get_context_data(self, **kwargs):
        words = f"{self.record.name}（{self.record.school.name}）"
        subject = {"title": words, "url": self.record.get_absolute_url()}
        return super().get_context_data(**{"subject": subject, **kwargs})


class AdjustmentDetailView(DetailPage):
    access = "training.view_adjustment"
    model = Adjustment
    related = RELATED

    def get_trail(self):
        return [("学时要求调整", reverse(LIST))]

    def get_title(self) -> str:
        return f"{self.record.learner.name}：{self.record}"

    def get_state(self):
        badge = adjustment_state(self.record)
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        return facts_of(self.record)

    def get_context_data(self, **kwargs):
        learner = self.record.learner.get_absolute_url()
        link = {"label": "看年度学时", "url": learner, "kind": "secondary"}
        return super().get_context_data(**{"actions": [link], **kwargs})


def facts_of(adjustment: Adjustment) -> list[tuple[str, object]]:
    return [
        ("学员", f"{adjustment.learner.name}（{adjustment.school.short_name}）"),
        ("事由", adjustment.get_reason_display()),
        ("起止", f"{adjustment.since:%Y年%-m月}至{adjustment.until:%Y年%-m月}，按整月计"),
        ("减免", relief(adjustment)),
        ("批准", f"{adjustment.authority}，{day(adjustment.decided_on)}"),
        ("登记", f"{adjustment.made_by}，{moment(adjustment.made_at)}"),
        ("撤销理由", adjustment.revoke_reason),
    ]


class AdjustmentRevokeView(TransitionPage):
    access = "training.revoke_adjustment"
    model = Adjustment
    related = RELATED
    verb = T.REVOKE
    action = actions.revoke_adjustment
    form_class = RevokeForm
    submit_kind = "danger"
    effect = "年度要求恢复为没有这项调整时的数；这条记录和撤销理由保留。"

    def get_facts(self):
        return facts_of(self.record)
