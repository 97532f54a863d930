"""Seats and names of one session: the city gives, 县(区) pass on, schools enrol."""

from django.urls import reverse
from django.utils.functional import cached_property

from pueredu.kit.templatetags.formats import number
from pueredu.office.pages import RecordFormPage, TransitionPage
from training import actions, queries
from training.enums import EnrolmentState as ES
from training.enums import EnrolmentTransition as T
from training.forms import NumbersForm, PeopleForm, ReasonForm
from training.models import Enrolment, SeatQuota, TrainingSession
from training.views.rosters import FilingSchoolMixin
from training.views.sessions import facts_of

RELATED = ("programme", "direction")


class SessionFormPage(RecordFormPage):
    """A form about one session."""

    model = TrainingSession
    related = RELATED
    template_name = "generic/transition.html"

    def get_success_url(self, result) -> str:
        return self.record.get_absolute_url()

    def get_context_data(self, **kwargs):
        subject = {"title": str(self.record), "url": self.record.get_absolute_url()}
        context = {"subject": subject, "facts": facts_of(self.record)}
        return super().get_context_data(**{**context, **kwargs})


class SessionQuotasView(SessionFormPage):
    access = "training.add_seat_quota"
    title = "分配名额到县(区)"
    form_class = NumbersForm
    done_text = "名额已分配。"

    def get_form_kwargs(self):
        rows = [(row.pk, row.short_name) for row in queries.areas()]
        mine = SeatQuota.objects.of_areas().filter(session=self.record)
        given = dict.fromkeys((key for key, _ in rows), 0)
        return {"rows": rows, "given": {**given, **dict(mine.values_list("unit", "seats"))}}

    def act(self, form):
        return actions.give_seats(self.record, form.numbers(), by=self.request.user, at=self.at)


class SeatQuotaChangeView(RecordFormPage):
    """An area passes its seats on."""

    access = "training.change_seat_quota"
    model = SeatQuota
    related = ("session__programme", "session__direction", "unit", "county")
    title = "分配名额到学校"
    form_class = NumbersForm
    done_text = "名额已分到学校，并通知学校报名。"
    template_name = "generic/transition.html"

    def get_form_kwargs(self):
        schools = queries.schools_of(self.record.county, self.today)
        rows = [(row.pk, row.short_name) for row in schools]
        mine = SeatQuota.objects.of_schools().filter(session=self.record.session)
        given = dict.fromkeys((key for key, _ in rows), 0)
        return {"rows": rows, "given": {**given, **dict(mine.values_list("unit", "seats"))}}

    def act(self, form):
        return actions.change_seat_quota(
            self.record, form.numbers(), by=self.request.user, at=self.at
        )

    def get_context_data(self, **kwargs):
        quota = self.record
        subject = {"title": str(quota.session), "url": quota.get_absolute_url()}
        facts = [("本县(区)名额", number(quota.seats)), *facts_of(quota.session)]
        return super().get_context_data(**{"subject": subject, "facts": facts, **kwargs})


class EnrolmentAddView(FilingSchoolMixin, SessionFormPage):
    access = "training.add_enrolment"
    title = "报名"
    lead = "勾选本单位参加的人员；名额用完的进入候补，有空额时按先后递补并通知。"
    form_class = PeopleForm
    submit_label = "报名"
    template_name = "training/people_form.html"

    def get_form_kwargs(self):
        taken = Enrolment.objects.not_withdrawn().filter(session=self.record)
        ids = set(taken.values_list("learner", flat=True))
        roster = queries.roster_of(self.school)
        free = [row for _, rows in roster for row in rows if row.pk not in ids]
        fit = {row.pk for row in queries.fitting_learners(self.record.programme, free, self.today)}
        left = [(unit, [row for row in rows if row.pk in fit]) for unit, rows in roster]
        return {"roster": [(unit, rows) for unit, rows in left if rows]}

    def act(self, form):
        words = {"by": self.request.user, "at": self.at}
        return actions.enrol(self.record, self.school, form.learners(), **words)

    def get_done_text(self, result) -> str:
        word = "已推荐" if self.record.programme.is_selective else "已录取"
        found = f"{word} {len(result.seated)} 人。"
        return found + (f"候补：{'、'.join(result.waiting)}。" if result.waiting else "")

    def get_context_data(self, **kwargs):
        quota = SeatQuota.objects.filter(session=self.record, unit=self.school).with_use().first()
        has = f"{quota.seats} 个，已用 {quota.used} 个" if quota else "没有名额，报名进入候补"
        context = {
            "groups": list(kwargs["form"].groups()),
            "nobody": "本单位没有这个班次的培训对象，或者都已报名。",
            "actions": self.other_schools(),
            "facts": [(f"{self.school.short_name}名额", has), *facts_of(self.record)],
        }
        return super().get_context_data(**{**context, **kwargs})


