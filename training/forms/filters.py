"""The words of a return, and the filters of the lists."""

from django import forms

from pueredu.office.forms import CommentForm, CountyFilterForm, FilterForm
from training.enums import BatchSource, BatchState


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
