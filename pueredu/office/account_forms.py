"""Forms of the sign-in, of one's own account, and of those who keep accounts."""

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db.models import Q
from django_otp.oath import TOTP

from pueredu.accounts.models import User
from pueredu.office.forms import FilterForm

NOT_OPENED = (
    "登录名或密码不正确，或尝试次数过多。请核对后重试；连续多次不正确时，须等 15 分钟再试。"
)
NOT_ACTIVATED = (
    "登录名或启用码不正确，或启用码已使用、已失效，或尝试次数过多。"
    "请核对后重试；仍不成功的，请联系账号管理员重新发放。"
)
WRONG_CODE = (
    "验证码不正确、已用过，或尝试过于频繁。请等手机上换出新的验证码后再试，也可以用恢复码。"
)
PHONE_NUMBER = RegexValidator(r"^[0-9+\- ]{7,20}$", "请填写电话号码，只含数字、空格和短横。")
NO_HINTS = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


def _password_field(label: str, **more) -> forms.CharField:
    """A password as typed: blanks at its ends belong to it."""
    hint = more.pop("autocomplete", "current-password")
    return forms.CharField(
        label=label,
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": hint}),
        **more,
    )


class SignInForm(AuthenticationForm):
    """One message for every failure, so that nobody learns which names exist."""

    error_messages = {"invalid_login": NOT_OPENED, "inactive": NOT_OPENED}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Django tells the browser alone; a longer name would not fit among the failed attempts
        longest = User._meta.get_field(User.USERNAME_FIELD).max_length
        self.fields["username"].validators.append(MaxLengthValidator(longest))


class SignInCodeForm(forms.Form):
    token = forms.CharField(
        label="验证码或恢复码",
        max_length=20,
        help_text="手机验证器上的 6 位数字；手机不在身边时，用一条没有用过的恢复码。",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice and judged for ``user`` by the validators of the settings."""

    new_password = _password_field("新密码", autocomplete="new-password")
    new_password_again = _password_field("再输一次新密码", autocomplete="new-password")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password"].help_text = "".join(password_validators_help_texts())

    def judge(self, user) -> None:
        """Note what is wrong with the new password; call once ``user`` is known for sure."""
        first, again = map(self.cleaned_data.get, ("new_password", "new_password_again"))
        if first and again and first != again:
            self.add_error("new_password_again", "两次输入的新密码不一样，请重新输入。")
        elif first:
            try:
                validate_password(first, user)
            except forms.ValidationError as error:
                self.add_error("new_password", list(dict.fromkeys(error.messages)))


class ActivateForm(NewPasswordForm):
    """The code is checked before the password is judged: a stranger learns nothing about names."""

    username = UsernameField(
        label="登录名",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    code = forms.CharField(
        label="启用码",
        max_length=40,
        help_text="账号管理员交给您的一次性代码，大小写和短横都不影响。",
        widget=forms.TextInput(attrs=NO_HINTS),
    )
    field_order = ("username", "code", "new_password", "new_password_again")

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user = request, None

    def clean(self):
        cleaned = super().clean()
        username, code = cleaned.get("username"), cleaned.get("code")
        if username and code:
            self.user = authenticate(self.request, username=username, activation_code=code)
            if self.user is None:
                raise forms.ValidationError(NOT_ACTIVATED)
            self.judge(self.user)
        return cleaned


class OwnPasswordForm(forms.Form):
    """Asks who is signed in for the password again, under the limits of the sign-in."""

    password = _password_field("当前密码")

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        password, user = self.cleaned_data["password"], self.request.user
        known = authenticate(self.request, username=user.get_username(), password=password)
        if known is None:
            raise forms.ValidationError("当前密码不正确，或尝试次数过多。")
        return password


class PasswordChangeForm(OwnPasswordForm, NewPasswordForm):
    field_order = ("password", "new_password", "new_password_again")

    def clean(self):
        cleaned = super().clean()
        self.judge(self.request.user)
        if cleaned.get("password") and cleaned["password"] == cleaned.get("new_password"):
            self.add_error("new_password", "新密码与当前密码相同，请换一个。")
        return cleaned


class EnrolForm(OwnPasswordForm):
    """The first code that an authenticator shows for ``secret``."""

    token = forms.CharField(
        label="手机上显示的 6 位验证码",
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    field_order = ("token", "password")

    def __init__(self, *args, secret: bytes, **kwargs):
        super().__init__(*args, **kwargs)
        self.totp = TOTP(secret)

    def clean_token(self):
        typed = self.cleaned_data["token"].replace(" ", "")
        if not (typed.isascii() and typed.isdigit() and self.totp.verify(int(typed), tolerance=1)):
            raise forms.ValidationError(
                "验证码不正确。请核对手机的时间是否准确，等换出新的验证码后再输入。"
            )
        return typed


class OwnDataForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(
        label="联系电话",
        max_length=20,
        required=False,
        validators=[PHONE_NUMBER],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(label="电子邮箱", required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="事由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明事由，它会记入审计。"},
    )


class PersonFilterForm(FilterForm):
    """People by a part of their name or username."""

    q = forms.CharField(label="姓名或登录名", max_length=40, required=False)

    def apply(self, rows):
        text = self.cleaned_data["q"]
        return rows.filter(Q(name__icontains=text) | Q(username__icontains=text)) if text else rows
