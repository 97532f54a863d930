"""The Secretariat's desk for the year of accountability."""

from django.contrib import admin

from accountability import actions
from accountability.enums import ReportTransition as T
from accountability.enums import YearPlanTransition
from accountability.forms import ReportReturnForm, ReportUnlockForm
from accountability.models import MandatoryTopic, Report, TopicAnswer, YearPlan
from pueredu.office.counter import AdminVerb, ScopedAdmin, ScopedInline


class MandatoryTopicInline(ScopedInline):
    model = MandatoryTopic
    fields = ("no", "title", "text")


@admin.register(YearPlan)
class YearPlanAdmin(ScopedAdmin):
    list_display = ("title", "year", "due_on", "lock_on", "state")
    inlines = (MandatoryTopicInline,)
    workflow_fields = ("state", "opened_at")
    verbs = (AdminVerb(YearPlanTransition.OPEN, actions.open_year_plan),)


class TopicAnswerInline(ScopedInline):
    model = TopicAnswer
    fields = readonly_fields = ("topic", "pointer", "text")
    can_delete = False


@admin.register(Report)
class ReportAdmin(ScopedAdmin):
    list_display = ("__str__", "county", "state", "submitted_at", "accepted_at")
    list_filter = ("plan", "state", "county")
    list_select_related = ("plan", "county", "unit")
    search_fields = ("county__name", "county__short_name")
    inlines = (TopicAnswerInline,)
    verbs = (
        AdminVerb(T.ACCEPT, actions.accept_report),
        AdminVerb(T.RETURN, actions.return_report, ReportReturnForm),
        AdminVerb(T.UNLOCK, actions.unlock_report, ReportUnlockForm),
    )

    def has_add_permission(self, request, obj=None):
        """Reports are asked for by sending out the plan, not one by one."""
        return False
