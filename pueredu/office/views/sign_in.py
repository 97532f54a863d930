import re
import time

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django_otp import verify_token

from pueredu.accounts.actions import note_failure, note_sign_in, note_sign_out
from pueredu.accounts.browsers import browser_name
from pueredu.accounts.enums import OwnAct
from pueredu.accounts.models import User
from pueredu.accounts.queries import authenticator_of, recovery_device_of, token_on
from pueredu.accounts.sessions import ADDRESS, BROWSER
from pueredu.kit import clock
from pueredu.kit.errors import NotPermitted
from pueredu.office.account_forms import WRONG_CODE, SignInCodeForm, SignInForm
from pueredu.office.pages import PUBLIC, SIGNED_IN

WAITING = "sign_in_waiting"  # who has given the password and not yet the code


class SignInView(LoginView):
    """The one sign-in page, for portal and admin. After an expired session it leads back, and
    the page's script puts back what had been typed."""

    access = PUBLIC
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    @method_decorator(login_not_required)
    def dispatch(self, request, *args, **kwargs):
        """Whom the admin sent here although signed in has no post that opens it: 403, where
        leading on would send them round in a circle."""
        if request.user.is_authenticated and not request.user.is_staff and self._asks_for_admin():
            raise NotPermitted("您的职务没有进入办公后台的权限。")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        """Sign in, or go on to the code when there is an authenticator."""
        user = form.get_user()
        if authenticator_of(user) is None:
            return enter(self.request, user, self.get_success_url())
        self.request.session.cycle_key()
        self.request.session[WAITING] = {
            "user": user.pk,
            "hash": user.get_session_auth_hash(),
            "by": user.backend,
            "at": time.time(),
        }
        query = urlencode({self.redirect_field_name: self.get_redirect_url()})
        return HttpResponseRedirect(f"{reverse('office:sign-in-code')}?{query}")

    def form_invalid(self, form):
        if was_counted(self.request):
            username = form.cleaned_data["username"]
            note_failure(OwnAct.SIGN_IN, username, at=clock.now(), reason="密码不正确")
        return super().form_invalid(form)

    def _asks_for_admin(self) -> bool:
        return self.get_redirect_url().startswith(reverse("admin:index"))


@method_decorator([login_not_required, never_cache], name="dispatch")
class SignInCodeView(LoginView):
    """The second step: a code of the authenticator, or a recovery code."""

    access = PUBLIC
    template_name = "accounts/sign_in_code.html"
    form_class = authentication_form = SignInCodeForm

    def dispatch(self, request, *args, **kwargs):
        self.user = waiting_user(request)
        if self.user is None:
            return HttpResponseRedirect(reverse("office:sign-in"))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return {name: kwargs[name] for name in ("data", "files") if name in kwargs}

    def form_valid(self, form):
        device = accepted_by(self.user, form.cleaned_data["token"])
        if device is None:
            form.add_error("token", WRONG_CODE)
            note_failure(OwnAct.SIGN_IN, self.user.username, at=clock.now(), reason="验证码不正确")
            return self.form_invalid(form)
        self.user.otp_device = device
        self.user.backend = self.request.session.pop(WAITING)["by"]
        return enter(self.request, self.user, self.get_success_url())


class SignOutView(LogoutView):
    """Ends this session and has the browser forget what it kept of the portal."""

    access = SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        note_sign_out(request.user, at=clock.now())
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def enter(request, user, url: str) -> HttpResponseRedirect:
    """Sign ``user`` in at this browser and go on to ``url``."""
    login(request, user)
    request.session[ADDRESS] = request.META.get("REMOTE_ADDR", "")
    request.session[BROWSER] = browser_name(request.headers.get("User-Agent", ""))
    note_sign_in(user, at=clock.now())
    return HttpResponseRedirect(url)


def waiting_user(request) -> User | None:
    """Who gave the right password in this browser a few minutes ago, if it still is the right one
    and the account open."""
    waiting = request.session.get(WAITING)
    if waiting is None or time.time() - waiting["at"] > settings.SIGN_IN_CODE_SECONDS:
        return None
    user = User.objects.active().filter(pk=waiting["user"]).first()
    is_same = user and constant_time_compare(user.get_session_auth_hash(), waiting["hash"])
    return user if is_same else None


def was_counted(request) -> bool:
    """Whether the limits took this failure into account; what they turn away is not counted."""
    return getattr(request, "axes_failures_since_start", None) is not None


def accepted_by(user: User, typed: str):
    """The device that takes what was typed, or None. Six digits are the authenticator's; each
    device slows down wrong guesses by itself."""
    code = typed.replace(" ", "")
    is_shown = re.fullmatch(r"[0-9]{6}", code)
    device = authenticator_of(user) if is_shown else recovery_device_of(user)
    if device is None:
        return None
    token = code if is_shown else token_on(device, code)
    return verify_token(user, device.persistent_id, token)
