"""The Secretariat's desk for the year of accountability."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from accountability import actions
from accountability.enums import ReportTransition as T
from accountability.enums import YearPlanTransition
from accountability.forms import ReportReturnForm, ReportUnlockForm, YearPlanOpenForm
from accountability.models import MandatoryTopic, Report, ReportFile, TopicAnswer, YearPlan
from pueredu.office.counter import AdminVerb, PartInline, ScopedAdmin, ScopedInline


class MandatoryTopicInline(ScopedInline):
    model = MandatoryTopic
    fields = ("no", "title", "text")


@admin.register(YearPlan)
class YearPlanAdmin(ScopedAdmin):
    list_display = ("title", "year", "due_on", "lock_on", "state")
    inlines = (MandatoryTopicInline,)
    workflow_fields = ("state", "opened_at")
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


@admin.register(Report)
class ReportAdmin(ScopedAdmin):
    list_display = ("__str__", "county", "state", "submitted_at", "accepted_at")
    list_filter = ("plan", "state", "county")
    list_select_related = ("plan", "county", "unit")
    search_fields = ("county__name", "county__short_name")
    inlines = (TopicAnswerInline, ReportFileInline)
    verbs = (
        AdminVerb(T.ACCEPT, actions.accept_report),
        AdminVerb(T.RETURN, actions.return_report, ReportReturnForm),
        AdminVerb(T.UNLOCK, actions.unlock_report, ReportUnlockForm),
    )

    def has_add_permission(self, request, obj=None):
        """Reports are asked for by sending out the plan, not one by one."""
        return False
