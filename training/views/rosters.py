"""The product of a 中心学校: one activity, one roster, three minutes on a phone."""

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property

from pueredu.kit.templatetags.formats import number
from pueredu.office.pages import FormPage, RecordFormPage
from pueredu.units.models import Unit
from training import actions, queries
from training.enums import BatchState
from training.forms import ActivityForm, RosterForm
from training.models import HoursBatch, LearnerGroup

GROUPS = {
    "label": "年级组、教研组",
    "url": reverse_lazy("training:learner-group-list"),
    "kind": "quiet",
}


NAMED = JSONObject(id="id", name="name")


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
    """One activity for a school, its points included, or for one group of it (``?group=``).

    Copying takes over the words of the last time (``?copy=words``) and ticks everybody: an absence
    carried over would quietly take hours from somebody who came, so it is only said beside the
    name. For a chosen few ``?copy=people`` ticks those who were there the last time."""

    access = "training.add_hours_batch"
    title = "录入活动学时"
    template_name = "training/roster.html"
    form_class = ActivityForm

    def get_lead(self) -> str:
        whom = f"（{self.group}）" if self.group else ""
        return (
            f"{self.school.short_name}{whom}：一次活动、一张名册，默认全部到场，去掉未到的人即可。"
        )

    def get_trail(self):
        return [("学时申报", reverse("training:hours-batch-list"))]

    @cached_property
    def schools(self) -> list[Unit]:
        """With the groups of each, in the same query."""
        mine = queries.filing_schools(self.request.user).select_related("area")
        groups = LearnerGroup.objects.filter(school=OuterRef("pk")).order_by("name", "id")
        return list(mine.annotate(own_groups=ArraySubquery(groups.values(row=NAMED))))

    @cached_property
    def groups(self) -> list[LearnerGroup]:
        return [LearnerGroup(school=self.school, **row) for row in self.school.own_groups]

    @cached_property
    def group(self) -> LearnerGroup | None:
        wanted = self.request.GET.get("group", "")
        found = [row for row in self.groups if str(row.pk) == wanted]
        if wanted and not found:
            raise Http404
        return found[0] if found else None

    @cached_property
    def last(self):
        return queries.last_roster(self.school, self.group)

    @cached_property
    def posting_days(self) -> int:
        return queries.posting_days(self.today)

    def get_form_kwargs(self):
        copied = self.request.GET.get("copy", "") if self.request.method == "GET" else ""
        last = self.last if copied else None
        roster = queries.roster_of(self.school, group=self.group)
        known = last.present if last else set()
        everybody = {row.pk for _, rows in roster for row in rows}
        return {
            "roster": roster,
            "day_limit": lambda: queries.day_limit(self.today),
            "today": self.today,
            "last": last.activity if last else None,
            "ticked": known if copied == "people" else None,
            "was_absent": everybody - known if copied == "words" and last else frozenset(),
        }

    def act(self, form):
        then = self.request.POST.get("then")
        return actions.enter_series(
            self.school,
            form.activity(self.group),
            form.learners(),
            by=self.request.user,
            at=self.at,
            also_on=form.cleaned_data["also_on"],
            token=form.cleaned_data["token"],
            partial=form.partial,
            is_filed=then == "file",
            is_posted=then == "post",
        )

    def get_done_text(self, result) -> str:
        batch = result[0].batch
        words = (
            f"{batch.state_label}：{batch.claim_count} 人次，共 {number(batch.hours_total)} 学时。"
        )
        if len(result) > 1:
            words = f"{batch.state_label}：{len(result)} 份名单，每份 {batch.claim_count} 人次。"
        if result[0].is_repeat:
            return f"这次活动刚才已经保存，没有重复登记。{words}"
        known = {name: None for entered in result for name in entered.known}
        if known:
            words += f"以下 {len(known)} 人这次活动已由其他名单申报，保留在名单中但不重复计入："
            words += "、".join(list(known)[:20]) + "。"
        return f"已保存，{words}"

    def get_success_url(self, result) -> str:
        here = f"{reverse('training:hours-batch-list')}?state={result[0].batch.state}"
        return result[0].batch.get_absolute_url() if len(result) == 1 else here

    def get_context_data(self, **kwargs):
        context = {
            "groups": list(kwargs["form"].groups()),
            "last": self.last.activity if self.last else None,
            "posting_days": self.posting_days,
            "actions": [*self.other_schools(), GROUPS],
            **self._links(),
        }
        return super().get_context_data(**{**context, **kwargs})

    def _links(self) -> dict:
        here = f"?school={self.school.pk}"
        chosen = [("全部人员", here, self.group is None)] + [
            (row.name, f"{here}&group={row.pk}", row == self.group) for row in self.groups
        ]
        here += f"&group={self.group.pk}" if self.group else ""
        return {
            "group_links": chosen if self.groups else [],
            "copy_words_url": f"{here}&copy=words",
            "copy_people_url": f"{here}&copy=people",
        }


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
        rows = self.record.claims.counting()
        return list(rows.select_related("learner__school", "activity__direction"))

    def get(self, request, *args, **kwargs):
        return self._closed() or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self._closed() or super().post(request, *args, **kwargs)

    def _closed(self):
        """Back to the batch with a sentence, when it is no draft of one activity (any more)."""
        if self.record.state != BatchState.DRAFT:
            text = "已经申报的不能修改；公示中的请先撤回，已在审核的请县(区)退回。"
        elif len({row.activity_id for row in self.claims}) != 1:
            text = "这批含多个活动，请修改表格后重新上传，或删除草稿后重新录入。"
        else:
            return None
        messages.warning(self.request, text)
        return HttpResponseRedirect(self.record.get_absolute_url())

    def get_form_kwargs(self):
        learners = [row.learner for row in self.claims]
        return {
            "roster": queries.roster_of(self.record.school, learners),
            "day_limit": lambda: queries.day_limit(self.today),
            "ticked": {learner.pk for learner in learners},
            "parts": {row.learner_id: row.hours for row in self.claims if row.hours != self.whole},
            "initial": {"hours": self.whole, "is_long": self._is_long},
        }

    @property
    def _is_long(self) -> bool:
        """Whether the question was answered when the draft was entered."""
        return self.request.method == "GET" and self.whole > queries.day_limit(self.today)

    @property
    def whole(self):
        """The hours of one who was there all the time."""
        return max(row.hours for row in self.claims)

    def act(self, form):
        return actions.change_hours_batch(
            self.record,
            form.learners(),
            by=self.request.user,
            at=self.at,
            hours=form.cleaned_data["hours"],
            partial=form.partial,
        )

    def get_done_text(self, result) -> str:
        batch = result.batch
        return f"已保存：{batch.claim_count} 人次，共 {number(batch.hours_total)} 学时。"

    def get_success_url(self, result) -> str:
        return self.record.get_absolute_url()

    def get_context_data(self, **kwargs):
        context = {
            "record": self.record,
            "groups": list(kwargs["form"].groups()),
            "activity": self.claims[0].activity,
        }
        return super().get_context_data(**{**context, **kwargs})
