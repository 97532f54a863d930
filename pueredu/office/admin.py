"""The floor's own records in the admin."""

import json

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from unfold.paginator import InfinitePaginator

from pueredu.accounts import actions as account_actions
from pueredu.accounts.enums import UserTransition as UserVerb
from pueredu.accounts.models import User
from pueredu.audit.models import Entry
from pueredu.calendar.models import Figure, Holiday
from pueredu.kit import clock
from pueredu.kit.names import permission, url_name
from pueredu.kit.templatetags.formats import NOTHING, masked_phone
from pueredu.loop import actions as matter_actions
from pueredu.loop.enums import MatterTransition as T
from pueredu.loop.kinds import kind_of, kinds
from pueredu.loop.models import Matter, MatterEvent
from pueredu.office.account_forms import ReasonForm
from pueredu.office.counter import (
    AdminVerb,
    OpenFilter,
    PartInline,
    ScopedAdmin,
    ScopedInline,
    SelectFilter,
    badge_column,
)
from pueredu.office.forms import CommentForm, ExtendForm, OptionalCommentForm
from pueredu.office.history import changed_words, model_of, verb_label
from pueredu.office.tables import matter_state
from pueredu.units import actions as post_actions
from pueredu.units.models import Membership, Unit
from pueredu.units.queries import ENDING_DAYS, without_post


class MembershipInline(ScopedInline):
    """Who holds which post, to be read: posts are given and ended in their own list."""

    model = Membership
    fields = readonly_fields = ("user", "unit", "role", "title", "since", "until")
    can_delete = False
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "unit")

    def has_add_permission(self, request, obj=None):
        return False


class PostsOfUnitInline(MembershipInline):
    fk_name = "unit"


class PostsOfPersonInline(MembershipInline):
    fk_name = "user"


@admin.register(Unit)
class UnitAdmin(ScopedAdmin):
    list_display = ("name", "code", "kind", "school_type", "area", "parent")
    more_columns = ("short_name", "precedence", "managing_unit", "since", "until", "source")
    list_filter = ("kind", "school_type", "area")
    list_select_related = ("area", "parent", "managing_unit")
    search_fields = ("name", "short_name", "code")
    search_help_text = "名称或代码"
    inlines = (PostsOfUnitInline,)
    fieldsets = (
        (None, {"fields": (("name", "short_name"), ("code", "kind", "school_type"), "parent")}),
        ("管理", {"fields": (("managing_unit", "precedence"), ("since", "until"), "source")}),
    )


class PostlessFilter(SelectFilter):
    title, parameter_name = "任职", "posts"

    def lookups(self, request, model_admin):
        return [("none", "没有现任职务")]

    def queryset(self, request, queryset):
        return without_post(queryset, clock.today()) if self.value() else queryset


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """A new account has no password: its person sets one with an activation code. The whole
    telephone number is on a page of its own, which the audit remembers."""

    list_display = ("name", "username", "standing_label", "created_at")
    more_columns = ("masked_phone", "email")
    list_filter = ("is_active", PostlessFilter)
    search_fields = ("name", "username")
    search_help_text = "姓名或登录名"
    inlines = (PostsOfPersonInline,)
    verbs = (
        AdminVerb(UserVerb.DISABLE, account_actions.disable_user, ReasonForm),
        AdminVerb(UserVerb.ENABLE, account_actions.enable_user, ReasonForm),
        AdminVerb(
            UserVerb.RESET_SECOND_FACTOR, account_actions.reset_second_factor_user, ReasonForm
        ),
    )
    pages = (UserVerb.ISSUE_ACTIVATION, UserVerb.UNMASK_PHONE)
    readonly_fields = ("masked_phone", "standing_label")

    def get_fields(self, request, obj=None):
        if obj is None:
            return (("name", "username"), ("phone", "email"))
        return (("name", "username"), ("masked_phone", "email"), "standing_label")

    def buttons(self, request, record):
        """The verbs, and those that show their result once on a page of the portal."""
        pages = [
            {
                "label": verb.label,
                "url": reverse(url_name(verb, User), args=[record.pk]),
                "kind": "secondary",
            }
            for verb in self.pages
            if request.user.has_perm(permission(verb, User), record)
        ]
        return [*super().buttons(request, record), *pages]

    @admin.display(description="联系电话")
    def masked_phone(self, user):
        return masked_phone(user.phone)

    @admin.display(description="账号状态")
    def standing_label(self, user):
        return user.standing


