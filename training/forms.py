"""Forms of training: the roster, the filters, the workbook."""

import uuid
from collections.abc import Iterator
from decimal import Decimal

from django import forms

from pueredu.office.forms import CommentForm, CountyFilterForm, FilterForm
from training.actions import Activity
from training.enums import BatchSource, BatchState, TrainingLevel
from training.models import Direction, Learner, RuleVersion

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
NEAR_FIRST = list(reversed(TrainingLevel.values))  # a school enters its own events most often
SCHOOL_BASED = "school_based_training:school"


class RosterForm(forms.Form):
    """A roster by points: everybody of ``ticked`` is ticked, the absent are unticked."""

    hours = forms.DecimalField(
        label="学时",
        min_value=Decimal("0.5"),
        max_value=400,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )
    present = forms.TypedMultipleChoiceField(
        label="到场人员",
        coerce=int,
        error_messages={
            "required": "名册中没有勾选任何人，请至少勾选一人。",
            "invalid_choice": "名册已有变动，请刷新后重新勾选。",
        },
    )

    def __init__(self, *args, roster, ticked=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.roster, self.ticked = roster, ticked
        self.people = {row.pk: row for _, rows in roster for row in rows}
        self.fields["present"].choices = [(pk, row.name) for pk, row in self.people.items()]

    def groups(self) -> Iterator[tuple]:
        """The roster by point: (school, [(learner, is ticked)])."""
        ticked = self.ticked
        if self.is_bound:
            ticked = {int(pk) for pk in self.data.getlist("present") if pk.isdecimal()}
        for school, rows in self.roster:
            yield school, [(row, ticked is None or row.pk in ticked) for row in rows]

    def learners(self) -> list[Learner]:
        return [self.people[pk] for pk in self.cleaned_data["present"]]


class ActivityForm(RosterForm):
    """One activity and its roster, all present; ``last`` fills in what was entered before."""

    title = forms.CharField(label="活动名称", max_length=120)
    held_on = forms.DateField(label="活动日期", widget=DATE)
    rule = forms.ChoiceField(label="形式与级别")
    direction = forms.ModelChoiceField(
        label="方向",
        queryset=Direction.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择方向。"},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["title", "held_on", "hours", "rule", "direction", "present", "token"]

    def __init__(self, *args, today, last=None, **kwargs):
        first = {"token": uuid.uuid4(), "held_on": today, "rule": SCHOOL_BASED}
        super().__init__(*args, initial={**first, **_like(last)}, **kwargs)
        self.fields["rule"].choices = _rules(today)
        self.fields["direction"].queryset = Direction.objects.for_audience("teacher")

    def activity(self) -> Activity:
        data = self.cleaned_data
        form, level = data["rule"].split(":")
        return Activity(
            data["title"].strip(), form, level, data["direction"], data["held_on"], data["hours"]
        )


def _like(last) -> dict:
    """What is taken over from the activity before; the day is today's."""
    if last is None:
        return {}
    return {
        "title": last.title,
        "hours": last.hours,
        "rule": f"{last.form}:{last.level}",
        "direction": last.direction_id,
    }


def _rules(today) -> list[tuple]:
    groups: dict[str, list] = {level: [] for level in NEAR_FIRST}
    for rule in RuleVersion.objects.in_force(today):
        groups[rule.level].append((f"{rule.form}:{rule.level}", rule.title))
    return [(TrainingLevel(level).label, rows) for level, rows in groups.items() if rows]


class ReturnForm(CommentForm):
    """What is missing; the school reads it as 「请修改完善」."""


class HoursBatchFilterForm(CountyFilterForm):
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *BatchState.choices]
    )
    source = forms.ChoiceField(
        label="来源", required=False, choices=[("", "全部"), *BatchSource.choices]
    )
    school = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def apply(self, rows):
        rows = super().apply(rows)
        for name in ("state", "source", "school"):
            if self.cleaned_data[name]:
                rows = rows.filter(**{name: self.cleaned_data[name]})
        return rows


class LearnerFilterForm(FilterForm):
    """``after`` (set by the view, which knows the requirement) adds the totals to the rows."""

    q = forms.CharField(label="姓名", required=False, max_length=40)
    short = forms.BooleanField(label="只看未达标", required=False)
    school = forms.IntegerField(required=False, widget=forms.HiddenInput)
    county = forms.IntegerField(required=False, widget=forms.HiddenInput)
    after = None

    def narrow(self, rows):
        """Whose learners, without regard to their hours."""
        data = self.cleaned_data
        if data["q"]:
            rows = rows.filter(name__contains=data["q"])
        if data["county"]:
            rows = rows.filter(county=data["county"])
        return rows.of_school(data["school"]) if data["school"] else rows

    def apply(self, rows):
        return self.after(self.narrow(rows), short=self.cleaned_data["short"])
