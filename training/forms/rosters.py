"""The roster: who was there, at what."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django import forms

from pueredu.kit.templatetags.formats import number
from training.actions import Activity
from training.enums import TrainingForm, TrainingLevel
from training.models import Direction, Learner, RuleVersion
from training.queries import HALF_DAY

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
NEAR_FIRST = list(reversed(TrainingLevel.values))  # a school enters its own events most often
SCHOOL_BASED = "school_based_training:school"
MORE_DATES = 4
PART = forms.DecimalField(min_value=Decimal("0.1"), max_value=400, decimal_places=1)


@dataclass(frozen=True)
class RosterLine:
    """One person on the roster as the page draws it; ``part`` is what was typed."""

    learner: Learner
    is_ticked: bool
    part: str
    was_absent: bool


class RosterForm(forms.Form):
    """A roster by points: everybody of ``ticked`` is ticked, the absent are unticked. ``parts`` are
    the hours of those who were there for a part, ``was_absent`` who was not there the last time:
    said beside the name, never unticked beforehand. ``day_limit`` reads how many hours a day holds;
    who types more (30 for 3) is asked once whether the activity went over several days."""

    hours = forms.DecimalField(
        label="学时",
        min_value=Decimal("0.5"),
        max_value=400,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )
    is_long = forms.BooleanField(label="活动跨多天，学时无误", required=False)
    present = forms.TypedMultipleChoiceField(
        label="到场人员",
        coerce=int,
        error_messages={
            "required": "名册中没有勾选任何人，请至少勾选一人。",
            "invalid_choice": "名册已有变动，请刷新后重新勾选。",
        },
    )

    def __init__(
        self,
        *args,
        roster,
        day_limit=None,
        ticked=None,
        parts=None,
        was_absent=frozenset(),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.day_limit = day_limit
        self.roster, self.ticked, self.parts = roster, ticked, parts or {}
        self.was_absent = was_absent
        self.people = {row.pk: row for _, rows in roster for row in rows}
        self.fields["present"].choices = [(pk, row.name) for pk, row in self.people.items()]

    def groups(self) -> Iterator[tuple]:
        """The roster by point: (school, its lines)."""
        ticked = self.ticked
        if self.is_bound:
            ticked = {int(pk) for pk in self.data.getlist("present") if pk.isdecimal()}
        for school, rows in self.roster:
            yield (
                school,
                [
                    RosterLine(
                        row,
                        is_ticked=ticked is None or row.pk in ticked,
                        part=self._part(row.pk),
                        was_absent=row.pk in self.was_absent,
                    )
                    for row in rows
                ],
            )

    def _part(self, pk: int) -> str:
        if self.is_bound:
            return self.data.get(f"part-{pk}", "").strip()
        return number(self.parts[pk]) if pk in self.parts else ""

    def clean(self):
        """Parts are read here: one small field a person, nearly all of them empty."""
        data = super().clean()
        self.partial = {}
        for pk in data.get("present", ()):
            if text := self._part(pk):
                self._read_part(pk, text)
        self._ask_of_long_day(data.get("hours"))
        return data

    @property
    def asks_of_days(self) -> bool:
        """Whether the page shows the question: it was put, or was answered with yes."""
        return self.has_error("hours", "long") or bool(self["is_long"].value())

    def _ask_of_long_day(self, hours: Decimal | None) -> None:
        if hours is None or hours <= HALF_DAY or self.cleaned_data.get("is_long"):
            return
        if hours > (limit := self.day_limit()):
            text = (
                f"填的是 {number(hours)} 学时，一天一般不超过 {number(limit)} 学时。"
                "写错的请改正；跨多天的请勾选“活动跨多天，学时无误”。"
            )
            self.add_error("hours", forms.ValidationError(text, code="long"))

    def _read_part(self, pk: int, text: str) -> None:
        try:
            self.partial[pk] = PART.clean(text)
        except forms.ValidationError:
            name = self.people[pk].name
            self.add_error("present", f"{name}的部分学时填的是“{text}”，应为大于 0 的数字。")

    def learners(self) -> list[Learner]:
        return [self.people[pk] for pk in self.cleaned_data["present"]]


class MembersForm(RosterForm):
    """The same ticks, for who belongs to a group."""

    hours = is_long = None
    name = forms.CharField(label="组名", max_length=30)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["present"].required = False


class DatesInput(forms.MultiWidget):
    """Several date inputs under one legend, each with a name of its own for readers."""

    def __init__(self, count: int):
        names = [f"其他日期（{n}）" for n in range(1, count + 1)]
        super().__init__(
            [
                forms.DateInput(attrs={"type": "date", "aria-label": name}, format="%Y-%m-%d")
                for name in names
            ]
        )

    def decompress(self, value):
        return value or []


class DatesField(forms.MultiValueField):
    """A few more days, each of which may be left empty; the value is a list of days."""

    def __init__(self, count: int):
        super().__init__(
            [forms.DateField(required=False) for _ in range(count)],
            label="其他日期",
            help_text="同一活动、同样的人在几天进行时，一次录入；每天成为一份名单，可各自修改。",
            required=False,
            require_all_fields=False,
            widget=DatesInput(count),
        )

    def compress(self, data_list):
        return [day for day in data_list if day]


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
    also_on = DatesField(MORE_DATES)
    token = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["title", "held_on", "hours", "is_long", "rule", "direction", "present", "token"]

    def __init__(self, *args, today, last=None, **kwargs):
        first = {"token": uuid.uuid4(), "held_on": today, "rule": SCHOOL_BASED}
        super().__init__(*args, initial={**first, **_like(last)}, **kwargs)
        self.fields["rule"].choices = rule_choices(today, NEAR_FIRST)
        self.fields["direction"].queryset = Direction.objects.for_audience("teacher")

    def activity(self, group=None) -> Activity:
        data = self.cleaned_data
        form, level = data["rule"].split(":")
        return Activity(
            data["title"].strip(), form, level, data["direction"], data["held_on"], data["hours"],
            group=group,
        )  # fmt: skip


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


def rule_choices(today, levels: list[str]) -> list[tuple]:
    """Forms of training in their official order, by level in the order of ``levels``."""
    groups: dict[str, list] = {level: [] for level in levels}
    order = TrainingForm.values
    for rule in sorted(RuleVersion.objects.in_force(today), key=lambda row: order.index(row.form)):
        groups[rule.level].append((f"{rule.form}:{rule.level}", rule.title))
    return [(TrainingLevel(level).label, rows) for level, rows in groups.items() if rows]
