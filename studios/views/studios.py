"""The register of studios, the coverage board, and a studio's life."""

from django.urls import reverse
from django.views.generic.base import TemplateResponseMixin

from pueredu.kit.templatetags.formats import day, number
from pueredu.office.forms import ConfirmForm
from pueredu.office.pages import (
    DetailPage,
    DownloadPage,
    FormPage,
    ListPage,
    Page,
    RecordFormPage,
    TransitionPage,
)
from studios import actions
from studios.enums import StudioState
from studios.enums import StudioTransition as T
from studios.forms import (
    HostForm,
    MemberForm,
    ReasonForm,
    ReleaseForm,
    RevokeForm,
    StudioFilterForm,
    StudioNameForm,
    StudioProposeForm,
)
from studios.models import Attendance, Studio, StudioMember
from studios.queries import coverage, first_rank_figure
from studios.tables import (
    CoverageTable,
    MemberTable,
    StudioActivityTable,
    StudioTable,
    file_link,
    studio_state,
    term,
)

SHOWN_ACTIVITIES = 20


def list_trail() -> list[tuple[str, str]]:
    return [("三名工作室", reverse("studios:studio-list"))]


class StudioListView(ListPage):
    access = "studios.view_studio"
    title = "三名工作室"
    lead = "名校长、名班主任、名教师工作室和一级校长工作室：申报、命名、活动、考勤记学时。"
    model = Studio
    table = StudioTable
    filter_form = StudioFilterForm
    empty_title = "没有符合条件的工作室"
    empty_text = "县(区)教体局申报、市教体局命名后，工作室会出现在这里。"

    def get_rows(self):
        return super().get_rows().in_official_order()

    def get_actions(self):
        found = [{"label": "各县(区)覆盖情况", "url": reverse("studios:coverage")}]
        if self.request.user.has_perm("studios.add_studio"):
            url = reverse("studios:studio-add")
            found.append({"label": "申报工作室", "url": url, "kind": "primary"})
        return found


class CoverageView(TemplateResponseMixin, Page):
    access = "studios.view_studio"
    title = "一级校长工作室覆盖情况"
    template_name = "studios/coverage.html"

    def get_trail(self):
        return list_trail()

    def get(self, request):
        lines = coverage(request.user, self.today)
        missing = [line for line in lines if not line.is_covered]
        shown = missing if request.GET.get("gaps") else lines
        context = self.get_context_data(
            lines=lines,
            missing=missing,
            table=CoverageTable(shown),
            figure=first_rank_figure(self.today),
            as_of=self.today,
        )
        return self.render_to_response(context)


class StudioDetailView(DetailPage):
    access = "studios.view_studio"
    model = Studio
    related = ("school", "county", "proposed_by", "named_by")
    template_name = "studios/studio_detail.html"

    def get_trail(self):
        return list_trail()

    def get_state(self):
        badge = studio_state(self.record)
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        studio = self.record
        return [
            ("类别", studio.get_kind_display()),
            ("级别", studio.get_level_display()),
            ("学科或方向", studio.subject),
            ("挂牌学校", studio.school.name),
            ("县(区)", studio.county.name),
            ("申报日期", day(studio.proposed_on)),
            ("命名日期", day(studio.named_on)),
            ("命名依据", studio.source),
            ("周期", term(studio)),
            *([("撤销或不予命名的理由", studio.end_reason)] if studio.end_reason else []),
        ]

    def get_files(self):
        return [
            file_link("studios:studio-file", self.record, file) for file in self.record.papers.all()
        ]

    def get_context_data(self, **kwargs):
        studio, user = self.record, self.request.user
        manages = studio.state == StudioState.NAMED and user.has_perm(
            "studios.add_studio_member", studio
        )
        confirmed = Attendance.objects.confirmed().filter(activity__studio=studio)
        activities = list(studio.activities.with_numbers()[:SHOWN_ACTIVITIES])
        context = {
            "members": MemberTable(studio.members.in_roster_order(), manages=manages),
            "activities": StudioActivityTable(activities),
            "total_hours": number(confirmed.total_hours()),
            "confirmed": studio.activities.confirmed().count(),
            "actions": self.buttons(manages=manages),
            "as_of": self.today,
        }
        return super().get_context_data(**{**context, **kwargs})

    def buttons(self, *, manages: bool) -> list[dict]:
        """What is done beside the verbs of the flow: an activity, a member."""
        studio, found = self.record, []
        if studio.state == StudioState.NAMED and self.request.user.has_perm(
            "studios.add_activity", studio
        ):
            url = reverse("studios:activity-add", args=[studio.pk])
            found.append({"label": "登记活动", "url": url, "kind": "primary"})
        if manages:
            url = reverse("studios:studio-member-add", args=[studio.pk])
            found.append({"label": "增加成员", "url": url})
        return found


