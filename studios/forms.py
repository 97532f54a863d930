"""Forms of the studios."""

import re

from django import forms
from django.core.exceptions import ValidationError

from pueredu.accounts.models import User
from pueredu.files.forms import EvidenceListField
from pueredu.office.forms import CountyFilterForm
from pueredu.office.paper import PaperField
from pueredu.units.models import Membership, Unit
from studios.actions import Guest, HostEntry, Record
from studios.enums import ActivityState, MemberKind, StudioKind, StudioLevel, StudioState
from studios.models import Activity, ActivityKind, Studio, StudioMember

ALL = ("", "全部")
CHOOSE = "请选择"
CODE_HELP = "全国教师管理信息系统的编号，没有的填本校编号；学时按编号认定。"


def day_input() -> forms.DateInput:
    """The browser's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _SightForm(CountyFilterForm):
    """Every field but ``open`` narrows by the column of its name."""

    def counties(self):
        return Unit.objects.permitted(self.user, "studios.view_studio").counties()

    def apply(self, rows):
        names = [name for name in self.fields if name != "open" and self.cleaned_data[name]]
        return rows.filter(**{name: self.cleaned_data[name] for name in names})


class StudioFilterForm(_SightForm):
    kind = forms.ChoiceField(label="类别", required=False, choices=[ALL, *StudioKind.choices])
    level = forms.ChoiceField(label="级别", required=False, choices=[ALL, *StudioLevel.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=[ALL, *StudioState.choices])


class ActivityFilterForm(_SightForm):
    state = forms.ChoiceField(label="状态", required=False, choices=[ALL, *ActivityState.choices])
    open = forms.BooleanField(label="只看已举行未确认", required=False)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def apply(self, rows):
        rows = super().apply(rows)
        return rows.unconfirmed(self.today) if self.cleaned_data["open"] else rows


class HostForm(forms.Form):
    """Who hosts. Its cleaned data are the one argument ``host`` of the action."""

    host_name = forms.CharField(label="主持人姓名", max_length=40)
    host_code = forms.CharField(label="主持人教师编号", max_length=40, help_text=CODE_HELP)
    username = forms.CharField(
        label="主持人登录名",
        max_length=40,
        required=False,
        help_text="主持人用此账号登记活动；暂无账号可不填，以后再指定。",
    )

    def account(self, county: Unit | None = None) -> User | None:
        """The active account of this name, in ``county`` when given; raises ValidationError."""
        username = self.cleaned_data.get("username", "")
        if not username:
            return None
        found = User.objects.active().filter(username=username)
        if county is not None:
            posts = Membership.objects.filter(county=county).values("user")
            found = found.filter(pk__in=posts)
        user = found.first()
        if user is None:
            raise ValidationError({"username": "没有找到这个登录名，请核对；暂无账号可不填。"})
        return user

    def entry(self, county: Unit | None = None) -> HostEntry:
        data = self.cleaned_data
        return HostEntry(data["host_name"].strip(), data["host_code"].strip(), self.account(county))

    def clean(self):
        super().clean()
        return {} if self.errors else {"host": self.entry()}


class StudioProposeForm(HostForm):
    kind = forms.ChoiceField(label="类别", choices=StudioKind.choices)
    name = forms.CharField(label="工作室名称", max_length=120)
    level = forms.ChoiceField(label="级别", choices=StudioLevel.choices)
    subject = forms.CharField(label="学科或方向", max_length=60, required=False)
    school = forms.ModelChoiceField(
        label="挂牌学校", queryset=Unit.objects.none(), empty_label=CHOOSE
    )
    field_order = ["kind", "name", "level", "subject", "school"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        schools = Unit.objects.permitted(user, "studios.add_studio").schools()
        self.fields["school"].queryset = schools.order_by("area__precedence", "name_key")

    def clean(self):
        data = forms.Form.clean(self) or self.cleaned_data
        if not self.errors:
            self.host = self.entry(data["school"].area)
        return data

    def studio(self) -> Studio:
        """The studio as proposed, not yet saved."""
        names = ("kind", "name", "level", "subject", "school")
        return Studio(**{name: self.cleaned_data[name] for name in names})


class StudioNameForm(forms.Form):
    named_on = forms.DateField(label="命名日期", widget=day_input())
    source = forms.CharField(
        label="命名依据",
        max_length=200,
        help_text="文件名称或发文字号；未取得的写「正式文本待录入」。",
    )
    since = forms.DateField(label="周期起", widget=day_input())
    until = forms.DateField(
        label="周期止",
        widget=day_input(),
        required=False,
        help_text="不填则按参数「工作室周期」（暂定）计算。",
    )
    paper = PaperField(
        signatory="签发人（职务）", help_text="命名文件由领导在纸质件上签发的，在此代录。"
    )

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            raise ValidationError({"until": "周期止不能早于周期起。"})
        return data


class ReasonForm(forms.Form):
    text = forms.CharField(
        label="理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明理由。"},
    )


class RevokeForm(ReasonForm):
    paper = PaperField(signatory="签发人（职务）")


class MemberForm(forms.Form):
    kind = forms.ChoiceField(
        label="身份",
        choices=[(kind.value, kind.label) for kind in (MemberKind.MEMBER, MemberKind.FOLLOWER)],
    )
    name = forms.CharField(label="姓名", max_length=40)
    learner_code = forms.CharField(label="教师编号", max_length=40, help_text=CODE_HELP)
    school = forms.ModelChoiceField(
        label="学校",
        queryset=Unit.objects.none(),
        empty_label=CHOOSE,
        help_text="列出本县(区)学校；外县(区)的成员由市教体局登记。",
    )
    since = forms.DateField(label="加入日期", widget=day_input())

    def __init__(self, *args, studio, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance_of = studio
        schools = Unit.objects.filter(area=studio.county_id).schools()
        self.fields["school"].queryset = schools.order_by("name_key")

    def member(self) -> StudioMember:
        """The member as entered, not yet saved."""
        return StudioMember(studio=self.instance_of, **self.cleaned_data)


class ReleaseForm(forms.Form):
    until = forms.DateField(label="退出日期", widget=day_input())


class ActivityForm(forms.Form):
    """One activity on one page: everybody is ticked, untick who was away, add who came besides."""

    WORDS = ("title", "kind", "held_on", "hours", "place", "summary")

    title = forms.CharField(label="活动名称", max_length=120)
    kind = forms.ModelChoiceField(
        label="活动类型", queryset=ActivityKind.objects.none(), empty_label=CHOOSE
    )
    held_on = forms.DateField(label="活动日期", widget=day_input())
    hours = forms.DecimalField(
        label="学时",
        min_value=0.5,
        max_value=400,  # more than that no line of hours may have, and the teachers would get none
        decimal_places=1,
        help_text="每位到场人员同样计。",
    )
    place = forms.CharField(label="地点", max_length=120, required=False)
    present = forms.MultipleChoiceField(
        label="到场人员", required=False, widget=forms.CheckboxSelectMultiple
    )
    guests = forms.CharField(
        label="非成员参加人员",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一位：教师编号 姓名。可从表格中直接粘贴。",
    )
    summary = forms.CharField(
        label="活动纪要", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    attachments = EvidenceListField(label="佐证材料（可多选，可不传）", required=False)

    def __init__(self, *args, roster, **kwargs):
        self.roster = list(roster)
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = ActivityKind.objects.all()
        self.fields["present"].choices = [
            (row.learner_code, f"{row.name}（{row.school.short_name}）") for row in self.roster
        ]
        self.fields["present"].help_text = "已全部勾选，请去掉没有到场的。"
        self.initial.setdefault("present", [row.learner_code for row in self.roster])

    def clean_guests(self):
        lines = [line.strip() for line in self.cleaned_data["guests"].splitlines()]
        return [_guest(line, n) for n, line in enumerate(lines, 1) if line]

    def words(self) -> dict:
        """The activity's own fields."""
        return {name: self.cleaned_data[name] for name in self.WORDS}

    def record(self) -> Record:
        """Who was there."""
        data = self.cleaned_data
        return Record(tuple(self.roster), frozenset(data["present"]), tuple(data["guests"]))


def _guest(line: str, number: int) -> Guest:
    parts = re.split(r"[\s,，、;；]+", line, maxsplit=1)
    if len(parts) != 2 or len(parts[0]) > 40 or len(parts[1]) > 40:
        raise ValidationError(f"第 {number} 行「{line[:40]}」应写成：教师编号 姓名。")
    return Guest(parts[0], parts[1].strip())


def words_of(activity: Activity) -> dict:
    """A recorded activity as the initial data of its form, attendance included."""
    rows = list(activity.attendances.all())
    return {
        **{name: getattr(activity, name) for name in ActivityForm.WORDS},
        "present": [row.learner_code for row in rows if row.is_present and not row.is_guest],
        "guests": "\n".join(f"{row.learner_code} {row.name}" for row in rows if row.is_guest),
    }
