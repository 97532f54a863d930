"""Forms of the floor's own screens, and the few that rooms share."""

from django import forms

from pueredu.files.forms import EvidenceListField, WorkbookField
from pueredu.loop.enums import MatterState
from pueredu.loop.kinds import kinds
from pueredu.office.paper import PaperField
from pueredu.units.models import Unit


class ImportForm(forms.Form):
    """A table to import; ``label`` says which."""

    file = WorkbookField()

    def __init__(self, *args, label: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = label


class CorrectionForm(forms.Form):
    """For each text of a table that is not known, the nearest ones that are; chosen once for all
    its rows."""

    def __init__(self, *args, suggestions: list[dict], **kwargs):
        super().__init__(*args, **kwargs)
        self.suggestions = {f"choice_{number}": one for number, one in enumerate(suggestions)}
        for name, one in self.suggestions.items():
            self.fields[name] = forms.ChoiceField(
                label=_asked(one),
                required=False,
                choices=[
                    ("", "不更改"),
                    *((value, _offered(value, words)) for value, words in one["options"]),
                ],
                error_messages={"invalid_choice": "所选更正已不在建议之中，请刷新后重新选择。"},
            )

    @property
    def corrections(self) -> dict[str, dict[str, str]]:
        """What was chosen, by column and typed text."""
        found: dict[str, dict[str, str]] = {}
        for name, one in self.suggestions.items():
            if self.cleaned_data[name]:
                found.setdefault(one["column"], {})[one["typed"]] = self.cleaned_data[name]
        return found


def _asked(one: dict) -> str:
    typed = f"，{one['label']} {one['typed']}" if one["typed"] != one["said"] else ""
    return f"「{one['label']}」“{one['said']}”（{one['count']} 行{typed}）"


def _offered(value: str, words: str) -> str:
    return words if value == words else f"{words}（{value}）"


class ConfirmForm(forms.Form):
    """No words needed: the page itself is the question."""


def text_field(label: str, required: str) -> forms.CharField:
    """Several sentences; ``required`` is what is said when there is none."""
    return forms.CharField(
        label=label,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": required},
    )


class CommentForm(forms.Form):
    """The words that go with an act; ``text`` is what the action calls them."""

    text = text_field("意见", "请写明意见。")


class OptionalCommentForm(CommentForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["text"].label = "说明（可不填）"


class FilterForm(forms.Form):
    """A GET form over a list: subclass with fields and ``apply``; ``user`` scopes the choices. A list
    ``is_of_one_county`` does not name it in every row."""

    is_of_one_county = False

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def apply(self, rows):
        """``rows`` narrowed to what the form says; empty fields narrow nothing."""
        raise NotImplementedError


class CountyFilterForm(FilterForm):
    """Lists that may show several 县(区) share this field; who sees one is not asked which."""

    county = forms.TypedChoiceField(label="县(区)", required=False, coerce=int, empty_value=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        counties = list(self.counties().values_list("pk", "short_name"))
        self.fields["county"].choices = [("", "全部"), *counties]
        self.is_of_one_county = len(counties) < 2
        if self.is_of_one_county:
            del self.fields["county"]

    def counties(self):
        """The 县(区) of which the person may see rows."""
        return Unit.objects.visible_to(self.user).counties()

    def apply(self, rows):
        county = self.cleaned_data.get("county")
        return rows.filter(county=county) if county else rows


class MatterFilterForm(CountyFilterForm):
    kind = forms.ChoiceField(label="种类", required=False)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *MatterState.choices]
    )
    open = forms.BooleanField(label="只看未闭环", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(kind.name, kind.label) for kind in kinds()]
        self.fields["kind"].choices = [("", "全部"), *names]

    def apply(self, rows):
        rows = super().apply(rows)
        for name in ("kind", "state"):
            if self.cleaned_data[name]:
                rows = rows.filter(**{name: self.cleaned_data[name]})
        return rows.open() if self.cleaned_data["open"] else rows


class ProgressForm(CommentForm):
    """Dated progress of a Matter, with evidence."""

    text = text_field("进展情况", "请写明进展情况。")
    percent = forms.IntegerField(label="进度(%)", min_value=0, max_value=100)
    attachments = EvidenceListField(label="佐证材料（可多选）", required=False)
    field_order = ["text", "percent", "attachments"]


class SubmitForm(CommentForm):
    text = text_field("完成情况", "请写明完成情况。")
    attachments = EvidenceListField(label="佐证材料（可多选）", required=False)
    paper = PaperField(help_text="本单位领导在自查验收意见上签批的，由经办人在此代录。")


class CloseForm(OptionalCommentForm):
    paper = PaperField()


class ExtendForm(CommentForm):
    due_on = forms.DateField(label="新的时限", widget=forms.DateInput(attrs={"type": "date"}))
    paper = PaperField()
