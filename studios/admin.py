"""The training section's desk for the studios."""

from django.contrib import admin

from pueredu.office.counter import AdminVerb, ScopedAdmin, ScopedInline
from studios import actions
from studios.enums import StudioTransition as T
from studios.forms import HostForm, ReasonForm, RevokeForm, StudioNameForm
from studios.models import Activity, ActivityKind, Attendance, Studio, StudioGrant, StudioMember


class StudioMemberInline(ScopedInline):
    model = StudioMember
    fields = ("kind", "name", "learner_code", "school", "since", "until")
    autocomplete_fields = ("school",)


@admin.register(Studio)
class StudioAdmin(ScopedAdmin):
    list_display = ("name", "kind", "level", "county", "school", "state", "named_on", "until")
    list_filter = ("kind", "level", "state", "county")
    list_select_related = ("county", "school")
    search_fields = ("name", "school__name", "subject")
    autocomplete_fields = ("school",)
    fields = (
        "name", "kind", "level", "subject", "school", "state", "proposed_on",
        "named_on", "source", "since", "until", "ended_on", "end_reason",
    )  # fmt: skip
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


class AttendanceInline(ScopedInline):
    model = Attendance
    fields = readonly_fields = ("name", "learner_code", "school", "hours", "is_present", "is_guest")
    can_delete = False


@admin.register(Activity)
class ActivityAdmin(ScopedAdmin):
    list_display = ("title", "studio", "kind", "held_on", "hours", "state")
    list_filter = ("state", "kind", "county")
    list_select_related = ("studio", "kind")
    search_fields = ("title", "studio__name")
    date_hierarchy = "held_on"
    inlines = (AttendanceInline,)


@admin.register(Attendance)
class AttendanceAdmin(ScopedAdmin):
    list_display = ("name", "learner_code", "school", "activity", "hours", "is_present")
    list_filter = ("is_present", "is_guest", "county")
    list_select_related = ("school", "activity")
    search_fields = ("name", "learner_code")


@admin.register(StudioMember)
class StudioMemberAdmin(ScopedAdmin):
    list_display = ("name", "kind", "studio", "school", "since", "until")
    list_filter = ("kind",)
    list_select_related = ("studio", "school")
    search_fields = ("name", "learner_code", "studio__name")
    autocomplete_fields = ("studio", "school", "user")


@admin.register(StudioGrant)
class StudioGrantAdmin(ScopedAdmin):
    list_display = ("content_object", "user", "since", "until")
    list_select_related = ("content_object", "user")


@admin.register(ActivityKind)
class ActivityKindAdmin(ScopedAdmin):
    list_display = ("title", "code", "precedence", "quote", "source")
    search_fields = ("title", "code")
