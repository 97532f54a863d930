"""Sessions on the screen: announced, changed, recalled, closed, confirmed, cancelled."""

from django.urls import reverse
from django.utils.functional import cached_property

from pueredu.kit.templatetags.formats import day, moment, number
from pueredu.office.forms import ConfirmForm
from pueredu.office.pages import DetailPage, ListPage, RecordFormPage, TransitionPage
from training import actions, queries
from training.enums import Audience, ProgrammeAudience
from training.enums import EnrolmentState as ES
from training.enums import SessionState as S
from training.enums import SessionTransition as T
from training.forms import ReasonForm, SessionFilterForm, SessionForm
from training.models import Direction, Enrolment, Programme, SeatQuota, TrainingSession
from training.tables import EnrolmentTable, SeatQuotaTable, SessionTable, session_state
from training.views.programmes import PROGRAMMES, SESSIONS, trail

MOST_SHOWN = 500
RUNNING = (S.ANNOUNCED, S.CLOSED)
# pages beside the flow: word, address, right, states in which they can be done
GIVING = (S.DRAFT, S.ANNOUNCED)
BESIDE = (
    ("签到", "training-session-roll", "training.add_roll_call", RUNNING),
    ("报名", "enrolment-add", "training.add_enrolment", (S.ANNOUNCED,)),
    ("推荐排序", "enrolment-rank", "training.rank_enrolment", (S.ANNOUNCED,)),
    ("遴选录取", "enrolment-select", "training.select_enrolment", RUNNING),
    ("安排专家", "training-session-experts", "training.change_expert", (S.DRAFT, *RUNNING)),
    ("分配名额", "training-session-quotas", "training.add_seat_quota", GIVING),
    (
        "修改班次",
        "training-session-change",
        "training.change_training_session",
        (S.DRAFT, *RUNNING),
    ),
)


def directions_for(programme: Programme):
    is_official = programme.audience == ProgrammeAudience.OFFICIAL
    return Direction.objects.for_audience(Audience.OFFICIAL if is_official else Audience.TEACHER)


class TrainingSessionAddView(RecordFormPage):
    """Of one programme, which the address names."""

    access = "training.add_training_session"
    model = Programme
    title = "新增班次"
    form_class = SessionForm
    done_text = "已保存。分配名额后发布，县(区)和学校开始报名。"

    def get_form_kwargs(self):
        return {"directions": directions_for(self.record)}

    def act(self, form):
        session = TrainingSession(programme=self.record, **form.cleaned_data)
        return actions.add_training_session(session, by=self.request.user, at=self.at)


class TrainingSessionListView(ListPage):
    access = "training.view_training_session"
    title = "培训班次"
    lead = "市级培训班次：名额分到县(区)、学校，学校报名；结班确认后学时自动申报。"
    model = TrainingSession
    table = SessionTable
    filter_form = SessionFilterForm
    empty_title = "没有符合条件的班次"

    def get_rows(self):
        rows = super().get_rows().select_related("programme", "direction").with_counts()
        runs = self.request.user.has_perm("training.add_training_session")
        return rows if runs else rows.exclude(state=S.DRAFT)

    def get_actions(self):
        if not self.request.user.has_perm("training.view_programme"):
            return []
        return [{"label": "培训项目", "url": reverse(PROGRAMMES[1]), "kind": "secondary"}]


