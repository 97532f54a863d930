"""Experts, what learners want, what they say of a session."""

from django.urls import reverse
from django.utils.functional import cached_property

from pueredu.calendar.queries import value
from pueredu.kit.errors import Refused
from pueredu.office.pages import FormPage, ListPage, RecordFormPage
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from training import actions, queries
from training.forms import EvaluationForm, ExpertForm, NeedsForm, RollForm
from training.models import Direction, Enrolment, Expert, Learner, NeedsAnswer
from training.tables import ExpertTable, NeedsTable
from training.views.enrolments import SessionFormPage

EXPERTS = [("培训专家", "training:expert-list")]


def words_of(form: ExpertForm) -> dict:
    """The fields of an expert; a code names the learner. Raises Refused for one that nobody has."""
    data = dict(form.cleaned_data)
    code = data.pop("code").strip()
    learner = Learner.objects.filter(code=code).first() if code else None
    if code and learner is None:
        raise Refused("学员库中没有这个教师编号。")
    return {**data, "learner": learner}


class ExpertListView(ListPage):
    access = "training.view_expert"
    title = "市级培训专家团队"
    lead = "同一位专家的班次时间重叠的，在名单中提醒核对。"
    model = Expert
    empty_title = "还没有登记专家"

    def get_rows(self):
        return super().get_rows().prefetch_related("sessions__programme")

    def table(self, records):
        return ExpertTable(records, opens=self.request.user.has_perm("training.change_expert"))

    def get_actions(self):
        if not self.request.user.has_perm("training.add_expert"):
            return []
        return [{"label": "新增专家", "url": reverse("training:expert-add"), "kind": "primary"}]


class ExpertAddView(FormPage):
    access = "training.add_expert"
    title = "新增培训专家"
    form_class = ExpertForm

    def get_trail(self):
        return [(label, reverse(name)) for label, name in EXPERTS]

    def get_form_kwargs(self):
        years = value("training.expert_term_years", self.today)
        until = self.today.replace(year=self.today.year + years, day=1)
        return {"initial": {"since": self.today, "until": until}}

    def act(self, form):
        expert = Expert(**words_of(form))
        return actions.add_expert(expert, by=self.request.user, at=self.at)


class ExpertChangeView(RecordFormPage):
    access = "training.change_expert"
    model = Expert
    related = ("learner",)
    title = "修改培训专家"
    form_class = ExpertForm

    def get_form_kwargs(self):
        code = self.record.learner.code if self.record.learner else ""
        return {"instance": Expert.objects.get(pk=self.record.pk), "initial": {"code": code}}

    def act(self, form):
        words = {"by": self.request.user, "at": self.at}
        return actions.change_expert(self.record, words_of(form), **words)


class SessionExpertsView(SessionFormPage):
    """Who teaches this session."""

    access = "training.change_expert"
    title = "安排专家"
    lead = "勾选授课专家。聘期内的专家列在这里；时间重叠的保存后提醒。"
    form_class = RollForm
    template_name = "training/people_form.html"

    @cached_property
    def experts(self):
        rows = Expert.objects.filter(since__lte=self.record.since, until__gte=self.record.until)
        return list(rows)

    def get_form_kwargs(self):
        bureau = Unit.objects.filter(kind=UnitKind.CITY).get()
        now = set(self.record.experts.values_list("pk", flat=True))
        return {"roster": [(bureau, self.experts)] if self.experts else [], "ticked": now}

    def act(self, form):
        words = {"by": self.request.user, "at": self.at}
        return actions.assign_experts(self.record, form.learners(), **words)

    def get_done_text(self, result) -> str:
        found = [
            f"{row.name}：{'；'.join(said)}" for row in result if (said := queries.clashes_of(row))
        ]
        return "已保存。" + (f"请核对：{'。'.join(found)}。" if found else "")

    def get_context_data(self, **kwargs):
        nobody = "还没有在聘的专家，请先新增。"
        context = {"groups": list(kwargs["form"].groups()), "nobody": nobody, "actions": []}
        return super().get_context_data(**{**context, **kwargs})


class NeedsListView(ListPage):
    """Counts only: nobody is named."""

    access = "training.view_needs_answer"
    title = "培训需求"
    model = NeedsAnswer
    empty_title = "还没有人填写"
    lead = "按方向统计希望培训的人数，不显示个人。每人每年一份，可以修改。"

    def get_rows(self):
        return NeedsAnswer.objects.none()

    def table(self, records):
        year = queries.year_of(self.today)
        directions, needs = queries.needs_by_place(self.request.user, year)
        return NeedsTable(needs, directions)

    def get_actions(self):
        if not self.request.user.has_perm("training.add_needs_answer"):
            return []
        return [
            {"label": "填写我的需求", "url": reverse("training:needs-answer"), "kind": "primary"}
        ]


class NeedsAnswerView(FormPage):
    access = "training.add_needs_answer"
    title = "我的培训需求"
    lead = "勾选本年度希望培训的方向。只用于统计，不显示个人。"
    form_class = NeedsForm
    done_text = "已保存，谢谢。"
    template_name = "training/own_form.html"

    @cached_property
    def learner(self) -> Learner | None:
        return queries.own_learner(self.request.user)

    def get_trail(self):
        return [("我的学时", reverse("training:my-hours"))]

    def get_form_kwargs(self):
        audience = self.learner.audience if self.learner else "teacher"
        mine = NeedsAnswer.objects.filter(learner=self.learner, year=queries.year_of(self.today))
        chosen = set(mine.values_list("directions", flat=True)) if self.learner else set()
        return {"directions": Direction.objects.for_audience(audience), "chosen": chosen}

    def act(self, form):
        if self.learner is None:
            raise Refused("这个账号没有对应的学员，不能填写。")
        words = {"by": self.request.user, "at": self.at, "today": self.today}
        return actions.answer_needs(self.learner, form.chosen(), **words)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"learner": self.learner, **kwargs})

    def get_success_url(self, result) -> str:
        return reverse("training:my-hours")


class EvaluationAddView(RecordFormPage):
    """Of the session that one attended."""

    access = "training.add_evaluation"
    model = Enrolment
    related = ("session__programme", "learner")
    title = "评价培训班次"
    lead = "三项，不记名统计；人数太少时不显示结果。"
    form_class = EvaluationForm
    done_text = "已评价，谢谢。"

    def get_trail(self):
        return [(str(self.record.session), self.record.get_absolute_url())]

    def act(self, form):
        words = {"by": self.request.user, "at": self.at}
        return actions.add_evaluation(self.record, form.cleaned_data, **words)

    def get_success_url(self, result) -> str:
        return self.record.get_absolute_url()
