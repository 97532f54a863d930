"""Forms of the year of accountability."""

from django import forms

from accountability.actions import KINDS
from accountability.enums import ReportFileKind, ReportState
from accountability.queries import current_files, topics_with_answers
from pueredu.files.forms import EvidenceField
from pueredu.office.forms import CommentForm, FilterForm
from pueredu.office.paper import PaperField

SIGNED = ("signatory", "signed_on", "document_number")
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReportFillForm(forms.Form):
    """The whole report on one page: two files, who signed, and one answer for each topic."""

    signed = EvidenceField(
        label="签批件（盖章、签字的 PDF）", kinds=KINDS["signed"], required=False
    )
    word = EvidenceField(label="报告正文（Word）", kinds=KINDS["word"], required=False)
    signatory = forms.CharField(label="签批人（职务）", max_length=60, required=False)
    signed_on = forms.DateField(label="签批日期", required=False, widget=DATE)
    document_number = forms.CharField(label="文号（可不填）", max_length=60, required=False)

    def __init__(self, *args, report, **kwargs):
        self.topics = topics_with_answers(report)
        initial = {name: getattr(report, name) for name in SIGNED}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields[
            "signatory"
        ].help_text = "如：县(区)委书记。书记在纸质件上签批即可，不需登录本平台。"
        for kind, file in current_files(report).items():
            self.fields[kind].label += f"，已上传：{file.attachment.name}"
        for topic, answer in self.topics:
            self._add_topic(topic, answer)

    def _add_topic(self, topic, answer) -> None:
        self.fields[f"pointer_{topic.pk}"] = forms.CharField(
            label=f"必述问题 {topic.no}：{topic.title}（在报告中的位置）",
            help_text="写页码或标题即可，例如“第 5 页 二、（一）”；也可在下面直接填写。",
            max_length=120,
            required=False,
            initial=answer.pointer if answer else "",
        )
        self.fields[f"text_{topic.pk}"] = forms.CharField(
            label=f"必述问题 {topic.no}：文字回应（可不填）",
            widget=forms.Textarea(attrs={"rows": 4}),
            required=False,
            initial=answer.text if answer else "",
        )

    def words(self) -> dict:
        """The keyword arguments of ``actions.fill_report``."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in SIGNED},
            "uploads": {kind: data[kind] for kind in ReportFileKind.values if data[kind]},
            "answers": {
                topic: (data[f"pointer_{topic.pk}"], data[f"text_{topic.pk}"])
                for topic, _ in self.topics
            },
        }


class YearPlanOpenForm(forms.Form):
    """The signature under the 实施方案, where it was given on paper."""

    paper = PaperField(signatory="签发人（职务）", has_scan=False)


class ReportReturnForm(CommentForm):
    resubmit_on = forms.DateField(
        label="请于何日前重新报送",
        required=False,
        widget=DATE,
        help_text="可不填；填写后锁定日期相应顺延。",
    )


class ReportUnlockForm(CommentForm):
    until = forms.DateField(label="延长至", widget=DATE)
    field_order = ["until", "text"]


class ReportFilterForm(FilterForm):
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *ReportState.choices]
    )
    open = forms.BooleanField(label="只看未闭环", required=False)

    def apply(self, rows):
        if self.cleaned_data["state"]:
            rows = rows.filter(state=self.cleaned_data["state"])
        return rows.open() if self.cleaned_data["open"] else rows
