"""The training section's desk for the studios."""

from django.contrib import admin
from unfold.paginator import InfinitePaginator

from pueredu.kit import clock
from pueredu.office.counter import (
    AdminVerb,
    ScopedAdmin,
    ScopedInline,
    SelectFilter,
    badge_column,
)
from studios import actions
from studios.enums import StudioTransition as T
from studios.forms import HostForm, ReasonForm, RevokeForm, StudioNameForm
from studios.models import Activity, ActivityKind, Attendance, Studio, StudioGrant, StudioMember
from studios.tables import activity_state, studio_state


class StudioMemberInline(ScopedInline):
    model = StudioMember
    fields = ("kind", "name", "learner_code", "school", "since", "until")


@admin.register(Studio)
class StudioAdmin(ScopedAdmin):
    list_display = ("name", "kind", "level", "county", "school", "state_badge", "until")
    more_columns = ("subject", "proposed_on", "named_on", "since", "ended_on", "source")
    list_filter = ("kind", "level", "state", "county")
    list_select_related = ("county", "school")
    search_fields = ("name", "school__name", "subject")
    search_help_text = "名称、挂牌学校或学科"
    fieldsets = (
        (None, {"fields": ("state_badge", "name", ("kind", "level"), ("subject", "school"))}),
        ("任期", {"fields": (("proposed_on", "named_on"), ("since", "until"), ("ended_on", "end_reason"), "source")}),
    )  # fmt: skip
    readonly_fields = ("state_badge",)
    state_badge = badge_column(studio_state)
    workflow_fields = (
        "state",
        "proposed_on",
        "named_on",
        "since",
        "until",
        "ended_on",
        "end_reason",
    )
    inlines = (StudioMemberInline,)
    verbs = (
        AdminVerb(T.NAME, actions.name_studio, StudioNameForm),
        AdminVerb(T.DECLINE, actions.decline_studio, ReasonForm),
        AdminVerb(T.APPOINT_HOST, actions.appoint_host_studio, HostForm),
        AdminVerb(T.EXPIRE, actions.expire_studio),
        AdminVerb(T.REVOKE, actions.revoke_studio, RevokeForm),
    )


class UnconfirmedFilter(SelectFilter):
    title, parameter_name = "确认", "open"

    def lookups(self, request, model_admin):
        return [("on", "待主持人确认")]

    def queryset(self, request, queryset):
        return queryset.unconfirmed(clock.today()) if self.value() else queryset


class AttendanceInline(ScopedInline):
    model = Attendance
    fields = readonly_fields = ("name", "learner_code", "school", "hours", "is_present", "is_guest")
    can_delete = False


@admin.register(Activity)
class ActivityAdmin(ScopedAdmin):
    list_display = ("title", "studio", "kind", "held_on", "hours", "state_badge")
    more_columns = ("county", "school", "place", "confirmed_by", "confirmed_at")
    state_badge = badge_column(activity_state)
    list_filter = (UnconfirmedFilter, "state", "kind", "county")
    list_select_related = ("studio", "kind", "county", "school", "confirmed_by")
    search_fields = ("title", "studio__name")
    search_help_text = "活动或工作室名称"
    date_hierarchy = "held_on"
    inlines = (AttendanceInline,)


@admin.register(Attendance)
class AttendanceAdmin(ScopedAdmin):
    list_display = ("name", "learner_code", "school", "activity", "hours", "is_present")
    paginator = InfinitePaginator
    list_filter = ("is_present", "is_guest", "county")
    list_select_related = ("school", "activity")
    search_fields = ("name", "learner_code")
    search_help_text = "姓名或教师编号"


@admin.register(StudioMember)
class StudioMemberAdmin(ScopedAdmin):
    list_display = ("name", "kind", "studio", "school", "since", "until")
    list_filter = ("kind",)
    list_select_related = ("studio", "school")
    search_fields = ("name", "learner_code", "studio__name")
    search_help_text = "姓名、教师编号或工作室"


@admin.register(StudioGrant)
class StudioGrantAdmin(ScopedAdmin):
    list_display = ("content_object", "user", "since", "until")
    list_select_related = ("content_object", "user")


@admin.register(ActivityKind)
class ActivityKindAdmin(ScopedAdmin):
    list_display = ("title", "code", "precedence", "quote", "source")
    is_reference = True
    search_fields = ("title", "code")
