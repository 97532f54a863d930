"""年级组, 教研组: kept by the school, so that each can enter its own training."""

from django.urls import reverse

from pueredu.office.forms import ConfirmForm
from pueredu.office.pages import FormPage, ListPage, RecordFormPage
from training import actions, queries
from training.forms import GroupForm, MembersForm
from training.models import LearnerGroup
from training.tables import LearnerGroupTable
from training.views.rosters import FilingSchoolMixin

LIST = "training:learner-group-list"


class LearnerGroupListView(ListPage):
    access = "training.view_learner_group"
    title = "年级组、教研组"
    lead = "把教师分到组里，各组就能只调出本组名册录入活动。一位教师可以同时在几个组。"
    model = LearnerGroup
    table = LearnerGroupTable
    empty_title = "还没有分组"
    empty_text = "不分组也可以录入活动；人数多的学校分组后更快。"

    def get_rows(self):
        rows = super().get_rows().select_related("school").with_sizes()
        return rows.order_by("school_id", "name", "id")

    def get_actions(self):
        if not self.request.user.has_perm("training.add_learner_group"):
            return []
        return [
            {"label": "新建分组", "url": reverse("training:learner-group-add"), "kind": "primary"}
        ]


class LearnerGroupAddView(FilingSchoolMixin, FormPage):
    access = "training.add_learner_group"
    title = "新建分组"
    form_class = GroupForm
    submit_label = "新建并勾选成员"
    done_text = "已新建，请勾选成员。"

    def get_lead(self) -> str:
        return self.school.short_name

    def get_trail(self):
        return [("年级组、教研组", reverse(LIST))]

    def act(self, form):
        group = LearnerGroup(school=self.school, name=form.cleaned_data["name"])
        return actions.add_learner_group(group, by=self.request.user, at=self.at)


class LearnerGroupChangeView(RecordFormPage):
    access = "training.change_learner_group"
    model = LearnerGroup
    related = ("school",)
    template_name = "training/learner_group.html"
    form_class = MembersForm

    def get_title(self) -> str:
        return f"成员：{self.record}"

    def get_trail(self):
        return [("年级组、教研组", reverse(LIST))]

    def get_cancel_url(self) -> str:
        return reverse(LIST)

    def get_form_kwargs(self):
        return {
            "roster": queries.roster_of(self.record.school),
            "ticked": set(self.record.members.values_list("pk", flat=True)),
            "initial": {"name": self.record.name},
        }

    def act(self, form):
        words = {"by": self.request.user, "at": self.at, "name": form.cleaned_data["name"]}
        return actions.change_learner_group(self.record, form.learners(), **words)

    def get_success_url(self, result) -> str:
        return reverse(LIST)

    def get_context_data(self, **kwargs):
        context = {
            "groups": list(kwargs["form"].groups()),
            "actions": [
                {
                    "label": "解散本组",
                    "url": reverse("training:learner-group-delete", args=[self.record.pk]),
                    "kind": "quiet",
                }
            ],
        }
        return super().get_context_data(**{**context, **kwargs})


class LearnerGroupDeleteView(RecordFormPage):
    access = "training.delete_learner_group"
    model = LearnerGroup
    title = "解散分组"
    lead = "只去掉分组，教师和已录入的学时都不受影响。"
    form_class = ConfirmForm
    submit_label = "解散"
    done_text = "已解散。"

    def act(self, form):
        actions.delete_learner_group(self.record, by=self.request.user, at=self.at)

    def get_success_url(self, result) -> str:
        return reverse(LIST)
