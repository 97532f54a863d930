"""What those who keep accounts do outside the admin's forms: show a thing once, and two lists."""

from datetime import timedelta

from django.db.models import Prefetch
from django.urls import reverse

from pueredu.accounts.actions import unmask_phone_user
from pueredu.accounts.enums import UserTransition as T
from pueredu.accounts.models import User
from pueredu.calendar.queries import value
from pueredu.kit import clock
from pueredu.kit.names import permission
from pueredu.kit.templatetags.formats import masked_phone
from pueredu.office.account_acts import issue_activation_user
from pueredu.office.account_forms import PersonFilterForm, ReasonForm
from pueredu.office.forms import ConfirmForm
from pueredu.office.pages import ListPage, RecordFormPage, ShownOncePage
from pueredu.office.tables import AccountTable, UnusedTable
from pueredu.units.models import Membership


class UserVerbPage(RecordFormPage, ShownOncePage):
    """One verb of an account whose result is shown once. Declare ``verb``, ``action`` and
    ``effect``; the form's cleaned data are the action's keyword arguments."""

    model = User
    template_name = "generic/transition.html"
    verb = None
    action = None
    effect = ""

    def get_title(self) -> str:
        return str(self.verb.label)

    def get_trail(self):
        return [(str(self.record), self.back_url())]

    def get_cancel_url(self) -> str:
        return self.back_url()

    def back_url(self) -> str:
        """Keepers of the city come from the admin; those of a 县(区), who have none, from a list."""
        if self.request.user.is_staff:
            return reverse("admin:accounts_user_change", args=[self.record.pk])
        return reverse("accounts:activations")

    def get_facts(self) -> list[tuple[str, str]]:
        return [("姓名", self.record.name), ("登录名", self.record.username)]

    def act(self, form):
        return type(self).action(self.record, by=self.request.user, at=self.at, **form.cleaned_data)

    def get_context_data(self, **kwargs):
        context = {
            "facts": self.get_facts(),
            "effect": self.effect,
            "submit_label": self.verb.label,
        }
        return super().get_context_data(**{**context, **kwargs, "back_url": self.back_url()})


class IssueActivationView(UserVerbPage):
    access = "accounts.issue_activation_user"
    verb = T.ISSUE_ACTIVATION
    action = issue_activation_user
    form_class = ConfirmForm
    effect = "生成一次性启用码，只显示这一次；此人原来的密码和以前的启用码作废，所有登录结束。此人和审计管理员会收到消息。"
    shown_template = "accounts/activation_code.html"


class UnmaskPhoneView(UserVerbPage):
    access = "accounts.unmask_phone_user"
    verb = T.UNMASK_PHONE
    action = unmask_phone_user
    form_class = ReasonForm
    effect = "显示完整号码；谁、何时、为什么查看，都会记入审计。"
    shown_template = "accounts/phone.html"

    def get_facts(self):
        return [*super().get_facts(), ("联系电话", masked_phone(self.record.phone))]


class AccountListPage(ListPage):
    """Accounts with the posts that their people hold now."""

    model = User

    def get_rows(self):
        posts = Membership.objects.in_force(self.today).select_related("unit")
        rows = User.objects.permitted(self.request.user, self.access)
        return rows.prefetch_related(Prefetch("memberships", posts, to_attr="posts_now"))


class ActivationListView(AccountListPage):
    """The people to whom one may hand out activation codes; a row leads to the page that does."""

    access = "accounts.issue_activation_user"
    title = "发放启用码"
    lead = "新账号、忘记密码的人凭启用码自己设置密码；点姓名发放。"
    table = AccountTable
    filter_form = PersonFilterForm
    empty_title = "没有找到人员"
    empty_text = "县级账号管理员只看到只在本县(区)学校任职、没有专项授权的人员；其他人员由市级系统管理员发放。"


class UnusedView(AccountListPage):
    """Accounts that nobody has used for long: for whoever may disable them, and nobody else."""

    access = permission(T.DISABLE, User)
    title = "长期未用的账号"
    table = UnusedTable
    empty_title = "没有长期未用的账号"

    def get_lead(self):
        return f"{self.days} 天以上没有登录的账号。仅供系统管理员清理账号，不通报、不排名、不作考核依据。"

    @property
    def days(self) -> int:
        return value("accounts.unused_days", self.today)

    def get_rows(self):
        return super().get_rows().unused_since(clock.machine() - timedelta(self.days))
