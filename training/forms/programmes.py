"""Programmes, sessions, seats and names."""

from django import forms

from pueredu.office.forms import FilterForm
from training.enums import ProgrammeAudience, RollUnit, SessionState, Stage, TrainingLevel
from training.forms.plans import ALL
from training.forms.rosters import DATE, RosterForm, rule_choices
from training.models import Direction, Programme, TrainingYear


class ProgrammeForm(forms.ModelForm):
    rule = forms.ChoiceField(label="形式与级别")

    class Meta:
        model = Programme
        fields = (
            "title", "year", "audience", "stage", "budget", "is_selective", "target", "source",
        )  # fmt: skip
        help_texts = {
            "stage": "不选为各学段。",
            "is_selective": "勾选后由学校推荐、县(区)排序、市级遴选。",
            "target": "例如答复函承诺每年遴选培训 100 名校长。没有的填 0。",
        }

    field_order = ("title", "year", "audience", "stage", "rule")

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = rule_choices(today, TrainingLevel.values)
        self.fields["year"].queryset = TrainingYear.objects.filter(ends_on__gte=today).order_by(
            "year"
        )
        self.fields["year"].empty_label = None
        if self.instance.pk:
            self.initial["rule"] = f"{self.instance.form}:{self.instance.level}"

    def words(self) -> dict:
        data = dict(self.cleaned_data)
        form, level = data.pop("rule").split(":")
        return {**data, "form": form, "level": level}


class SessionForm(forms.Form):
    title = forms.CharField(label="班次名称", max_length=60, help_text="例如：第一期。")
    direction = forms.ModelChoiceField(label="方向", queryset=Direction.objects.none())
    since = forms.DateField(label="开班日期", widget=DATE)
    until = forms.DateField(label="结班日期", widget=DATE)
    place = forms.CharField(label="地点", max_length=120)
    hours_per_day = forms.DecimalField(
        label="每天学时", min_value=1, max_value=24, decimal_places=1, initial=6
    )
    roll_unit = forms.ChoiceField(label="签到", choices=RollUnit)
    seats = forms.IntegerField(label="名额", min_value=1, max_value=5000)
    enrolment_closes_on = forms.DateField(label="报名截止", widget=DATE)

    def __init__(self, *args, directions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["direction"].queryset = directions
        self.fields["direction"].empty_label = None

    def clean(self):
        data = super().clean()
        since, until, closes = (data.get(n) for n in ("since", "until", "enrolment_closes_on"))
        if since and until and until < since:
            self.add_error("until", "结班不能早于开班。")
        if since and closes and closes > since:
            self.add_error("enrolment_closes_on", "报名截止不能晚于开班。")
        return data


class SessionFilterForm(FilterForm):
    audience = forms.ChoiceField(
        label="培训对象", required=False, choices=ALL + ProgrammeAudience.choices
    )
    stage = forms.ChoiceField(label="学段", required=False, choices=ALL + Stage.choices)
    state = forms.ChoiceField(label="状态", required=False, choices=ALL + SessionState.choices)
    open = forms.BooleanField(label="只看未结班", required=False)

    def apply(self, rows):
        data = self.cleaned_data
        for name, column in (
            ("audience", "programme__audience"), ("stage", "programme__stage"), ("state", "state"),
        ):  # fmt: skip
            if data[name]:
                rows = rows.filter(**{column: data[name]})
        under_way = [SessionState.ANNOUNCED, SessionState.CLOSED]
        return rows.filter(state__in=under_way) if data["open"] else rows


class NumbersForm(forms.Form):
    """One number for each of ``rows`` (pairs of key and label); ``given`` are those of now."""

    def __init__(self, *args, rows, given, is_required=True, least=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.keys = [key for key, _ in rows]
        for key, label in rows:
            self.fields[f"n-{key}"] = forms.IntegerField(
                label=label,
                min_value=least,
                max_value=5000,
                required=is_required,
                initial=given.get(key),
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def numbers(self) -> dict[int, int | None]:
        return {key: self.cleaned_data[f"n-{key}"] for key in self.keys}


class PeopleForm(RosterForm):
    """Ticks for people; nobody is ticked beforehand."""

    hours = is_long = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"ticked": frozenset(), **kwargs})
        self.fields["present"].label = "人员"


class RollForm(RosterForm):
    """Everybody is ticked; the absent are unticked, perhaps all of them."""

    hours = is_long = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["present"].required = False


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=200, help_text="将告知报名人员和所在学校。")
