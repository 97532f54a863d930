"""Forms about posts: who is given which, how it is held, when it ends."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from pueredu.accounts.models import User
from pueredu.loop.models import Matter
from pueredu.loop.queries import eligible_deputies
from pueredu.office.account_forms import PHONE_NUMBER
from pueredu.office.forms import FilterForm
from pueredu.units.enums import HeadKind, Role
from pueredu.units.models import Membership, Unit
from pueredu.units.queries import appointable, colleagues, openings

ALL = ("", "全部")
CHOOSE = "请选择"
SHOWN = 8


def day_input() -> forms.DateInput:
    """The browser's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PostFilterForm(FilterForm):
    q = forms.CharField(label="姓名、登录名或单位", max_length=40, required=False)
    role = forms.ChoiceField(label="角色", required=False, choices=[ALL, *Role.choices])
    past = forms.BooleanField(label="含已结束的任职", required=False)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        roles = openings(self.user, today).roles
        self.fields["role"].choices = [ALL, *((role, role.label) for role in roles)]

    def apply(self, rows):
        text, role = self.cleaned_data["q"].strip(), self.cleaned_data["role"]
        if text:
            rows = rows.filter(
                Q(user__name__icontains=text)
                | Q(user__username=text)
                | Q(unit__name__icontains=text)
            )
        if role:
            rows = rows.filter(role=role)
        return rows if self.cleaned_data["past"] else rows.not_over(self.today)


class PostForm(forms.Form):
    """Where, which office, since when. ``post`` is the post as it reads, not yet saved."""

    unit = forms.ModelChoiceField(
        label="单位", queryset=Unit.objects.none(), empty_label=CHOOSE,
        error_messages={"required": "请选择单位。"},
    )  # fmt: skip
    office = forms.ChoiceField(
        label="角色", help_text="角色决定权限。", error_messages={"required": "请选择角色。"}
    )
    title = forms.CharField(
        label="职务名称", max_length=60, required=False,
        help_text="如「办公室经办人」「副校长」；不填时按角色显示。",
    )  # fmt: skip
    is_acting = forms.BooleanField(label="主持工作（代理）", required=False)
    since = forms.DateField(
        label="任职起", widget=day_input(), error_messages={"required": "请填写任职起。"}
    )

    def __init__(self, *args, by: User, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.today = by, today
        there = openings(by, today)
        self.fields["unit"].queryset = there.units.order_by("area__precedence", "name_key")
        self.fields["office"].choices = [("", CHOOSE), *offices(there.roles)]
        self.fields["since"].initial = today

    @property
    def post(self) -> Membership:
        role, _, kind = self.cleaned_data["office"].partition(":")
        words = {name: self.cleaned_data[name] for name in ("unit", "title", "is_acting", "since")}
        return Membership(role=role, kind=kind, **words)


def offices(roles) -> list[tuple[str, str]]:
    """Roles as choices; that of a school's head once for each of its two posts."""
    return [
        (f"{role}:{kind}" if kind else str(role), kind.label if kind else role.label)
        for role in roles
        for kind in (HeadKind if role == Role.SCHOOL_HEAD else ("",))
    ]


class AppointForm(PostForm):
    person = forms.CharField(
        label="人员", max_length=40, help_text="填写姓名全称；有同名时填写登录名。",
        error_messages={"required": "请填写姓名或登录名。"},
    )  # fmt: skip
    field_order = ["person", "unit", "office"]

    def clean_person(self) -> User:
        """The one person of that name whom ``by`` may appoint; otherwise the sentence names those
        who may be meant, none of them from elsewhere."""
        text = self.cleaned_data["person"].strip()
        people = appointable(self.by, self.today).order_by("name_key", "id")
        found = list(people.filter(Q(name=text) | Q(username=text))[:SHOWN])
        if len(found) == 1:
            return found[0]
        near = found or list(people.filter(name__icontains=text)[:SHOWN])
        if not near:
            raise ValidationError(
                "没有找到可任职的这位同志，请核对姓名或登录名。还没有账号的，请用「新开账号并任职」。"
            )
        names = "、".join(f"{person.name}（{person.username}）" for person in near)
        why = "有同名的同志" if found else "没有完全相同的姓名，相近的有"
        raise ValidationError(f"{why}：{names}。请填写括号里的登录名。")


class NewcomerForm(PostForm):
    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请填写姓名。"})
    username = forms.CharField(
        label="登录名", max_length=40, help_text="建议用拼音加数字，全市不重复。",
        error_messages={"required": "请填写登录名。"},
    )  # fmt: skip
    phone = forms.CharField(
        label="联系电话", max_length=20, required=False, validators=[PHONE_NUMBER]
    )
    field_order = ["name", "username", "phone", "unit", "office"]

    def clean(self):
        data = super().clean()
        if not self.errors:
            words = {name: data[name].strip() for name in ("name", "username", "phone")}
            self.user = User(**words)
            self.user.full_clean(exclude=["password"])
        return data


class PostChangeForm(forms.Form):
    """How a post is held; its cleaned data are the words of ``change_membership``."""

    title = forms.CharField(label="职务名称", max_length=60, required=False)
    is_acting = forms.BooleanField(label="主持工作（代理）", required=False)
    standing_deputy = forms.ModelChoiceField(
        label="AB角", queryset=User.objects.none(), required=False, empty_label="不设",
        help_text="同单位的另一位同志，随时可以此职务代为办理；记录写明代谁办理。",
    )  # fmt: skip

    def __init__(self, *args, post: Membership, today, **kwargs):
        initial = {name: getattr(post, name) for name in ("title", "is_acting", "standing_deputy")}
        super().__init__(*args, initial=initial, **kwargs)
        there = colleagues(post, today) | User.objects.filter(pk=post.standing_deputy_id)
        self.fields["standing_deputy"].queryset = there.order_by("name_key", "id")


class PostEndForm(forms.Form):
    until = forms.DateField(
        label="最后一天", widget=day_input(), required=False,
        help_text="不填为立即结束，权限马上收回；填写日期的，到当天为止。",
    )  # fmt: skip
    reason = forms.CharField(
        label="依据或原因", max_length=200, required=False, help_text="如任免文件、调动、退休。"
    )


class _PostChoiceField(forms.ModelChoiceField):
    """Posts to choose a person from: 「张三（县人民政府·经办人）」."""

    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user.name}（{obj}）"


class DeputyForm(forms.Form):
    """Who does one Matter in place of its lead unit, and until when."""

    deputy = _PostChoiceField(
        label="代办人", queryset=Membership.objects.none(), empty_label=CHOOSE,
        error_messages={"required": "请选择代办人。"},
    )  # fmt: skip
    until = forms.DateField(
        label="代办到哪一天", widget=day_input(), error_messages={"required": "请填写最后一天。"}
    )

    def __init__(self, *args, matter: Matter, by: User, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = eligible_deputies(matter, by, today)
        self.fields["until"].initial = matter.due_on

    def clean_deputy(self) -> User:
        return self.cleaned_data["deputy"].user
