"""The words of a return, and the filters of the lists."""

from django import forms
from django.db.models import Q
from django.db.models.functions import Coalesce

from pueredu.office.forms import CommentForm, CountyFilterForm, FilterForm
from training.enums import BatchSource, BatchState, CertificateState, ObjectionState
from training.models import Learner


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
    q = forms.CharField(label="姓名或教师编号", required=False, max_length=40)
    school = forms.IntegerField(required=False, widget=forms.HiddenInput)
    county = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def apply(self, rows):
        data = self.cleaned_data
        if data["q"]:
            coded = Learner.objects.filter(code=data["q"])
            coded = coded.values_list(Coalesce("merged_into", "pk"))
            rows = rows.filter(Q(name__contains=data["q"]) | Q(pk__in=coded))
        if data["county"]:
            rows = rows.filter(county=data["county"])
        return rows.of_school(data["school"]) if data["school"] else rows


MOST_NAMES = 200  # learners of one name; a list by name reads their rows only


class LinesFilterForm(CountyFilterForm):
    """Lists of claims and of ledger entries: by name first, so that the list stays short."""

    q = forms.CharField(label="姓名", required=False, max_length=40)

    def apply(self, rows):
        rows = super().apply(rows)
        if not (name := self.cleaned_data["q"].strip()):
            return rows
        found = Learner.objects.visible_to(self.user).filter(name__contains=name)
        return rows.filter(learner__in=list(found.values_list("pk", flat=True)[:MOST_NAMES]))


class ClaimFilterForm(LinesFilterForm):
    source = forms.ChoiceField(
        label="来源", required=False, choices=[("", "全部"), *BatchSource.choices]
    )
    void = forms.BooleanField(label="只看不计的", required=False)

    def apply(self, rows):
        rows = super().apply(rows)
        if self.cleaned_data["source"]:
            rows = rows.filter(batch__source=self.cleaned_data["source"])
        return rows.filter(is_void=True) if self.cleaned_data["void"] else rows


class EntryFilterForm(LinesFilterForm):
    """``year`` is asked always: it stands in every index of the ledger."""

    year = forms.TypedChoiceField(label="培训年度", coerce=int, required=False)
    reversed = forms.BooleanField(label="只看冲销", required=False)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.years = years
        self.fields["year"].choices = [(row.pk, str(row)) for row in years]

    def apply(self, rows):
        rows = super().apply(rows)
        rows = rows.filter(year=self.cleaned_data["year"] or self.years[0].pk)
        return rows.filter(reversal_of__isnull=False) if self.cleaned_data["reversed"] else rows


class ObjectionFilterForm(CountyFilterForm):
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *ObjectionState.choices]
    )

    def apply(self, rows):
        rows = super().apply(rows)
        state = self.cleaned_data["state"]
        return rows.filter(state=state) if state else rows


class CertificateFilterForm(ObjectionFilterForm):
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *CertificateState.choices]
    )
