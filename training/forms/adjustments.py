"""What makes one learner's requirement another, and the list of who is short."""

from decimal import Decimal

from django import forms

from pueredu.office.forms import CountyFilterForm
from training.enums import AdjustmentReason, AdjustmentState, Stage
from training.forms.rosters import DATE


class AdjustmentForm(forms.Form):
    reason = forms.ChoiceField(label="事由", choices=AdjustmentReason)
    since = forms.DateField(
        label="起", widget=DATE, help_text="按整月计：起所在的月份算在内。新任校长填任职之日。"
    )
    until = forms.DateField(
        label="止",
        widget=DATE,
        help_text="止所在的月份算在内。新任校长填应完成任职资格培训的期限。",
    )
    percent = forms.IntegerField(
        label="减免比例(%)",
        min_value=1,
        max_value=100,
        initial=100,
        help_text="100 为这几个月不作要求。试用期和新任校长不减免，学时另计，此项不用改。",
    )
    authority = forms.CharField(
        label="批准单位和文号", max_length=120, help_text="谁批准的、哪份文件，教师本人能看到。"
    )
    decided_on = forms.DateField(label="批准日期", widget=DATE)

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", "止不能早于起。")
        return data


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label="撤销理由", max_length=200, help_text="例如：登记有误；提前返岗。教师本人能看到。"
    )


class AdjustmentFilterForm(CountyFilterForm):
    q = forms.CharField(label="姓名", required=False, max_length=40)
    reason = forms.ChoiceField(
        label="事由", required=False, choices=[("", "全部"), *AdjustmentReason.choices]
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *AdjustmentState.choices]
    )

    def apply(self, rows):
        rows, data = super().apply(rows), self.cleaned_data
        if data["q"]:
            rows = rows.filter(learner__name__contains=data["q"])
        return rows.filter(**{name: data[name] for name in ("reason", "state") if data[name]})


class ShortfallFilterForm(CountyFilterForm):
    """``apply`` says whose learners; ``least`` is for the list, which knows the gaps."""

    place = forms.CharField(label="学校", required=False, max_length=40)
    stage = forms.ChoiceField(label="学段", required=False, choices=[("", "全部"), *Stage.choices])
    least = forms.DecimalField(
        label="至少差(学时)", required=False, min_value=Decimal(0), max_value=999
    )
    q = forms.CharField(label="姓名", required=False, max_length=40)
    school = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def apply(self, rows):
        rows, data = super().apply(rows), self.cleaned_data
        if data["place"]:
            rows = rows.filter(school__name__contains=data["place"])
        if data["stage"]:
            rows = rows.filter(stage=data["stage"])
        if data["q"]:
            rows = rows.filter(name__contains=data["q"])
        return rows.of_school(data["school"]) if data["school"] else rows

    def least_gap(self) -> Decimal:
        return self.cleaned_data["least"] or Decimal(0)
