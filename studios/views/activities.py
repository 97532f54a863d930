"""An activity: entered with its attendance on one page, confirmed, kept."""

from django.db import transaction
from django.urls import reverse

from pueredu.kit.templatetags.formats import day, moment, number
from pueredu.office.forms import ConfirmForm
from pueredu.office.pages import (
    DetailPage,
    DownloadPage,
    ListPage,
    RecordFormPage,
    TransitionPage,
)
from studios import actions
from studios.enums import ActivityState
from studios.enums import ActivityTransition as T
from studios.forms import ActivityFilterForm, ActivityForm, ReasonForm, words_of
from studios.models import Activity, Attendance, Studio
from studios.tables import ActivityTable, AttendanceTable, activity_state, file_link


class ActivityListView(ListPage):
    access = "studios.view_activity"
    title = "工作室活动"
    lead = "活动只登记一次：主持人确认后，到场人员的学时由培训库直接认定，不再重复填报。"
    model = Activity
    table = ActivityTable
    empty_title = "没有符合条件的活动"
    empty_text = "主持人登记的活动会出现在这里。"

    def get_filter(self):
        return ActivityFilterForm(self.request.GET, user=self.request.user, today=self.today)

    def get_rows(self):
        return super().get_rows().with_numbers()


class ActivityDetailView(DetailPage):
    access = "studios.view_activity"
    model = Activity
    related = ("studio", "kind", "confirmed_by")
    template_name = "studios/activity_detail.html"

    def get_trail(self):
        studio = self.record.studio
        return [
            ("三名工作室", reverse("studios:studio-list")),
            (studio.name, studio.get_absolute_url()),
        ]

    def get_state(self):
        badge = activity_state(self.record)
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        activity = self.record
        return [
            ("工作室", activity.studio.name),
            ("类型", activity.kind.title),
            ("日期", day(activity.held_on)),
            ("学时", number(activity.hours)),
            ("地点", activity.place),
            ("确认人", activity.confirmed_by),
            ("确认时间", moment(activity.confirmed_at)),
        ]

    def get_files(self):
        files = self.record.attachments.all()
        return [file_link("studios:activity-file", self.record, file) for file in files]

    def get_context_data(self, **kwargs):
        rows = Attendance.objects.filter(activity=self.record)
        seen = list(rows.visible_to(self.request.user).select_related("school"))
        context = {
            "attendances": AttendanceTable(seen),
            "present": sum(row.is_present for row in seen),
            "unseen": rows.count() - len(seen),
            "actions": self.buttons(),
        }
        return super().get_context_data(**{**context, **kwargs})

    def buttons(self) -> list[dict]:
        """Correct a draft; enter the next one after this pattern."""
        activity, user, found = self.record, self.request.user, []
        if activity.state == ActivityState.DRAFT and user.has_perm(
            "studios.change_activity", activity
        ):
            url = reverse("studios:activity-change", args=[activity.pk])
            found.append({"label": "修改", "url": url})
        if user.has_perm("studios.add_activity", activity):
            url = reverse("studios:activity-add", args=[activity.studio_id])
            found.append({"label": "照此再登记一次", "url": f"{url}?like={activity.pk}"})
        return found


class ActivityFileView(DownloadPage):
    access = "studios.view_activity"
    model = Activity

    def get_attachments(self, record):
        return record.attachments.all()


class ActivityFormPage(RecordFormPage):
    """The one page on which an activity is entered or corrected."""

    form_class = ActivityForm
    submit_label = "保存"

    def roster(self, studio: Studio):
        return studio.members.in_force(self.today).in_roster_order()


class ActivityAddView(ActivityFormPage):
    access = "studios.add_activity"
    model = Studio
    related = ("county", "school")
    title = "登记活动"
    lead = "成员已全部勾选，去掉没有到场的即可；保存后核对无误再确认。"
    done_text = "已登记。请核对到场人员，无误后点“确认活动”。"

    def get_form_kwargs(self):
        return {"roster": self.roster(self.record), "initial": self.pattern()}

    def pattern(self) -> dict:
        """The words of the activity that this one repeats, on today's date."""
        like = self.request.GET.get("like", "")
        found = self.record.activities.filter(pk=like).first() if like.isdecimal() else None
        names = ("title", "kind", "hours", "place")
        words = {name: getattr(found, name) for name in names} if found else {}
        return {**words, "held_on": self.today}

    @transaction.atomic
    def act(self, form):
        activity = Activity(studio=self.record, **form.words())
        return actions.record_activity(
            activity,
            by=self.request.user,
            at=self.at,
            record=form.record(),
            uploads=form.cleaned_data["attachments"],
        )


class ActivityChangeView(ActivityFormPage):
    access = "studios.change_activity"
    model = Activity
    related = ("studio", "kind")
    title = "修改活动"
    done_text = "已保存。请核对到场人员，无误后点“确认活动”。"

    def get_form_kwargs(self):
        return {"roster": self.roster(self.record.studio), "initial": words_of(self.record)}

    @transaction.atomic
    def act(self, form):
        return actions.change_activity(
            self.record,
            by=self.request.user,
            at=self.at,
            record=form.record(),
            words=form.words(),
            uploads=form.cleaned_data["attachments"],
        )


class ActivityTransitionPage(TransitionPage):
    model = Activity
    related = ("studio", "kind")

    def get_facts(self):
        rows = list(self.record.attendances.all())
        away = [row.name for row in rows if not row.is_present]
        return [
            ("日期", day(self.record.held_on)),
            ("学时", number(self.record.hours)),
            ("到场", f"{len(rows) - len(away)} 人"),
            ("缺席", "、".join(away) or "无"),
        ]


class ActivityConfirmView(ActivityTransitionPage):
    access = "studios.confirm_activity"
    verb = T.CONFIRM
    action = actions.confirm_activity
    form_class = ConfirmForm
    effect = "确认后到场人员的学时进入培训库认定，活动和参加人员不能再修改。"


class ActivityCancelView(ActivityTransitionPage):
    access = "studios.cancel_activity"
    verb = T.CANCEL
    action = actions.cancel_activity
    form_class = ReasonForm
    submit_kind = "danger"
    effect = "没有举行的活动在此取消，不计学时。"
