from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from pueredu.accounts.actions import activate_user, note_failure
from pueredu.accounts.enums import OwnAct
from pueredu.office.account_forms import ActivateForm
from pueredu.office.pages import PUBLIC, FormPage
from pueredu.office.views.sign_in import was_counted


@method_decorator([login_not_required, never_cache], name="dispatch")
class ActivateView(FormPage):
    """Username, one-time code, new password. Signs nobody in: the next page is the sign-in."""

    access = PUBLIC
    title = "启用账号"
    template_name = "accounts/activate.html"
    form_class = ActivateForm
    submit_label = "启用账号"

    def get_cancel_url(self):
        return reverse("office:sign-in")

    def get_form_kwargs(self):
        return {"request": self.request}

    def act(self, form):
        words = form.cleaned_data
        return activate_user(
            form.user, code=words["code"], password=words["new_password"], at=self.at
        )

    def again(self, form):
        if form.user is None and was_counted(self.request):
            username = form.cleaned_data["username"]
            note_failure(OwnAct.ACTIVATE, username, at=self.at, reason="启用码不正确")
        return super().again(form)

    def answer(self, user):
        messages.success(self.request, "账号已启用，请用新密码登录。")
        return HttpResponseRedirect(reverse("office:sign-in"))
