"""The floor's own records in the admin."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html_join

from pueredu.accounts import actions as account_actions
from pueredu.accounts.enums import UserTransition as UserVerb
from pueredu.accounts.models import User
from pueredu.audit.models import Entry
from pueredu.calendar.models import Figure, Holiday
from pueredu.kit import clock
from pueredu.kit.names import permission, url_name
from pueredu.kit.templatetags.formats import masked_phone
from pueredu.loop import actions as matter_actions
from pueredu.loop.enums import MatterTransition as T
from pueredu.loop.kinds import kind_of
from pueredu.loop.models import Matter, MatterEvent
from pueredu.office.account_forms import ReasonForm
from pueredu.office.counter import AdminVerb, PartInline, ScopedAdmin
from pueredu.office.forms import CommentForm, ExtendForm, OptionalCommentForm
from pueredu.units import actions as post_actions
from pueredu.units.models import Membership, Unit


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
    list_display = ("user", "unit", "role", "post_name", "since", "until", "standing_deputy")
    list_filter = ("tier", "role", "is_acting", "county")
    list_select_related = ("user", "unit", "standing_deputy")
    search_fields = ("user__name", "user__username", "unit__name", "title")
    autocomplete_fields = ("user", "unit", "standing_deputy")
    # who holds what where, and since when: another is another post
    fixed_fields = ("user", "unit", "role", "kind", "since")
    terms = ("title", "is_acting", "standing_deputy", "precedence", "until")
    fields = (*fixed_fields, *terms)

    @admin.display(description="职务", ordering="title")
    def post_name(self, membership):
        return membership.post_name

    def get_readonly_fields(self, request, obj=None):
        fixed = self.fixed_fields if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def save_model(self, request, obj, form, change):
        who = {"by": request.user, "at": clock.now()}
        if change:
            terms = {name: getattr(obj, name) for name in self.terms}
            post_actions.change_membership(obj, **who, **terms)
        else:
            post_actions.add_membership(obj, **who)


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """A new account has no password: its person sets one with an activation code. The whole
    telephone number is on a page of its own, which the audit remembers."""

    list_display = ("name", "username", "standing_label", "created_at")
    list_filter = ("is_active",)
    search_fields = ("name", "username")
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
            return ("username", "name", "phone", "email")
        return ("username", "name", "masked_phone", "email", "standing_label")

    def buttons(self, request, record):
        """The verbs, and those that show their result once on a page of the portal."""
        pages = [
            {"label": verb.label, "url": reverse(url_name(verb, User), args=[record.pk])}
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


WORDS = ("kind_label", "state_label")


@admin.register(Matter)
class MatterAdmin(ScopedAdmin):
    list_display = (
        "title",
        "kind_label",
        "county",
        "lead_unit",
        "due_on",
        "percent",
        "state_label",
    )
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

    readonly_fields = WORDS

    def get_fields(self, request, obj=None):
        """A record's kind and state in words; the two read-only words are no fields to add."""
        names = [name for name in super().get_fields(request, obj) if name not in WORDS]
        swap = {word.removesuffix("_label"): word for word in WORDS} if obj else {}
        return [swap.get(name, name) for name in names]

    @admin.display(description="种类", ordering="kind")
    def kind_label(self, matter):
        return kind_of(matter.kind).label

    @admin.display(description="状态", ordering="state")
    def state_label(self, matter):
        return matter.state_label
