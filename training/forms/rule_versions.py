"""The catalogue of rules: a draft, and putting it in force."""

from django import forms

from pueredu.office.forms import FilterForm
from training.enums import RuleState, TrainingForm
from training.forms.rosters import DATE
from training.models import RuleVersion


class RuleVersionForm(forms.ModelForm):
    """What a version of a known rule may say anew; form, level and code stay its predecessor's."""

    class Meta:
        model = RuleVersion
        fields = (
            "title", "unit", "hours_per_unit", "credits_per_unit", "annual_cap", "evidence",
            "since", "is_provisional", "source",
        )  # fmt: skip
        widgets = {"since": DATE}
        help_texts = {
            "unit": "写“学时”的，申报的学时乘以每单位学时；写其他单位的，申报多少计多少。",
            "annual_cap": "不设上限的留空。",
            "since": "这一天起的活动按新版本认定；之前的活动仍按原版本。",
            "is_provisional": "没有正式文件的，标为暂定。",
            "source": "依据的文件；还没有的写明由谁提出。",
        }


class EnforceForm(forms.Form):
    source = forms.CharField(label="依据的文件", max_length=200, help_text="文件名称和文号。")
    is_provisional = forms.BooleanField(
        label="暂定", required=False, help_text="文件尚未正式印发的，请勾选。"
    )


class RuleVersionFilterForm(FilterForm):
    form = forms.ChoiceField(
        label="形式", required=False, choices=[("", "全部"), *TrainingForm.choices]
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *RuleState.choices]
    )

    def apply(self, rows):
        data = self.cleaned_data
        return rows.filter(**{name: data[name] for name in ("form", "state") if data[name]})
