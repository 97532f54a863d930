"""Experts, needs, evaluations, summaries and the fund."""

from django import forms

from pueredu.files.forms import EvidenceField, EvidenceListField
from training.enums import FundKind
from training.forms.rosters import DATE
from training.models import Direction, Evaluation, Expert, Programme, TrainingYear

TEXT = forms.Textarea(attrs={"rows": 8})
MARKS = [(5, "很好"), (4, "较好"), (3, "一般"), (2, "较差"), (1, "很差")]


class ExpertForm(forms.ModelForm):
    code = forms.CharField(
        label="教师编号", max_length=40, required=False, help_text="本市教师填写；市外专家留空。"
    )

    class Meta:
        model = Expert
        fields = ("name", "subject", "office", "since", "until")
        widgets = {"since": DATE, "until": DATE}

    field_order = ("name", "code")


class NeedsForm(forms.Form):
    """One box a direction."""

    def __init__(self, *args, directions, chosen=frozenset(), **kwargs):
        super().__init__(*args, **kwargs)
        self.directions = {f"d-{row.pk}": row for row in directions}
        for name, row in self.directions.items():
            self.fields[name] = forms.BooleanField(
                label=row.title, required=False, initial=row.pk in chosen
            )

    def chosen(self) -> list[Direction]:
        return [row for name, row in self.directions.items() if self.cleaned_data[name]]


class EvaluationForm(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("content", "teaching", "service"):
            label = Evaluation._meta.get_field(name).verbose_name
            self.fields[name] = forms.TypedChoiceField(label=label, choices=MARKS, coerce=int)


class SummaryForm(forms.Form):
    year = forms.ModelChoiceField(
        label="培训年度", queryset=TrainingYear.objects.none(), empty_label=None
    )
    text = forms.CharField(label="总结", required=False, max_length=20000, widget=TEXT)
    attachments = EvidenceListField(label="总结文件（可多选）", required=False)

    def __init__(self, *args, years=None, **kwargs):
        super().__init__(*args, **kwargs)
        if years is None:
            del self.fields["year"]
        else:
            self.fields["year"].queryset = years


class FundForm(forms.Form):
    programme = forms.ModelChoiceField(
        label="培训项目", queryset=Programme.objects.none(), empty_label=None
    )
    kind = forms.ChoiceField(label="类别", choices=FundKind)
    amount = forms.DecimalField(label="金额(元)", min_value=0.01, max_digits=12, decimal_places=2)
    booked_on = forms.DateField(label="日期", widget=DATE)
    voucher_no = forms.CharField(
        label="凭证号", max_length=40, required=False, help_text="支出必须填写。"
    )
    reason = forms.CharField(
        label="说明", max_length=200, required=False, help_text="计划合计超过年度经费时必须写明。"
    )
    evidence = EvidenceField(label="凭证文件", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Programme.objects.select_related("year").order_by("-year__year", "id")
        self.fields["programme"].queryset = rows

    def clean(self):
        data = super().clean()
        if data.get("kind") == FundKind.ACTUAL and not data.get("voucher_no"):
            self.add_error("voucher_no", "支出须填写凭证号。")
        return data
