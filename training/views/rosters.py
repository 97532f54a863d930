"""The product of a 中心学校: one activity, one roster, three minutes on a phone."""

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from pueredu.office.pages import FormPage, RecordFormPage
from pueredu.units.models import Unit
from training import actions, queries
from training.enums import BatchState
from training.forms import ActivityForm, RosterForm
from training.models import HoursBatch


class FilingSchoolMixin:
    """For which school the person files now: ``?school=``, else the first (nearly always only)."""

    @cached_property
    def schools(self) -> list[Unit]:
        return list(queries.filing_schools(self.request.user).select_related("area"))

    @cached_property
    def school(self) -> Unit:
        wanted = self.request.GET.get("school", "")
        found = [row for row in self.schools if str(row.pk) == wanted or not wanted]
        if not found:
            raise Http404
        return found[0]

    def other_schools(self) -> list[dict]:
        """Links to the same page for another school of the same person."""
        return [
            {"label": f"改为{row.short_name}", "url": f"?school={row.pk}", "kind": "quiet"}
            for row in self.schools
            if row.pk != self.school.pk
        ]


class RosterView(FilingSchoolMixin, FormPage):
    access = "training.add_hours_batch"
    title = "录入活动学时"
    template_name = "training/roster.html"
    form_class = ActivityForm

    def get_lead(self) -> str:
        return f"{self.school.short_name}：一次活动、一张名册，默认全部到场，去掉未到的人即可。"

    def get_trail(self):
        return [("学时申报", reverse("training:hours-batch-list"))]

    def get_form_kwargs(self):
        copies = self.request.method == "GET" and "copy" in self.request.GET
        return {
            "roster": queries.roster_of(self.school),
            "today": self.today,
            "last": queries.last_activity(self.school) if copies else None,
        }

    def act(self, form):
        return actions.enter_activity(
            self.school,
            form.activity(),
            form.learners(),
            by=self.request.user,
            at=self.at,
            token=form.cleaned_data["token"],
            is_filed=self.request.POST.get("then") == "file",
        )

    def get_done_text(self, result) -> str:
        batch = result.batch
        words = f"{batch.state_label}：{batch.claim_count} 人次，共 {batch.hours_total} 学时。"
        if result.is_repeat:
            return f"这次活动刚才已经保存，没有重复登记。{words}"
        if result.known:
            words += f"以下 {len(result.known)} 人这次活动已由其他名单申报，未重复计入："
            words += "、".join(result.known[:20]) + "。"
        return f"已保存，{words}"

    def get_success_url(self, result) -> str:
        return result.batch.get_absolute_url()

    def get_context_data(self, **kwargs):
        last = queries.last_activity(self.school)
        context = {
            "groups": list(kwargs["form"].groups()),
            "last": last,
            "copy_url": f"?school={self.school.pk}&copy=1" if last else "",
            "actions": self.other_schools(),
        }
        return super().get_context_data(**{**context, **kwargs})


class RosterChangeView(RecordFormPage):
    """A draft, perhaps a returned one: untick and tick again, then file it anew."""

    access = "training.change_hours_batch"
    model = HoursBatch
    related = ("school",)
    title = "修改名册"
    template_name = "training/roster_change.html"
    form_class = RosterForm

    @cached_property
    def claims(self):
        return list(self.record.claims.select_related("learner__school", "activity__direction"))

    def get_record(self):
        """A batch that is no draft of one activity has no such page."""
        record = super().get_record()
        activities = set(record.claims.values_list("activity", flat=True))
        if record.state != BatchState.DRAFT or len(activities) != 1:
            raise Http404
        return record

    def get_form_kwargs(self):
        learners = [row.learner for row in self.claims]
        return {
            "roster": queries.roster_of(self.record.school, learners),
            "ticked": {learner.pk for learner in learners},
            "initial": {"hours": self.claims[0].hours},
        }

    def act(self, form):
        return actions.change_hours_batch(
            self.record,
            form.learners(),
            by=self.request.user,
            at=self.at,
            hours=form.cleaned_data["hours"],
        )

    def get_done_text(self, result) -> str:
        return (
            f"已保存：{result.batch.claim_count} 人次，共 {result.batch.hours_total} 学时。请申报。"
        )

    def get_success_url(self, result) -> str:
        return self.record.get_absolute_url()

    def get_context_data(self, **kwargs):
        context = {
            "record": self.record,
            "groups": list(kwargs["form"].groups()),
            "activity": self.claims[0].activity,
        }
        return super().get_context_data(**{**context, **kwargs})
