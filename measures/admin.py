"""Where the bureau keeps this room's records and hands commitments over."""

from django.contrib import admin

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
from pueredu.office.counter import AdminVerb, ScopedAdmin, ScopedInline


class MeasureVersionInline(ScopedInline):
    model = MeasureVersion
    fields = (
        "version", "title", "text_state", "full_text", "since", "source_document", "source",
    )  # fmt: skip


@admin.register(Measure)
class MeasureAdmin(ScopedAdmin):
    list_display = ("__str__", "no")
    inlines = (MeasureVersionInline,)


@admin.register(Theme)
class ThemeAdmin(ScopedAdmin):
    list_display = ("title", "measure", "precedence", "source")
    list_filter = ("measure",)
    list_select_related = ("measure",)
    readonly_fields = ("code", "quote", "source")


class GroupPostInline(ScopedInline):
    model = GroupPost
    fields = ("precedence", "rank", "title", "unit", "holder", "code", "source", "note")
    autocomplete_fields = ("unit", "holder")


@admin.register(LeadingGroup)
class LeadingGroupAdmin(ScopedAdmin):
    list_display = ("name", "area", "secretariat")
    list_select_related = ("area", "secretariat")
    autocomplete_fields = ("area", "secretariat")
    inlines = (GroupPostInline,)


@admin.register(PolicyDocument)
class PolicyDocumentAdmin(ScopedAdmin):
    list_display = ("title", "kind", "issued_on", "text_state", "matching")
    list_filter = ("kind", "text_state", "matching")
    search_fields = ("title", "document_number")


@admin.register(Reply)
class ReplyAdmin(ScopedAdmin):
    list_display = ("title", "proposal_no", "outcome_class", "disclosure", "replied_on")
    list_filter = ("outcome_class", "disclosure")
    search_fields = ("title", "proposal_no")
    autocomplete_fields = ("signatory_unit",)


class CommitmentTaskInline(ScopedInline):
    model = CommitmentTask
    fields = readonly_fields = ("county", "round", "matter")
    can_delete = False


@admin.register(Commitment)
class CommitmentAdmin(ScopedAdmin):
    list_display = ("title", "kind", "number_text", "due_text", "lead_text", "theme", "state")
    list_filter = ("kind", "state", "theme", "is_per_county")
    list_select_related = ("theme", "lead_unit")
    search_fields = ("title", "quote")
    autocomplete_fields = ("lead_unit",)
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

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("theme", "lead_unit")

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
    list_display = ("commitment", "county", "round", "matter")
    list_filter = ("county",)
    list_select_related = ("commitment", "county", "matter")
    search_fields = ("commitment__title",)
