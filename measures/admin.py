"""Where the bureau keeps this room's records and hands commitments over."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from measures import actions
from measures.enums import CommitmentTransition as T
from measures.forms import IssueForm
from measures.models import (
    Commitment,
    CommitmentTask,
    GroupPost,
    LeadingGroup,
    Measure,
    MeasureVersion,
    PolicyDocument,
    Reply,
    Theme,
)
from pueredu.office.counter import (
    AdminVerb,
    ScopedAdmin,
    ScopedInline,
    SelectFilter,
    badge_column,
)
from pueredu.office.tables import matter_state


class StageFilter(SelectFilter):
    title, parameter_name = "交办", "stage"

    def lookups(self, request, model_admin):
        return [("unissued", "尚未交办")]

    def queryset(self, request, queryset):
        return queryset.unissued() if self.value() else queryset


class CommitmentTaskInline(ScopedInline):
    model = CommitmentTask
    fields = readonly_fields = ("county", "round", "matter")
    can_delete = False


@admin.register(Commitment)
class CommitmentAdmin(ScopedAdmin):
    list_display = ("title", "kind", "number_text", "due_text", "lead_text", "theme", "state")
    more_columns = ("reply", "period", "is_per_county", "source")
    list_filter = (StageFilter, "state", "kind", "theme", "is_per_county")
    list_select_related = ("theme", "lead_unit", "reply")
    search_fields = ("title", "quote")
    search_help_text = "承诺事项或原文"
    fieldsets = (
        (None, {"fields": ("state", ("title", "code"), "quote", "reply", ("theme", "kind"), "period")}),
        ("数量与时限", {"fields": (("number", "number_max"), ("comparison", "unit"), ("due_on", "due_yearly"), "since_year")}),
        ("责任", {"fields": ("is_per_county", ("lead_unit", "lead_organ"), "is_lead_inferred")}),
        ("其他", {"fields": ("precedence", "source", "note")}),
    )  # fmt: skip
    inlines = (CommitmentTaskInline,)
    verbs = (
        AdminVerb(
            T.ISSUE,
            actions.issue_commitment,
            IssueForm,
            "每个县(区)各生成一件事项并立即交办牵头单位；已有未办结事项的县(区)跳过。"
            "向县(区)委、县(区)人民政府交办的，签发机关应为市委、市政府或其办公室，"
            "否则须写明批准的机关。",
        ),
    )

    @admin.display(description="数量")
    def number_text(self, commitment):
        return commitment.number_text

    @admin.display(description="时限")
    def due_text(self, commitment):
        return commitment.due_text

    @admin.display(description="牵头")
    def lead_text(self, commitment):
        return commitment.lead_text


@admin.register(CommitmentTask)
class CommitmentTaskAdmin(ScopedAdmin):
    list_display = ("commitment", "county", "round", "to_matter", "state_badge")
    list_filter = ("county",)
    list_select_related = ("commitment", "county", "matter")
    search_fields = ("commitment__title",)
    search_help_text = "承诺事项"
    fields = readonly_fields = ("commitment", "county", "round", "to_matter", "state_badge")
    state_badge = badge_column(lambda task: matter_state(task.matter), ordering="matter__state")

    @admin.display(description="交办事项", ordering="matter__due_on")
    def to_matter(self, task):
        url = reverse("admin:loop_matter_change", args=[task.matter_id])
        return format_html('<a class="underline" href="{}">{}</a>', url, task.matter.serial)


@admin.register(Reply)
class ReplyAdmin(ScopedAdmin):
    list_display = ("title", "proposal_no", "outcome_class", "disclosure", "replied_on")
    more_columns = ("proposal_session", "proposal_title", "signatory")
    list_filter = ("outcome_class", "disclosure")
    search_fields = ("title", "proposal_no")
    search_help_text = "标题或提案号"


@admin.register(PolicyDocument)
class PolicyDocumentAdmin(ScopedAdmin):
    list_display = ("title", "kind", "issued_on", "text_state", "matching")
    more_columns = ("document_number", "source")
    list_filter = ("kind", "text_state", "matching")
    search_fields = ("title", "document_number")
    search_help_text = "标题或发文字号"
    date_hierarchy = "issued_on"


class GroupPostInline(ScopedInline):
    model = GroupPost
    fields = ("precedence", "rank", "title", "unit", "holder", "code", "source", "note")
    ordering = ("precedence",)


@admin.register(LeadingGroup)
class LeadingGroupAdmin(ScopedAdmin):
    list_display = ("name", "area", "secretariat")
    list_select_related = ("area", "secretariat")
    inlines = (GroupPostInline,)


class MeasureVersionInline(ScopedInline):
    model = MeasureVersion
    fields = (
        "version", "title", "text_state", "full_text", "since", "source_document", "source",
    )  # fmt: skip


@admin.register(Measure)
class MeasureAdmin(ScopedAdmin):
    list_display = ("__str__", "no")
    inlines = (MeasureVersionInline,)
    is_reference = True


@admin.register(Theme)
class ThemeAdmin(ScopedAdmin):
    list_display = ("title", "measure", "precedence", "source")
    list_filter = ("measure",)
    list_select_related = ("measure",)
    readonly_fields = ("code", "quote", "source")
    search_fields = ("title", "quote")
    is_reference = True