class StudioFileView(DownloadPage):
    access = "studios.view_studio"
    model = Studio

    def get_attachments(self, record):
        return record.papers.all()


class StudioAddView(FormPage):
    access = "studios.add_studio"
    title = "申报工作室"
    lead = "由县(区)教体局登记，市教体局教师教育科命名；命名前主持人没有登记活动的权限。"
    form_class = StudioProposeForm
    submit_label = "申报"
    done_text = "已申报，等待市教体局命名。"

    def get_trail(self):
        return list_trail()

    def get_form_kwargs(self):
        initial = {"kind": self.request.GET.get("kind", "")}
        return {"user": self.request.user, "initial": initial}

    def act(self, form):
        return actions.propose_studio(
            form.studio(), by=self.request.user, at=self.at, host=form.host
        )


class StudioTransitionPage(TransitionPage):
    model = Studio
    related = ("school", "county")
    form_class = ReasonForm

    def get_facts(self):
        studio = self.record
        return [("类别", studio.get_kind_display()), ("挂牌学校", studio.school.name)]


class StudioNameView(StudioTransitionPage):
    access = "studios.name_studio"
    verb = T.NAME
    action = actions.name_studio
    form_class = StudioNameForm
    effect = "命名后主持人可以登记成员和活动；申报的人不能命名自己申报的工作室。"

    def get_form_kwargs(self):
        return {"initial": {"named_on": self.today, "since": self.today}}


class StudioDeclineView(StudioTransitionPage):
    access = "studios.decline_studio"
    verb = T.DECLINE
    action = actions.decline_studio
    effect = "申报经办人会收到理由；以后可以重新申报。"


class StudioAppointHostView(StudioTransitionPage):
    access = "studios.appoint_host_studio"
    verb = T.APPOINT_HOST
    action = actions.appoint_host_studio
    form_class = HostForm
    effect = "原主持人的权限立即终止，由新主持人登记成员和活动。"


class StudioRevokeView(StudioTransitionPage):
    access = "studios.revoke_studio"
    verb = T.REVOKE
    action = actions.revoke_studio
    form_class = RevokeForm
    submit_kind = "danger"
    effect = "撤销后不能再登记活动，主持人的权限立即终止；已确认的活动和学时保留。"


class StudioExpireView(StudioTransitionPage):
    access = "studios.expire_studio"
    verb = T.EXPIRE
    action = actions.expire_studio
    form_class = ConfirmForm
    effect = "周期届满后归档，已确认的活动和学时保留。"


class MemberAddView(RecordFormPage):
    access = "studios.add_studio_member"
    model = Studio
    title = "增加成员"
    form_class = MemberForm
    done_text = "已登记成员。"

    def get_form_kwargs(self):
        return {"studio": self.record, "initial": {"since": self.today}}

    def act(self, form):
        return actions.add_member(form.member(), by=self.request.user, at=self.at)


class MemberReleaseView(RecordFormPage):
    access = "studios.change_studio_member"
    model = StudioMember
    related = ("studio",)
    title = "办理退出"
    form_class = ReleaseForm
    submit_label = "办理退出"
    done_text = "已办理退出。"

    def get_lead(self):
        return f"{self.record.studio.name}：{self.record.name}。参加过的活动和学时不受影响。"

    def get_form_kwargs(self):
        return {"initial": {"until": self.today}}

    def act(self, form):
        return actions.release_member(
            self.record, by=self.request.user, at=self.at, **form.cleaned_data
        )
