from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import reverse
from django.utils.decorators import method_decorator

from pueredu.kit.errors import NotPermitted
from pueredu.office.forms import SignInForm
from pueredu.office.pages import PUBLIC, SIGNED_IN


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

    def _asks_for_admin(self) -> bool:
        return self.get_redirect_url().startswith(reverse("admin:index"))


class SignOutView(LogoutView):
    access = SIGNED_IN
    http_method_names = ["post", "options"]
