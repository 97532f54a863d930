"""The roster: who was there, at what."""

import uuid
from collections.abc import Iterator
from decimal import Decimal

from django import forms

from training.actions import Activity
from training.enums import TrainingLevel
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
