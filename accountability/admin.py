"""The Secretariat's desk for the year of accountability."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from accountability import actions
from accountability.enums import ReportTransition as T
from accountability.enums import YearPlanTransition
from accountability.forms import ReportReturnForm, ReportUnlockForm, YearPlanOpenForm
from accountability.models import MandatoryTopic, Report, ReportFile, TopicAnswer, YearPlan
from accountability.tables import report_state
from pueredu.office.counter import (
    AdminVerb,
    OpenFilter,
    PartInline,
    ScopedAdmin,
    ScopedInline,
    badge_column,
)


class MandatoryTopicInline(ScopedInline):
    model = MandatoryTopic
    fields = ("no", "title", "text")


@admin.register(YearPlan)
class YearPlanAdmin(ScopedAdmin):
    list_display = ("title", "year", "due_on", "lock_on", "state")
    list_filter = ("state",)
    inlines = (MandatoryTopicInline,)
    workflow_fields = ("state", "opened_at")
    fields = ("title", ("year", "source"), ("due_on", "lock_on"), ("state", "opened_at"))
    verbs = (AdminVerb(YearPlanTransition.OPEN, actions.open_year_plan, YearPlanOpenForm),)


class TopicAnswerInline(ScopedInline):
    model = TopicAnswer
    fields = readonly_fields = ("topic", "pointer", "text")
    can_delete = False


class ReportFileInline(PartInline):
    model = ReportFile
    fields = readonly_fields = ("kind", "version", "paper")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("attachment")

    @admin.display(description="文件")
    def paper(self, file):
        url = reverse("accountability:report-file", args=[file.report_id, file.attachment_id])
        return format_html('<a class="underline" href="{}">{}</a>', url, file.attachment.name)


ACCEPT = AdminVerb(T.ACCEPT, actions.accept_report)


@admin.register(Report)
class ReportAdmin(ScopedAdmin):
    list_display = ("__str__", "county", "state_badge", "submitted_at", "accepted_at")
    more_columns = ("plan", "unit", "signatory", "signed_on", "unlocked_until")
    list_filter = (OpenFilter, "plan", "state", "county")
    list_select_related = ("plan", "county", "unit")
    search_fields = ("county__name", "county__short_name")
    search_help_text = "县(区)"
    inlines = (TopicAnswerInline, ReportFileInline)
    verbs = (
        ACCEPT,
        AdminVerb(T.RETURN, actions.return_report, ReportReturnForm),
        AdminVerb(T.UNLOCK, actions.unlock_report, ReportUnlockForm),
    )
    bulk_verbs = (ACCEPT,)
    state_badge = badge_column(report_state)
    readonly_fields = ("state_badge",)
    fieldsets = (
        (None, {"fields": ("state_badge", ("plan", "county"), ("signatory", "signed_on"))}),
        ("办理", {"fields": (("submitted_at", "accepted_at"), ("first_submitted_at", "unlocked_until"), "return_comment")}),
    )  # fmt: skip

    def has_add_permission(self, request, obj=None):
        """Reports are asked for by sending out the plan, not one by one."""
        return False
