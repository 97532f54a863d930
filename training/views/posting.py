"""公示: posted by the school, printed, read by the teacher, objected to, settled."""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic.base import TemplateResponseMixin

from pueredu.kit.templatetags.formats import day, moment, number
from pueredu.office.forms import CommentForm
from pueredu.office.pages import DetailPage, FormPage, ListPage, Page, TransitionPage
from pueredu.office.pages.base import RecordMixin
from training import actions, queries
from training.enums import HoursBatchTransition as T
from training.enums import ObjectionTransition as OT
from training.forms import AcceptObjectionForm, ObjectionFilterForm, ObjectionForm, PostForm
from training.models import HoursBatch, HoursClaim, Objection
from training.tables import ObjectionTable, PostedListTable, PostingTable, objection_state
from training.views.batches import HoursBatchTransitionPage


class HoursBatchPostView(HoursBatchTransitionPage):
    access = "training.post_hours_batch"
    verb = T.POST
    action = actions.post_hours_batch
    form_class = PostForm

    def get_form_kwargs(self):
        return {"initial": {"contact": actions.contact_of(self.request.user)}}

    @property
    def effect(self) -> str:
        days = queries.posting_days(self.today)
        return f"名单公示 {days} 个工作日（暂定），本人可在手机上看到并提出异议；期满、异议处理完后申报。"

    def get_success_url(self, result) -> str:
        return reverse("training:hours-batch-posting", args=[self.record.pk])


class HoursBatchWithdrawView(HoursBatchTransitionPage):
    access = "training.withdraw_hours_batch"
    verb = T.WITHDRAW
    action = actions.withdraw_hours_batch
    effect = "回到待申报，可以修改名册。公示中撤回的，修改后重新公示。"


class PostingSheetView(RecordMixin, TemplateResponseMixin, Page):
    """The sheet for the wall: names and hours, period, contact; nothing else about a person."""

    access = "training.view_hours_batch"
    model = HoursBatch
    related = ("school",)
    template_name = "training/posting_sheet.html"

    def get(self, request, pk):
        self.batch = self.get_record()
        if self.batch.posted_on is None or self.batch.school is None:
            raise Http404
        sheet = queries.posting_sheet(self.batch)
        has_points = len({row.school.pk for row in sheet.people}) > 1
        context = {
            "batch": self.batch,
            "activities": sheet.activities,
            "table": PostingTable(sheet.people, has_points=has_points),
        }
        return self.render_to_response(self.get_context_data(**context))

    def get_title(self) -> str:
        return f"{self.batch.school.name}教师培训学时公示"

    def get_trail(self):
        return [(str(self.batch), self.batch.get_absolute_url())]


class MyPostingsView(TemplateResponseMixin, Page):
    """What is posted at the teacher's school, with the own line, and what became of objections."""

    access = "training.view_own_hours"
    title = "公示与异议"
    template_name = "training/my_postings.html"

    def get_trail(self):
        return [("我的学时", reverse("training:my-hours"))]

    def get(self, request):
        learner = queries.own_learner(request.user)
        mine = Objection.objects.filter(learner=learner).select_related("batch") if learner else ()
        context = {
            "learner": learner,
            "posted": PostedListTable(queries.posted_lists(learner) if learner else ()),
            "objections": ObjectionTable(mine[:20] if learner else ()),
        }
        return self.render_to_response(self.get_context_data(**context))


class ObjectionAddView(FormPage):
    """Against the own line (``?claim=``), or because the own name is missing (``?batch=``)."""

    access = "training.add_objection"
    title = "提出异议"
    form_class = ObjectionForm
    submit_label = "提出异议"
    done_text = "已提出，处理结果会通知您。"
    template_name = "generic/transition.html"

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if request.GET else self._choose()

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if request.GET else self._choose()

    def _choose(self):
        return HttpResponseRedirect(reverse("training:my-postings"))

    def get_trail(self):
        return [("公示与异议", reverse("training:my-postings"))]

    @cached_property
    def about(self) -> tuple:
        """(list, learner) that the person may object to; else 404."""
        asked = {name: self.request.GET.get(name, "") for name in ("claim", "batch")}
        if asked["claim"].isdecimal():
            lines = HoursClaim.objects.permitted(self.request.user, self.access)
            line = lines.select_related("batch", "learner").filter(pk=asked["claim"]).first()
            if line:
                return line.batch, line.learner
        learner = queries.own_learner(self.request.user)
        for posted in queries.posted_lists(learner) if learner else ():
            if str(posted.batch.pk) == asked["batch"]:
                return posted.batch, learner
        raise Http404

    def act(self, form):
        batch, learner = self.about
        words = {"by": self.request.user, "at": self.at, **form.cleaned_data}
        return actions.add_objection(batch, learner, **words)

    def get_context_data(self, **kwargs):
        batch, learner = self.about
        context = {
            "subject": {"title": batch.title, "url": ""},
            "facts": [("学员", learner.name), ("公示止", day(batch.posting_ends_on))],
            "effect": "由公示单位处理并书面答复，处理前这份名单不能申报。",
        }
        return super().get_context_data(**{**context, **kwargs})


class ObjectionListView(ListPage):
    access = "training.view_objection"
    title = "公示异议"
    lead = "对公示名单和结业名单的异议：处理完，名单才能往下走。"
    model = Objection
    table = ObjectionTable
    filter_form = ObjectionFilterForm
    empty_title = "没有符合条件的异议"

    def get_rows(self):
        return super().get_rows().select_related("batch", "learner")


class ObjectionDetailView(DetailPage):
    access = "training.view_objection"
    model = Objection
    related = ("batch", "learner", "school", "handler", "raised_by", "settled_by", "claim")

    def get_trail(self):
        return [("公示异议", reverse("training:objection-list"))]

    def get_state(self):
        badge = objection_state(self.record)
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        return facts_of(self.record)

    def get_context_data(self, **kwargs):
        sections = [{"title": "异议内容", "text": self.record.text}]
        if self.record.answer:
            sections.append({"title": "处理意见", "text": self.record.answer})
        return super().get_context_data(**{"sections": sections, **kwargs})


def facts_of(objection: Objection) -> list[tuple[str, object]]:
    line, settled = objection.claim, objection.settled_at
    return [
        ("名单", objection.batch.title),
        ("学员", f"{objection.learner.name}（{objection.school.short_name}）"),
        ("名单上", f"{number(line.hours)} 学时" if line else "没有这位学员"),
        ("提出", f"{objection.raised_by}，{moment(objection.raised_at)}"),
        ("处理单位", objection.handler),
        ("处理时限", day(objection.due_on)),
        ("处理", f"{objection.settled_by}，{moment(settled)}" if settled else ""),
    ]


class ObjectionTransitionPage(TransitionPage):
    model = Objection
    related = ("batch", "learner", "school", "handler", "raised_by", "settled_by", "claim")

    def get_facts(self):
        return [*facts_of(self.record), ("异议内容", self.record.text)]


class ObjectionAcceptView(ObjectionTransitionPage):
    access = "training.accept_objection"
    verb = OT.ACCEPT
    action = actions.accept_objection
    form_class = AcceptObjectionForm
    effect = "按更正后的学时改名单，处理意见通知提出人。"


class ObjectionRejectView(ObjectionTransitionPage):
    access = "training.reject_objection"
    verb = OT.REJECT
    action = actions.reject_objection
    form_class = CommentForm
    effect = "名单不变，处理意见通知提出人。"
