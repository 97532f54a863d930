"""The city's training section: registers, rules, the chain and the ledger."""

from django.contrib import admin
from unfold.paginator import InfinitePaginator

from pueredu.office.counter import (
    AdminVerb,
    OpenFilter,
    ScopedAdmin,
    ScopedInline,
    badge_column,
)
from training import actions
from training.enums import HoursBatchTransition as T
from training.enums import LearnerTransition, LedgerTransition, RuleState, RuleVersionTransition
from training.forms import (
    DepartForm,
    EnforceForm,
    MergeForm,
    ResumeForm,
    ReturnForm,
    ReverseForm,
    StatusForm,
    TransferForm,
)
from training.models import (
    Direction,
    HoursBatch,
    Learner,
    LedgerEntry,
    Placement,
    RuleVersion,
    StatusPeriod,
    TrainingActivity,
    TrainingYear,
)
from training.tables import batch_state

VERIFY = AdminVerb(T.VERIFY, actions.verify_hours_batch)
RECOGNISE = AdminVerb(
    T.RECOGNISE,
    actions.recognise_hours_batch,
    effect="认定后计入台账和每位学员的年度学时，更正以冲销办理。",
)


@admin.register(HoursBatch)
class HoursBatchAdmin(ScopedAdmin):
    list_display = (
        "title", "school", "county", "claim_count", "hours_total", "state_badge", "due_on",
    )  # fmt: skip
    more_columns = (
        "year", "source", "filed_by", "filed_at", "verified_by", "verified_at", "recognised_by",
        "recognised_at",
    )  # fmt: skip
    list_filter = (OpenFilter, "state", "source", "county", "year")
    list_select_related = (
        "school", "county", "year", "filed_by", "verified_by", "recognised_by",
    )  # fmt: skip
    search_fields = ("title", "school__name")
    search_help_text = "名称或申报单位"
    verbs = (
        VERIFY,
        RECOGNISE,
        AdminVerb(T.RETURN, actions.return_hours_batch, ReturnForm),
        AdminVerb(T.UNDO, actions.undo_hours_batch, ReturnForm),
    )
    bulk_verbs = (VERIFY, RECOGNISE)
    sheet_kinds = ("training.hours",)
    state_badge = badge_column(batch_state)
    readonly_fields = ("state_badge",)
    fieldsets = (
        (None, {"fields": ("state_badge", "title", ("school", "county"), ("year", "source"), ("claim_count", "hours_total"))}),
        ("办理", {"fields": ("due_on", ("filed_by", "filed_at"), ("verified_by", "verified_at"), ("recognised_by", "recognised_at"), ("returned_by", "return_comment"))}),
    )  # fmt: skip

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
    more_columns = ("county", "credits", "reason")
    list_filter = ("year", "form", "direction", "county")
    list_select_related = ("learner", "year", "school", "direction", "county")
    search_fields = ("learner__name", "learner__code")
    search_help_text = "姓名或教师编号"
    date_hierarchy = "held_on"
    paginator = InfinitePaginator
    verbs = (
        AdminVerb(
            LedgerTransition.REVERSE,
            actions.reverse_ledger_entry,
            ReverseForm,
            "记一条相反的台账，年度学时随之扣减，该次活动可以重新申报；原记录保留。",
            right="add",
        ),
    )

    def has_add_permission(self, request, obj=None):
        return False


class PlacementInline(ScopedInline):
    model = Placement
    fields = readonly_fields = ("school", "reason", "since", "until")
    can_delete = False


class StatusPeriodInline(ScopedInline):
    model = StatusPeriod
    fields = readonly_fields = ("status", "reason", "since", "until")
    can_delete = False


@admin.register(Learner)
class LearnerAdmin(ScopedAdmin):
    list_display = ("name", "code", "kind", "school", "county", "stage", "subject", "status")
    more_columns = ("professional_title", "user")
    list_filter = ("kind", "stage", "status", "county")
    list_select_related = ("school", "county", "user")
    search_fields = ("name", "code", "school__name")
    search_help_text = "姓名、教师编号或学校"
    fields = (
        ("name", "code"), ("kind", "school"), ("stage", "subject"), ("professional_title", "status"),
        "user",
    )  # fmt: skip
    inlines = (PlacementInline, StatusPeriodInline)
    verbs = (
        AdminVerb(LearnerTransition.TRANSFER, actions.transfer_learner, TransferForm),
        AdminVerb(LearnerTransition.LEAVE, actions.leave_learner, StatusForm),
        AdminVerb(LearnerTransition.RESUME, actions.resume_learner, ResumeForm),
        AdminVerb(LearnerTransition.MERGE, actions.merge_learner, MergeForm),
        AdminVerb(LearnerTransition.RETIRE, actions.retire_learner, StatusForm),
        AdminVerb(LearnerTransition.DEPART, actions.depart_learner, DepartForm),
    )
    add_action = staticmethod(actions.add_learner)
    change_action = staticmethod(actions.change_learner)
    sheet_kinds = ("training.learners",)

    def get_readonly_fields(self, request, obj=None):
        """School and status move by their verbs, which keep the past, not by an edit."""
        moved = ("school", "status") if obj else ("status",)
        return (*super().get_readonly_fields(request, obj), *moved)


@admin.register(TrainingActivity)
class TrainingActivityAdmin(ScopedAdmin):
    list_display = ("title", "form", "level", "held_on", "hours", "school", "county", "source")
    list_filter = ("form", "level", "source", "county")
    list_select_related = ("school", "county")
    search_fields = ("title",)
    search_help_text = "活动名称"
    date_hierarchy = "held_on"
    sheet_kinds = ("training.completion",)


@admin.register(Direction)
class DirectionAdmin(ScopedAdmin):
    list_display = ("title", "audience", "precedence", "source")
    list_filter = ("audience",)
    is_reference = True


@admin.register(RuleVersion)
class RuleVersionAdmin(ScopedAdmin):
    list_display = (
        "title", "form", "level", "unit", "hours_per_unit", "credits_per_unit", "annual_cap",
        "since", "until", "is_provisional", "state",
    )  # fmt: skip
    list_filter = ("state", "form", "level", "is_provisional")
    search_fields = ("title", "code")
    search_help_text = "规则名称或代号"
    is_reference = True
    add_action = staticmethod(actions.add_rule_version)
    change_action = staticmethod(actions.change_rule_version)
    verbs = (
        AdminVerb(
            RuleVersionTransition.ENFORCE,
            actions.enforce_rule_version,
            EnforceForm,
            "施行后不能再改；原版本止于前一天，已认定的学时不变。影响到谁，见门户的规则页面。",
        ),
        AdminVerb(RuleVersionTransition.WITHDRAW, actions.withdraw_rule_version),
    )

    def get_readonly_fields(self, request, obj=None):
        """What is in force, or was, is changed by a new version only."""
        held = super().get_readonly_fields(request, obj)
        if obj is None or obj.state == RuleState.DRAFT:
            return held
        return [field.name for field in self.opts.fields if not field.primary_key]


@admin.register(TrainingYear)
class TrainingYearAdmin(ScopedAdmin):
    """The next year opens by itself; here are its first and last day, until hours rest on them."""

    add_action = change_action = staticmethod(actions.keep_training_year)
    list_display = ("year", "starts_on", "ends_on")
    is_reference = True
