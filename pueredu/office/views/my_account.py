"""What is stored about me, where I am signed in, and how to put it right."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic.base import TemplateResponseMixin

from pueredu.accounts.actions import change_password, correct_user, end_session, end_sessions
from pueredu.accounts.profiles import must_change_password, profile_in_force
from pueredu.accounts.queries import authenticator_of, recovery_codes_left, sessions_of
from pueredu.kit import clock
from pueredu.kit.templatetags.formats import day, moment
from pueredu.office.account_forms import OwnDataForm, PasswordChangeForm
from pueredu.office.gate import unfinished
from pueredu.office.pages import PUBLIC, SIGNED_IN, FormPage, Page

ME = "accounts:me"


class OwnPage(Page):
    """A page about oneself, below 「我的账号」; without a way back while it is the only one open."""

    access = SIGNED_IN

    def get_trail(self):
        return [] if unfinished(self.request.user) else [("我的账号", reverse(ME))]

    def get_success_url(self, result) -> str:
        return reverse(ME)


class MyAccountView(TemplateResponseMixin, Page):
    access = SIGNED_IN
    title = "我的账号"
    lead = "这里列出平台存储的您的个人信息；只有您本人能看到这一页。"
    template_name = "accounts/me.html"

    def get(self, request):
        user = request.user
        authenticator = authenticator_of(user)
        context = self.get_context_data(
            facts=facts_of(user),
            posts=user.memberships.select_related("unit"),
            sessions=sessions_of(user, clock.machine()),
            this_session=request.session.session_key,
            authenticator=authenticator,
            codes_left=recovery_codes_left(user) if authenticator else 0,
            password_set=day(user.password_set_at),
            profile=profile_in_force(),
        )
        return self.render_to_response(context)


def facts_of(user) -> list[tuple[str, str]]:
    """What is stored about the person itself."""
    return [
        ("姓名", user.name),
        ("登录名", user.username),
        ("联系电话", user.phone),
        ("电子邮箱", user.email),
        ("账号建立时间", moment(clock.by_portal(user.created_at))),
        ("上次登录", moment(clock.by_portal(user.last_login))),
    ]


class CorrectView(OwnPage, FormPage):
    title = "更正个人信息"
    lead = "更正后立即生效，并记入审计；审计中不记录电话号码本身。"
    form_class = OwnDataForm
    done_text = "已更正。"

    def get_form_kwargs(self):
        user = self.request.user
        return {"initial": {"name": user.name, "phone": user.phone, "email": user.email}}

    def act(self, form):
        return correct_user(
            self.request.user, by=self.request.user, at=self.at, **form.cleaned_data
        )


class PasswordChangeView(OwnPage, FormPage):
    """Also the only page that is open while the password must be changed."""

    title = "修改密码"
    form_class = PasswordChangeForm
    submit_label = "修改密码"
    done_text = "密码已修改；其他设备上的登录已结束。"

    def get_lead(self):
        if must_change_password(self.request.user, self.at):
            return "按照安全要求，您的密码需要更换；更换之前不能使用其他页面。"
        return "修改后，其他设备上的登录随即结束。"

    def get_form_kwargs(self):
        return {"request": self.request}

    def act(self, form):
        user = change_password(
            self.request.user,
            by=self.request.user,
            at=self.at,
            password=form.cleaned_data["new_password"],
        )
        update_session_auth_hash(self.request, user)
        return user


class SessionsEndView(Page):
    """Ends one of one's own sessions, named by its handle, or all but the one that asks."""

    access = SIGNED_IN

    def post(self, request):
        ended = self.end(request.user, request.POST.get("session", ""))
        messages.success(request, f"已结束 {ended} 处登录。")
        return HttpResponseRedirect(reverse(ME))

    def end(self, user, handle: str) -> int:
        if not handle:
            keep = self.request.session.session_key
            return end_sessions(user, by=user, at=self.at, reason="本人结束", keep=keep)
        found = (
            session for session in sessions_of(user, clock.machine()) if session.handle == handle
        )
        session = next(found, None)
        return end_session(session, by=user, at=self.at) if session else 0


@method_decorator(login_not_required, name="dispatch")
class PrivacyView(TemplateResponseMixin, Page):
    access = PUBLIC
    title = "个人信息处理告知"
    lead = "平台存储您的哪些信息、为什么、存多久、谁能看到、怎样更正。"
    template_name = "accounts/privacy.html"

    def get(self, request):
        return self.render_to_response(self.get_context_data())
