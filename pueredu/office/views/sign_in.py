from django.contrib.auth.views import LoginView, LogoutView

from pueredu.office.forms import SignInForm
from pueredu.office.pages import PUBLIC, SIGNED_IN


class SignInView(LoginView):
    """The one sign-in page, for portal and admin. After an expired session it leads back, and
    the page's script puts back what had been typed."""

    access = PUBLIC
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOutView(LogoutView):
    access = SIGNED_IN
    http_method_names = ["post", "options"]
