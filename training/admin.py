"""The city's training section: registers, rules, the chain and the ledger."""

from django.contrib import admin
from django.urls import reverse

from pueredu.kit import clock
from pueredu.office.counter import AdminVerb, ScopedAdmin, ScopedInline
from training import actions
from training.enums import HoursBatchTransition as T
from training.forms import ReturnForm
from training.models import (
    Direction,
    HoursBatch,
    Learner,
    LedgerEntry,
    Placement,
    RuleVersion,
    TrainingActivity,
    TrainingYear,
)


class PlacementInline(ScopedInline):
    model = Placement
    fields = readonly_fields = ("school", "reason", "since", "until")
    can_delete = False


@admin.register(Learner)
class LearnerAdmin(ScopedAdmin):
    list_display = ("name", "code", "kind", "school", "county", "stage", "subject", "status")
    list_filter = ("kind", "stage", "status", "county")
    list_select_related = ("school", "county")
    search_fields = ("name", "code", "school__name")
    autocomplete_fields = ("school",)
    fields = (
        "code", "name", "kind", "school", "stage", "subject", "professional_title", "status",
    )  # fmt: skip
    inlines = (PlacementInline,)

    def get_readonly_fields(self, request, obj=None):
        """A learner moves by a transfer, which keeps the past, not by an edit."""
        return (*super().get_readonly_fields(request, obj), *(("school",) if obj else ()))

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            actions.add_learner(obj, by=request.user, at=clock.now())


@admin.register(Direction)
class DirectionAdmin(ScopedAdmin):
    list_display = ("title", "audience", "precedence", "source")
    list_filter = ("audience",)


@admin.register(RuleVersion)
class RuleVersionAdmin(ScopedAdmin):
    list_display = (
        "title", "form", "level", "unit", "hours_per_unit", "credits_per_unit", "annual_cap",
        "since", "until", "is_provisional",
    )  # fmt: skip
    list_filter = ("form", "level", "is_provisional")
    search_fields = ("title", "code")


@admin.register(TrainingYear)
class TrainingYearAdmin(ScopedAdmin):
    list_display = ("year", "starts_on", "ends_on")


@admin.register(TrainingActivity)
class TrainingActivityAdmin(ScopedAdmin):
    list_display = ("title", "form", "level", "held_on", "hours", "school", "county", "source")
    list_filter = ("form", "level", "source", "county")
    list_select_related = ("school", "county")
    search_fields = ("title",)


@admin.register(HoursBatch)
class HoursBatchAdmin(ScopedAdmin):
    list_display = (
        "title",
        "school",
        "county",
        "year",
        "claim_count",
        "hours_total",
        "state",
        "due_on",
    )
    list_filter = ("state", "source", "county", "year")
    list_select_related = ("school", "county", "year")
    search_fields = ("title", "school__name")
    verbs = (
        AdminVerb(T.VERIFY, actions.verify_hours_batch),
        AdminVerb(T.RECOGNISE, actions.recognise_hours_batch),
        AdminVerb(T.RETURN, actions.return_hours_batch, ReturnForm),
        AdminVerb(T.UNDO, actions.undo_hours_batch, ReturnForm),
    )

    def has_add_permission(self, request, obj=None):
        """Batches come from schools, workbooks and studios."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ScopedAdmin):
    """Read only: what is written stays; a reversal is added by its own action."""

    list_display = (
        "learner", "year", "school", "held_on", "form", "direction", "hours", "counted_hours",
        "recognised_at",
    )  # fmt: skip
    list_filter = ("year", "form", "direction", "county")
    list_select_related = ("learner", "year", "school", "direction")
    search_fields = ("learner__name", "learner__code")
    ordering = ("-id",)

    def has_add_permission(self, request, obj=None):
        return False

    def buttons(self, request, record) -> list[dict]:
        """The reversal is an entry that is added, so its page is the portal's."""
        if record.reversal_of_id or not request.user.has_perm("training.add_ledger_entry", record):
            return []
        return [
            {"label": "冲销", "url": reverse("training:ledger-entry-reverse", args=[record.pk])}
        ]