class TrainingSessionDetailView(DetailPage):
    access = "training.view_training_session"
    model = TrainingSession
    related = ("programme", "direction", "confirmed_by")
    template_name = "training/session_detail.html"

    def get_trail(self):
        return trail(SESSIONS)

    def get_state(self):
        badge = session_state(self.record)
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        row = self.record
        confirmed = f"{row.confirmed_by}，{moment(row.confirmed_at)}" if row.confirmed_at else ""
        return [
            *facts_of(row),
            (
                "名额收回",
                day(row.recall_on)
                if row.recalled_at is None
                else f"已收回，{moment(row.recalled_at)}",
            ),
            ("结班确认", confirmed),
            *self._evaluated(),
        ]

    def _evaluated(self) -> list[tuple[str, object]]:
        row = self.record
        return [("评价", queries.evaluation_of(row, self.today))] if row.state == S.HELD else []

    def get_transitions(self):
        """Announcing is shown with what keeps it back."""
        found = super().get_transitions()
        given = sum(row.seats for row in self.quotas if row.is_area)
        reason = queries.why_not_announced(self.record, given, self.today)
        for row in found:
            if row["label"] == T.ANNOUNCE.label and reason:
                row["blocked_reason"] = reason
        return found

    def get_history(self):
        """It names what every 县(区) was given, so it is for who gives."""
        runs = self.request.user.has_perm("training.change_training_session", self.record)
        return super().get_history() if runs else []

    @cached_property
    def mine(self) -> list[Enrolment]:
        rows = Enrolment.objects.visible_to(self.request.user).filter(session=self.record)
        rows = rows.select_related("learner", "school", "county")
        return list(rows.order_by("state", "county__precedence", "rank", "id")[:MOST_SHOWN])

    @cached_property
    def quotas(self) -> list[SeatQuota]:
        rows = SeatQuota.objects.visible_to(self.request.user).filter(session=self.record)
        order = ("county__precedence", "county", "-is_area", "unit__precedence", "unit__code")
        rows = rows.with_use().select_related("unit", "county").order_by(*order)
        return list(rows[:MOST_SHOWN])

    @property
    def passes_on(self) -> bool:
        """Whether the seats of an area can still go to its schools, by who may."""
        may = self.request.user.has_perm("training.change_seat_quota")
        return may and self.record.state in GIVING

    def get_context_data(self, **kwargs):
        may = self.request.user.has_perm("training.withdraw_enrolment")
        opens = may and self.record.state in RUNNING
        was_there = queries.confirmed_attendances(self.record, self.mine)
        attended = {row.enrolment.pk: row for row in was_there}
        context = {
            "quotas": SeatQuotaTable(self.quotas, passes_on=self.passes_on),
            "enrolments": EnrolmentTable(self.mine, opens=opens, attended=attended),
            "actions": self._actions(),
        }
        return super().get_context_data(**{**context, **kwargs})

    def _actions(self) -> list[dict]:
        """The pages beside the flow, for who may, while they can be done."""
        row, user = self.record, self.request.user
        beside = [
            {"label": label, "url": reverse(f"training:{name}", args=[row.pk]), "kind": "secondary"}
            for label, name, perm, states in BESIDE
            if row.state in states and user.has_perm(perm, row) and self._is_time(name)
        ]
        return [*self._passing_on(), *beside, *self._evaluating()]

    def _passing_on(self) -> list[dict]:
        """For who has the seats of one area; the city, which sees all, goes by the table."""
        areas = [row for row in self.quotas if row.is_area]
        if not self.passes_on or len(areas) != 1:
            return []
        url = reverse("training:seat-quota-change", args=[areas[0].pk])
        return [{"label": "分配名额到学校", "url": url, "kind": "primary"}]

    def _evaluating(self) -> list[dict]:
        """The own word, for who was enrolled."""
        me = self.request.user.pk
        own = [row for row in self.mine if row.learner.user_id == me and row.state == ES.ENROLLED]
        if self.record.state != S.HELD or not own:
            return []
        url = reverse("training:evaluation-add", args=[own[0].pk])
        return [{"label": "评价", "url": url, "kind": "primary"}]

    def _is_time(self, name: str) -> bool:
        if name == "training-session-roll":
            return self.record.since <= self.today
        return name != "enrolment-rank" or self.record.programme.is_selective


def facts_of(session: TrainingSession) -> list[tuple[str, object]]:
    return [
        ("时间", f"{day(session.since)}至{day(session.until)}，共 {session.days} 天"),
        ("地点", session.place),
        ("方向", session.direction.title),
        ("学时", f"{number(session.hours)}（每天 {number(session.hours_per_day)}）"),
        ("名额", number(session.seats)),
        ("报名截止", day(session.enrolment_closes_on)),
    ]


class TrainingSessionChangeView(RecordFormPage):
    access = "training.change_training_session"
    model = TrainingSession
    related = ("programme",)
    title = "修改班次"
    lead = "时间、地点有变动的，立即通知全部报名人员和所在学校。"
    form_class = SessionForm

    def get_form_kwargs(self):
        names = SessionForm.base_fields
        initial = {name: getattr(self.record, name) for name in names}
        return {"initial": initial, "directions": directions_for(self.record.programme)}

    def act(self, form):
        words = {"by": self.request.user, "at": self.at}
        return actions.change_training_session(self.record, form.cleaned_data, **words)


class TrainingSessionTransitionPage(TransitionPage):
    model = TrainingSession
    related = ("programme", "direction")
    form_class = ConfirmForm

    def get_facts(self):
        return facts_of(self.record)


class TrainingSessionAnnounceView(TrainingSessionTransitionPage):
    access = "training.announce_training_session"
    verb = T.ANNOUNCE
    action = actions.announce_training_session
    effect = "通知有名额的县(区)分配到学校；学校在报名截止前报名。"


class TrainingSessionRecallView(TrainingSessionTransitionPage):
    access = "training.recall_training_session"
    verb = T.RECALL
    action = actions.recall_training_session
    effect = "学校没有用的名额收回市级，按报名先后给候补人员。到收回日期系统自动办理。"


class TrainingSessionCloseView(TrainingSessionTransitionPage):
    access = "training.close_training_session"
    verb = T.CLOSE
    action = actions.close_training_session
    effect = "不再接受报名；有人退出时候补人员按先后递补。"


class TrainingSessionConfirmView(TrainingSessionTransitionPage):
    access = "training.confirm_training_session"
    verb = T.CONFIRM
    action = actions.confirm_training_session
    effect = "参加情况确认后不再修改，学时自动申报，不需再次录入。"


class TrainingSessionCancelView(TrainingSessionTransitionPage):
    access = "training.cancel_training_session"
    verb = T.CANCEL
    action = actions.cancel_training_session
    form_class = ReasonForm
    submit_kind = "danger"
    effect = "通知全部报名人员和所在学校。"
