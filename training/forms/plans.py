"""A yearly plan: for which unit, and its lines."""

from decimal import Decimal

from django import forms

from pueredu.office.forms import CountyFilterForm
from pueredu.units.enums import Tier
from training.enums import PlanState, ProgrammeAudience, TrainingForm, TrainingLevel
from training.models import Direction, PlanLine

BLANK_LINES = 3
MOST_LINES = 200
ALL = [("", "全部")]


class PlanFilterForm(CountyFilterForm):
    tier = forms.ChoiceField(label="层级", required=False, choices=ALL + Tier.choices)
    state = forms.ChoiceField(label="状态", required=False, choices=ALL + PlanState.choices)
    year = forms.IntegerField(label="年度", required=False, min_value=2000, max_value=2100)

    def apply(self, rows):
        rows, data = super().apply(rows), self.cleaned_data
        rows = rows.filter(**{name: data[name] for name in ("tier", "state") if data[name]})
        return rows.filter(year__year=data["year"]) if data["year"] else rows


class PlanAddForm(forms.Form):
    """``units`` and ``years`` are those the person may choose from."""

    unit = forms.TypedChoiceField(label="编制单位", coerce=int)
    year = forms.TypedChoiceField(label="培训年度", coerce=int)

    def __init__(self, *args, units, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = {row.pk: row for row in units}
        self.years = {row.pk: row for row in years}
        self.fields["unit"].choices = [(pk, row.name) for pk, row in self.units.items()]
        self.fields["year"].choices = [(pk, str(row)) for pk, row in self.years.items()]


class LineForm(forms.Form):
    """One line; without a title it is none, so that clearing the title takes it out."""

    title = forms.CharField(label="培训名称", max_length=120, required=False)
    form = forms.ChoiceField(label="形式", choices=TrainingForm, initial=TrainingForm.SCHOOL_BASED)
    level = forms.ChoiceField(label="级别", choices=TrainingLevel, initial=TrainingLevel.SCHOOL)
    direction = forms.TypedChoiceField(label="方向", coerce=int)
    month = forms.IntegerField(label="计划月份", min_value=1, max_value=12, required=False)
    hours = forms.DecimalField(
        label="计划学时", min_value=Decimal("0.5"), max_value=400, decimal_places=1, required=False
    )
    audience = forms.ChoiceField(label="培训对象", choices=ProgrammeAudience)

    def __init__(self, *args, directions, **kwargs):
        super().__init__(*args, **kwargs)
        self.directions = directions
        self.fields["direction"].choices = [(pk, row.title) for pk, row in directions.items()]

    def clean(self):
        data = super().clean()
        if data.get("title"):
            for name in ("month", "hours"):
                if name not in self.errors and data.get(name) is None:
                    self.add_error(name, "请填写。")
        return data

    def line(self) -> PlanLine | None:
        data = dict(self.cleaned_data)
        if not data.get("title"):
            return None
        return PlanLine(**{**data, "direction": self.directions[data["direction"]]})


LineForms = forms.formset_factory(
    LineForm, extra=BLANK_LINES, max_num=MOST_LINES, absolute_max=MOST_LINES
)


class PlanForm(forms.Form):
    """All lines of a plan at once; ``lines`` of the form are the forms of its lines."""

    def __init__(self, data=None, files=None, *, plan_lines):
        super().__init__(data, files)
        initial = [
            {name: getattr(line, name) for name in LineForm.base_fields if name != "direction"}
            | {"direction": line.direction_id}
            for line in plan_lines
        ]
        directions = {row.pk: row for row in Direction.objects.all()}
        words = {"initial": initial, "prefix": "line", "form_kwargs": {"directions": directions}}
        self.lines = LineForms(data, **words) if data is not None else LineForms(**words)

    def clean(self):
        if not self.lines.is_valid():
            for number, errors in enumerate(self.lines.errors, 1):
                for name, said in errors.items():
                    label = LineForm.base_fields[name].label
                    self.add_error(None, f"第 {number} 项「{label}」：{said[0]}")
            if not self.errors:
                self.add_error(None, "没有收到任何项目，请刷新后重新填写。")
        return super().clean()

    def plan_lines(self) -> list[PlanLine]:
        return [line for form in self.lines if (line := form.line())]