class EnrolmentRankView(SessionFormPage):
    access = "training.rank_enrolment"
    title = "推荐排序"
    lead = "1 为首位。市级按排序遴选；报名截止前可以修改。"
    form_class = NumbersForm
    done_text = "排序已保存。"

    @cached_property
    def rows(self):
        mine = Enrolment.objects.permitted(self.request.user, self.access)
        rows = mine.filter(session=self.record, state=ES.NOMINATED)
        return list(rows.select_related("learner", "school", "session").order_by("rank", "id"))

    def get_form_kwargs(self):
        rows = [(row.pk, f"{row.learner.name}（{row.school.short_name}）") for row in self.rows]
        given = {row.pk: row.rank for row in self.rows}
        return {"rows": rows, "given": given, "is_required": False, "least": 1}

    def act(self, form):
        words = {"by": self.request.user, "at": self.at}
        return actions.rank_enrolments(self.rows, form.numbers(), **words)


class EnrolmentSelectView(SessionFormPage):
    access = "training.select_enrolment"
    title = "遴选录取"
    lead = "按县(区)列出推荐和候补人员，勾选录取；没有勾选的保留。"
    form_class = PeopleForm
    submit_label = "录取"
    template_name = "training/people_form.html"

    @cached_property
    def rows(self):
        mine = Enrolment.objects.permitted(self.request.user, self.access)
        rows = mine.filter(session=self.record, state__in=[ES.NOMINATED, ES.WAITING])
        order = ("county__precedence", "rank", "id")
        return list(rows.select_related("learner__school", "county", "session").order_by(*order))

    def get_form_kwargs(self):
        groups = {}
        for row in self.rows:
            place = f"第 {row.rank} 位，" if row.rank else ""
            state = "" if row.state == ES.NOMINATED else "，候补"
            # what stands beside the box; the learner is not saved here
            row.learner.name += f"（{place}{row.learner.school.short_name}{state}）"
            groups.setdefault(row.county_id, (row.county, []))[1].append(row.learner)
        return {"roster": list(groups.values())}

    def act(self, form):
        chosen = set(form.cleaned_data["present"])
        rows = [row for row in self.rows if row.learner_id in chosen]
        return actions.select_enrolments(rows, by=self.request.user, at=self.at)

    def get_done_text(self, result) -> str:
        return f"已录取 {result} 人，并通知本人和学校。"

    def get_context_data(self, **kwargs):
        nobody = "没有待遴选或候补的人员。"
        context = {"groups": list(kwargs["form"].groups()), "nobody": nobody, "actions": []}
        return super().get_context_data(**{**context, **kwargs})


class EnrolmentWithdrawView(TransitionPage):
    access = "training.withdraw_enrolment"
    model = Enrolment
    related = ("session__programme", "session__direction", "learner", "school")
    verb = T.WITHDRAW
    action = actions.withdraw_enrolment
    form_class = ReasonForm
    submit_kind = "danger"
    effect = "空出的名额给本单位候补在前的人员；没有候补的可以另报。"

    def get_trail(self):
        return [(str(self.record.session), reverse("training:training-session-list"))]

    def get_facts(self):
        row = self.record
        return [("学员", f"{row.learner.name}（{row.school.short_name}）"), *facts_of(row.session)]
