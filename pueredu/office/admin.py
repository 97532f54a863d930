"""The floor's own records in the admin."""

from django.contrib import admin

from pueredu.accounts.models import User
from pueredu.audit.models import Entry
from pueredu.calendar.models import Figure, Holiday
from pueredu.loop import actions as matter_actions
from pueredu.loop.enums import MatterTransition as T
from pueredu.loop.kinds import kind_of
from pueredu.loop.models import Matter, MatterEvent
from pueredu.office.counter import AdminVerb, ScopedAdmin, ScopedInline
from pueredu.office.forms import CommentForm, ExtendForm, OptionalCommentForm
from pueredu.units.models import Membership, Unit


class MembershipInline(ScopedInline):
    model = Membership
    fields = ("user", "role", "title", "since", "until")
    autocomplete_fields = ("user",)


@admin.register(Unit)
class UnitAdmin(ScopedAdmin):
    list_display = ("name", "kind", "school_type", "area", "parent", "precedence")
    list_filter = ("kind", "school_type", "area")
    list_select_related = ("area", "parent")
    search_fields = ("name", "short_name", "code")
    autocomplete_fields = ("parent", "managing_unit")
    fields = (
        "code", "kind", "school_type", "parent", "name", "short_name", "precedence",
        "managing_unit", "since", "until", "source",
    )  # fmt: skip


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    list_display = ("user", "unit", "role", "title", "since", "until")
    list_filter = ("role", "county")
    list_select_related = ("user", "unit")
    search_fields = ("user__name", "user__username", "unit__name", "title")
    autocomplete_fields = ("user", "unit")


@admin.register(User)
class UserAdmin(ScopedAdmin):
    list_display = ("name", "username", "is_active", "created_at")
    list_filter = ("is_active",)
    search_fields = ("name", "username")
    fields = ("username", "name", "phone", "email", "is_active")


@admin.register(Figure)
class FigureAdmin(ScopedAdmin):
    list_display = ("title", "value", "unit", "since", "until", "is_provisional", "source")
    list_filter = ("is_provisional",)
    search_fields = ("title", "key")


@admin.register(Holiday)
class HolidayAdmin(ScopedAdmin):
    list_display = ("day", "name", "is_workday")
    date_hierarchy = "day"


@admin.register(Entry)
class EntryAdmin(ScopedAdmin):
    list_display = ("at", "actor", "post", "verb", "object_label", "result")
    list_filter = ("result",)
    search_fields = ("actor", "verb", "object_label")
    date_hierarchy = "at"


class MatterEventInline(ScopedInline):
    model = MatterEvent
    fields = readonly_fields = ("at", "verb", "by", "post", "text", "percent")
    can_delete = False


@admin.register(Matter)
class MatterAdmin(ScopedAdmin):
    list_display = ("title", "kind_label", "county", "lead_unit", "due_on", "percent", "state_label")
    list_filter = ("kind", "state", "county")
    list_select_related = ("county", "lead_unit")
    search_fields = ("title", "serial")
    inlines = (MatterEventInline,)
    verbs = (
        AdminVerb(T.CLOSE, matter_actions.close_matter, OptionalCommentForm),
        AdminVerb(T.RETURN, matter_actions.return_matter, CommentForm),
        AdminVerb(T.EXTEND, matter_actions.extend_matter, ExtendForm),
        AdminVerb(T.CHASE, matter_actions.chase_matter, OptionalCommentForm),
        AdminVerb(T.REOPEN, matter_actions.reopen_matter, CommentForm),
        AdminVerb(T.WITHDRAW, matter_actions.withdraw_matter, CommentForm),
    )

    @admin.display(description="种类", ordering="kind")
    def kind_label(self, matter):
        return kind_of(matter.kind).label

    @admin.display(description="状态", ordering="state")
    def state_label(self, matter):
        return matter.state_label
