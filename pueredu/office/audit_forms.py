"""What an auditor asks the memory; every question has an index of its own (audit/models.py)."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone

from pueredu.audit.enums import Result
from pueredu.office.words import known_verbs
from pueredu.units.models import Unit

ALL = ("", "全部")
# what an auditor asks of all kinds of record at once, by the ends of the verbs
EVERY = {
    "export": ("所有导出", (".export",)),
    "view": ("所有查看", (".view", ".unmask_phone")),
}


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EntryFilterForm(forms.Form):
    """Empty fields narrow nothing; what cannot be read is said and narrows nothing either."""

    actor = forms.CharField(label="操作人（姓名）", required=False, max_length=80)
    verb = forms.ChoiceField(label="操作", required=False)
    record = forms.CharField(label="记录（名称的开头）", required=False, max_length=120)
    result = forms.ChoiceField(label="结果", required=False, choices=[ALL, *Result.choices])
    county = forms.TypedChoiceField(label="县(区)", required=False, coerce=int, empty_value=None)
    request_id = forms.CharField(label="请求编号", required=False, max_length=36)
    since = forms.DateField(label="从", required=False, widget=day_input())
    until = forms.DateField(label="到", required=False, widget=day_input())

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Unit.objects.permitted(user, "audit.view_entry")
        counties = seen.counties().values_list("pk", "short_name")
        self.fields["county"].choices = [ALL, *counties]
        every = [(name, words) for name, (words, _) in EVERY.items()]
        self.fields["verb"].choices = [ALL, *every, *known_verbs().items()]

    def apply(self, rows):
        """The rows that answer to every field."""
        data = self.cleaned_data if self.is_valid() else {}
        names = {"actor": "actor", "result": "result", "county": "county_id"}
        names |= {"request_id": "request_id", "record": "object_label__startswith"}
        rows = rows.filter(**{path: data[name] for name, path in names.items() if data.get(name)})
        if data.get("verb"):
            rows = rows.filter(verb__in=_verbs(data["verb"]))
        if data.get("since"):
            rows = rows.filter(at__gte=_midnight(data["since"]))
        if data.get("until"):
            rows = rows.filter(at__lt=_midnight(data["until"] + timedelta(1)))
        return rows

    @property
    def period(self) -> tuple[date | None, date | None]:
        data = self.cleaned_data if self.is_valid() else {}
        return data.get("since"), data.get("until")

    @property
    def words(self) -> str:
        """What was asked, in words, for the note that the rows were taken out."""
        data = self.cleaned_data if self.is_valid() else {}
        asked = [(name, value) for name, value in data.items() if value]
        return "；".join(
            f"{self.fields[name].label}：{self._word(name, value)}" for name, value in asked
        )

    def _word(self, name: str, value) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value, value))


@dataclass(frozen=True)
class Period:
    """A year, a month or a day of the list, and the days between which it lies."""

    label: str
    since: date
    until: date


def year(number: int) -> Period:
    return Period(f"{number}年", date(number, 1, 1), date(number, 12, 31))


def month(day: date) -> Period:
    last = calendar.monthrange(day.year, day.month)[1]
    return Period(f"{day.month}月", day.replace(day=1), day.replace(day=last))


def below(since: date | None, until: date | None, first: date, last: date) -> list[Period]:
    """One step down from a period: the months of a year, the days of a month, nothing below a day;
    otherwise the years from the first entry to the last. Counts nothing."""
    if since and (since, until) == (year(since.year).since, year(since.year).until):
        return [month(date(since.year, number, 1)) for number in range(1, 13)]
    if since and (since, until) == (month(since).since, month(since).until):
        return [
            Period(f"{day.day}日", day, day)
            for day in (since.replace(day=n) for n in range(1, until.day + 1))
        ]
    if since and since == until:
        return []
    return [year(number) for number in range(first.year, last.year + 1)]


def above(since: date | None, until: date | None) -> list[Period]:
    """The periods around the present one, the widest first."""
    if not since or since.year != getattr(until, "year", None):
        return []
    found = [year(since.year)]
    if since.month == until.month:
        found.append(month(since))
    if since == until:
        found.append(Period(f"{since.day}日", since, until))
    return found


def _verbs(choice: str) -> list[str]:
    """The verbs that a choice stands for."""
    if choice not in EVERY:
        return [choice]
    _, ends = EVERY[choice]
    return [verb for verb in known_verbs() if verb.endswith(ends)]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
