"""The words of the chain: posting, objections, findings, certificates, reversal."""

from decimal import Decimal

from django import forms

from pueredu.files.forms import EvidenceListField
from pueredu.files.kinds import FileKind
from pueredu.office.forms import CommentForm
from training.actions import Finding
from training.enums import CheckVerdict, TrainingLevel
from training.forms.rosters import DATE, rule_choices
from training.models import Direction, SampledClaim

PICTURES = (FileKind.JPG, FileKind.PNG, FileKind.PDF)
HOURS = forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"})


class PostForm(forms.Form):
    contact = forms.CharField(
        label="公示联系人和电话",
        max_length=80,
        help_text="印在公示单上，教师有异议时找谁。",
    )


class ObjectionForm(CommentForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "异议内容"
        self.fields["text"].error_messages["required"] = "请写明哪里不对、应当怎样。"
        self.fields["text"].help_text = "写明哪里不对、应当怎样。处理结果会通知您。"


class AcceptObjectionForm(CommentForm):
    hours = forms.DecimalField(
        label="更正后的学时",
        required=False,
        min_value=0,
        max_value=400,
        decimal_places=1,
        widget=HOURS,
        help_text="填 0 为不计；名单上没有的，填写后加入名单。不涉及本人学时的留空，先撤回公示、修改名册。",
    )
    field_order = ["hours", "text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "处理意见"


class FindingsForm(forms.Form):
    """One select and one note for each drawn line; a line may be left for later."""

    def __init__(self, *args, rows: list[SampledClaim], **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"verdict-{row.pk}"] = forms.ChoiceField(
                label="结论",
                required=False,
                initial=row.verdict,
                choices=[("", "未核查"), *CheckVerdict.choices],
                widget=forms.Select(attrs={"aria-label": f"结论：{row.label}"}),
            )
            self.fields[f"note-{row.pk}"] = forms.CharField(
                label="说明",
                required=False,
                max_length=200,
                initial=row.note,
                widget=forms.TextInput(attrs={"aria-label": f"说明：{row.label}"}),
            )

    def lines(self) -> list[tuple]:
        """(line, its select, its note) for the page."""
        return [(row, self[f"verdict-{row.pk}"], self[f"note-{row.pk}"]) for row in self.rows]

    def findings(self, *, rest_in_order: bool) -> dict[int, Finding]:
        """What was chosen; with ``rest_in_order`` what was left open is in order."""
        data, rest = self.cleaned_data, CheckVerdict.IN_ORDER if rest_in_order else ""
        return {
            row.pk: Finding(data[f"verdict-{row.pk}"] or rest, data[f"note-{row.pk}"])
            for row in self.rows
        }


class CertificateForm(forms.Form):
    """What stands on the certificate, the highest levels first, and its picture."""

    title = forms.CharField(label="培训名称", max_length=120)
    organiser = forms.CharField(label="主办单位", max_length=120)
    held_on = forms.DateField(label="结业日期", widget=DATE)
    hours = forms.DecimalField(
        label="证书上的学时",
        min_value=Decimal("0.5"),
        max_value=400,
        decimal_places=1,
        widget=HOURS,
    )
    rule = forms.ChoiceField(label="形式与级别")
    direction = forms.ModelChoiceField(
        label="方向",
        queryset=Direction.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择方向。"},
    )
    attachments = EvidenceListField(label="证书照片或 PDF", kinds=PICTURES)

    def __init__(self, *args, today, audience, certificate=None, **kwargs):
        super().__init__(*args, initial=_words_of(certificate), **kwargs)
        self.fields["rule"].choices = rule_choices(today, TrainingLevel.values)
        self.fields["direction"].queryset = Direction.objects.for_audience(audience)
        if certificate:
            self.fields["attachments"].required = False
            self.fields["attachments"].label = "换一张照片（可不换）"

    def words(self) -> dict:
        """The fields of the record."""
        data = self.cleaned_data
        form, level = data["rule"].split(":")
        kept = ("title", "organiser", "held_on", "hours", "direction")
        return {**{name: data[name] for name in kept}, "form": form, "level": level}


def _words_of(certificate) -> dict:
    if certificate is None:
        return {}
    names = ("title", "organiser", "held_on", "hours", "direction")
    rule = f"{certificate.form}:{certificate.level}"
    return {**{name: getattr(certificate, name) for name in names}, "rule": rule}


class EvidenceForm(forms.Form):
    attachments = EvidenceListField(label="签到表、通知等（可多选）")


class ReverseForm(forms.Form):
    reason = forms.CharField(
        label="冲销理由",
        max_length=200,
        help_text="写明依据；教师和学校会看到。例如：佐证材料不实；名册有误。",
    )


class GroupForm(forms.Form):
    name = forms.CharField(label="组名", max_length=30)
