from base64 import b32encode

import segno
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from django_otp import login as mark_verified

from pueredu.accounts.actions import enrol_second_factor, renew_recovery_codes
from pueredu.accounts.models import Authenticator
from pueredu.accounts.queries import authenticator_of
from pueredu.accounts.secret_codes import new_seed
from pueredu.office.account_forms import EnrolForm, OwnPasswordForm
from pueredu.office.gate import lacks_second_factor
from pueredu.office.pages import ShownOncePage
from pueredu.office.views.my_account import OwnPage

SEED = "second_factor_seed"  # of the authenticator that is being set up, in this session only


@method_decorator(csp_update({"img-src": ["'self'", "data:"]}), name="dispatch")
class SecondFactorView(OwnPage, ShownOncePage):
    """Set up an authenticator, or another one instead: scan, type its first code. The picture is
    its secret, so it stands in this one page and has no address of its own."""

    title = "设置二次验证"
    template_name = "accounts/second_factor.html"
    shown_template = "accounts/recovery_codes.html"
    form_class = EnrolForm
    submit_label = "确认并启用"

    def get_lead(self):
        if lacks_second_factor(self.request.user):
            return "管理员账号必须使用二次验证；设置好之前不能使用其他页面。"
        return "登录时除密码外，再输入手机上的验证码；密码泄露时，账号仍然安全。"

    def get_form_kwargs(self):
        return {"request": self.request, "secret": self.device.bin_key}

    @property
    def device(self) -> Authenticator:
        """The authenticator that is being set up, not yet kept."""
        seed = self.request.session.setdefault(SEED, new_seed())
        return Authenticator(user=self.request.user, key=seed)

    def get_context_data(self, **kwargs):
        if "shown" in kwargs:
            return super().get_context_data(**kwargs)
        return super().get_context_data(
            **kwargs,
            picture=segno.make(self.device.config_url, error="m").png_data_uri(scale=5),
            secret=in_groups(self.device),
            replaces=authenticator_of(self.request.user) is not None,
        )

    def act(self, form):
        user, seed = self.request.user, self.device.key
        device, codes = enrol_second_factor(user, by=user, at=self.at, seed=seed, totp=form.totp)
        del self.request.session[SEED]
        self.request.session.cycle_key()
        mark_verified(self.request, device)
        return codes


class RecoveryCodesView(OwnPage, ShownOncePage):
    """Ten new recovery codes instead of the old ones."""

    title = "更换恢复码"
    lead = "更换后，以前的恢复码全部作废。"
    shown_template = "accounts/recovery_codes.html"
    form_class = OwnPasswordForm
    submit_label = "更换恢复码"

    def get_form_kwargs(self):
        return {"request": self.request}

    def act(self, form):
        return renew_recovery_codes(self.request.user, by=self.request.user, at=self.at)


def in_groups(device: Authenticator) -> str:
    """The secret as people type it, in groups of four."""
    text = b32encode(device.bin_key).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
