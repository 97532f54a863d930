"""Anything owed, at the counter."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from pueredu.loop import actions as matter_actions
from pueredu.loop.enums import MatterTransition as T
from pueredu.loop.kinds import kind_of, kinds
from pueredu.loop.models import Matter, MatterEvent
from pueredu.office.counter import (
    AdminVerb,
    OpenFilter,
    PartInline,
    ScopedAdmin,
    SelectFilter,
    badge_column,
)
from pueredu.office.forms import CommentForm, ExtendForm, OptionalCommentForm
from pueredu.office.tables import matter_state


class MatterEventInline(PartInline):
    model = MatterEvent
    fields = readonly_fields = ("at", "verb", "by", "text", "percent", "evidence")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by").prefetch_related("attachments")

    @admin.display(description="佐证材料")
    def evidence(self, event):
        return format_html_join(
            "　",
            '<a class="underline" href="{}">{}</a>',
            (
                (reverse("loop:matter-file", args=[event.matter_id, file.pk]), file.name)
                for file in event.attachments.all()
            ),
        )


class KindFilter(SelectFilter):
    title, parameter_name = "种类", "kind"

    def lookups(self, request, model_admin):
        return [(kind.name, kind.label) for kind in kinds()]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


CLOSE = AdminVerb(T.CLOSE, matter_actions.close_matter, OptionalCommentForm)
CHASE = AdminVerb(
    T.CHASE,
    matter_actions.chase_matter,
    OptionalCommentForm,
    "以秘书组名义提醒牵头单位，每次催办都留在办理过程中。",
)


@admin.register(Matter)
class MatterAdmin(ScopedAdmin):
    list_display = ("title", "county", "lead_unit", "due_on", "percent", "state_badge")
    more_columns = (
        "serial", "kind_label", "responsible_post", "signatory", "issued_at", "original_due_on",
        "source",
    )  # fmt: skip
    list_filter = (OpenFilter, "state", "county", KindFilter)
    list_select_related = ("county", "lead_unit")
    search_fields = ("title", "serial", "lead_unit__name")
    search_help_text = "事项、编号或牵头单位"
    date_hierarchy = "due_on"
    inlines = (MatterEventInline,)
    verbs = (
        CLOSE,
        AdminVerb(T.RETURN, matter_actions.return_matter, CommentForm),
        AdminVerb(T.EXTEND, matter_actions.extend_matter, ExtendForm),
        CHASE,
        AdminVerb(T.REOPEN, matter_actions.reopen_matter, CommentForm),
        AdminVerb(T.WITHDRAW, matter_actions.withdraw_matter, CommentForm),
    )
    bulk_verbs = (CLOSE, CHASE)
    state_badge = badge_column(matter_state)
    readonly_fields = ("kind_label", "state_badge", "origin")
    fieldsets = (
        (None, {"fields": ("state_badge", ("serial", "kind_label"), "title", "text", "origin")}),
        ("责任", {"fields": (("lead_unit", "responsible_post"), "supporting_units", ("signatory", "authority"))}),
        ("时限与办理", {"fields": (("due_on", "original_due_on"), ("issued_at", "drafted_by"), ("percent", "submitted_by"), ("closed_by", "closed_at"))}),
    )  # fmt: skip

    def has_add_permission(self, request, obj=None):
        """A Matter is drafted by the room that owns its kind."""
        return False

    @admin.display(description="种类", ordering="kind")
    def kind_label(self, matter):
        return kind_of(matter.kind).label

    @admin.display(description="来源")
    def origin(self, matter):
        if not matter.source_url:
            return matter.source
        return format_html(
            '<a class="underline" href="{}">{}</a>', matter.source_url, matter.source
        )
