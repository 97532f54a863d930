"""The tree, the people in it and their posts, at the counter."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

from pueredu.accounts import actions as account_actions
from pueredu.accounts.enums import UserTransition as UserVerb
from pueredu.accounts.models import User
from pueredu.kit import clock
from pueredu.kit.names import permission, url_name
from pueredu.kit.templatetags.formats import masked_phone, moment
from pueredu.office import account_acts
from pueredu.office.account_forms import PHONE_NUMBER, ReasonForm
from pueredu.office.counter import AdminVerb, ScopedAdmin, ScopedInline, SelectFilter
from pueredu.units import actions as unit_actions
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
    add_action = change_action = staticmethod(unit_actions.keep_unit)
    sheet_kinds = ("office.schools",)
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

    list_display = ("name", "username", "standing_label", "opened_at")
    more_columns = ("masked_phone", "email")
    list_filter = ("is_active", PostlessFilter)
    search_fields = ("name", "username")
    search_help_text = "姓名或登录名"
    inlines = (PostsOfPersonInline,)
    verbs = (
        AdminVerb(
            UserVerb.DISABLE,
            account_acts.disable_user,
            ReasonForm,
            effect="此人不能再登录，所有登录立即结束；任职和办过的事项都保留，可以恢复。",
        ),
        AdminVerb(UserVerb.ENABLE, account_actions.enable_user, ReasonForm),
        AdminVerb(
            UserVerb.RESET_SECOND_FACTOR,
            account_acts.reset_second_factor_user,
            ReasonForm,
            effect="此人的验证器和恢复码作废，所有登录结束；此人凭密码登录后重新设置。此人和审计管理员会收到消息。",
        ),
    )
    pages = (UserVerb.ISSUE_ACTIVATION, UserVerb.UNMASK_PHONE)
    readonly_fields = ("masked_phone", "standing_label")

    def get_fields(self, request, obj=None):
        if obj is None:
            return (("name", "username"), ("phone", "email"))
        return (("name", "username"), ("masked_phone", "email"), "standing_label")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "phone":
            field.validators.append(PHONE_NUMBER)
        return field

    def response_post_save_add(self, request, obj):
        """To the account itself, where its code is handed out."""
        return HttpResponseRedirect(self._change_url(obj))

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

    @admin.display(description="建立时间", ordering="created_at")
    def opened_at(self, user):
        """As 我的账号 shows it: stamped by the machine, told by the portal's clock."""
        return moment(clock.by_portal(user.created_at))

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
    return unit_actions.change_membership(post, **who, **terms)


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
    add_action = staticmethod(unit_actions.add_membership)
    change_action = staticmethod(change_terms)

    @admin.display(description="职务", ordering="title")
    def post_name(self, membership):
        return membership.post_name

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(FIXED if obj else ()))