class EndingFilter(SelectFilter):
    """A post is in force until its last day has passed."""

    title, parameter_name = "任期", "term"

    def lookups(self, request, model_admin):
        return [("held", "现任"), ("ending", f"{ENDING_DAYS} 天内到期"), ("ended", "已结束")]

    def queryset(self, request, queryset):
        today = clock.today()
        if self.value() == "ended":
            return queryset.filter(until__lt=today)
        if self.value() == "ending":
            return queryset.ending_within(ENDING_DAYS, today)
        return queryset.in_force(today) if self.value() else queryset


# who holds what where, and since when: another is another post
FIXED = ("user", "unit", "role", "kind", "since")
TERMS = ("title", "is_acting", "standing_deputy", "precedence", "until")


def change_terms(post: Membership, **who) -> Membership:
    """The terms as they stand on the form, by the action of a post."""
    terms = {name: getattr(post, name) for name in TERMS}
    return post_actions.change_membership(post, **who, **terms)


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    list_display = ("user", "unit", "role", "post_name", "since", "until", "standing_deputy")
    more_columns = ("county", "tier", "is_acting", "precedence")
    list_filter = (EndingFilter, "tier", "role", "is_acting", "county")
    list_select_related = ("user", "unit", "county", "standing_deputy")
    search_fields = ("user__name", "user__username", "unit__name", "title")
    search_help_text = "姓名、单位或职务"
    fields = (
        "user", "unit", ("role", "kind"), ("title", "is_acting"), ("since", "until"),
        "standing_deputy", "precedence",
    )  # fmt: skip
    add_action = staticmethod(post_actions.add_membership)
    change_action = staticmethod(change_terms)

    @admin.display(description="职务", ordering="title")
    def post_name(self, membership):
        return membership.post_name

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(FIXED if obj else ()))


@admin.register(Figure)
class FigureAdmin(ScopedAdmin):
    list_display = ("title", "value", "unit", "since", "until", "is_provisional", "source")
    more_columns = ("key", "note")
    list_filter = ("is_provisional",)
    search_fields = ("title", "key", "source")
    search_help_text = "参数名称或依据"
    readonly_fields = ("value_text",)
    is_reference = True

    def get_fields(self, request, obj=None):
        """Read only, a value stands as text: the skin would colour it with inline styles."""
        value = "value" if self.has_change_permission(request, obj) else "value_text"
        dates, source = ("since", "until"), ("source", "is_provisional")
        return (("title", "key"), (value, "unit"), dates, source, "note")

    @admin.display(description="数值")
    def value_text(self, figure):
        return json.dumps(figure.value, ensure_ascii=False)


@admin.register(Holiday)
class HolidayAdmin(ScopedAdmin):
    list_display = ("day", "name", "is_workday")
    list_filter = ("is_workday",)
    date_hierarchy = "day"
    is_reference = True


@admin.register(Entry)
class EntryAdmin(ScopedAdmin):
    list_display = ("at", "actor", "post", "act", "object_label", "result")
    more_columns = ("on_behalf_of", "reason", "address", "request_id")
    list_filter = ("result",)
    search_fields = ("actor", "verb", "object_label")
    search_help_text = "操作人、操作或对象"
    date_hierarchy = "at"
    paginator = InfinitePaginator
    readonly_fields = ("act", "changed")
    fields = (
        ("at", "result"), ("actor", "post"), ("act", "on_behalf_of"), "object_label", "changed", "reason",
        ("request_id", "address"),
    )  # fmt: skip

    @admin.display(description="操作", ordering="verb")
    def act(self, entry):
        return verb_label(entry.verb, model_of(entry.object_type))

    @admin.display(description="变更")
    def changed(self, entry):
        lines = changed_words(entry)
        return format_html_join("", "<p>{}：{} → {}</p>", lines) if lines else NOTHING


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
