"""The words of issuing, and the filters of this room's lists."""

from django import forms

from measures.enums import CommitmentKind, DocumentKind, LeadOrgan, Matching
from measures.models import CommitmentTask, Theme
from measures.queries import counties_of
from pueredu.office.forms import CountyFilterForm, FilterForm
from pueredu.office.paper import PaperField


class IssueForm(forms.Form):
    """What the signed paper says; its data are the keywords of ``issue_commitment``."""

    organ_kind = forms.ChoiceField(
        label="各县(区)牵头单位",
        required=False,
        choices=[("", "按台账登记的牵头单位"), *LeadOrgan.choices],
    )
    due_on = forms.DateField(
        label="办理时限",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": "请填写办理时限。",
            "invalid": "日期应写成 2023-12-31 这样的形式。",
        },
    )
    paper = PaperField(
        label="签发",
        signatory="签发人（职务）",
        required=True,
        help_text="在纸质件上签发的领导职务，例如“市人民政府分管副市长”；不能是拟稿人本人。",
        error_messages={"required": "请填写签发人（职务）和签发日期。"},
    )
    authority = forms.CharField(
        label="签发机关及授权依据",
        max_length=200,
        help_text="向县(区)委、县(区)人民政府交办的，应为市委、市政府或其办公室；以领导小组或市教体局名义交办的，请写明批准的机关。",
        error_messages={"required": "请填写签发机关及授权依据。"},
    )


class CommitmentFilterForm(FilterForm):
    theme = forms.ModelChoiceField(
        label="措施主题", queryset=Theme.objects.none(), required=False, empty_label="全部"
    )
    kind = forms.ChoiceField(
        label="类别", required=False, choices=[("", "全部"), *CommitmentKind.choices]
    )
    lead = forms.ChoiceField(
        label="牵头",
        required=False,
        choices=[("", "全部"), ("city", "市级单位"), ("counties", "各县(区)")],
    )
    stage = forms.ChoiceField(
        label="办理情况",
        required=False,
        choices=[
            ("", "全部"),
            ("unissued", "尚未交办的承诺"),
            ("open", "有县(区)未兑现"),
            ("done", "已交办的全部兑现"),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Theme.objects.visible_to(self.user)

    def apply(self, rows):
        """``rows`` carry the counts of ``with_progress``."""
        data = self.cleaned_data
        for name in ("theme", "kind"):
            if data[name]:
                rows = rows.filter(**{name: data[name]})
        if data["lead"]:
            rows = rows.filter(lead_organ="") if data["lead"] == "city" else rows.for_counties()
        return self._staged(rows, data["stage"])

    def _staged(self, rows, stage: str):
        if stage == "unissued":
            return rows.unissued()
        if stage == "open":
            return rows.filter(open_n__gt=0)
        return rows.filter(issued_n__gt=0, open_n=0) if stage == "done" else rows


class TaskFilterForm(CountyFilterForm):
    """``commitment`` and ``unthemed`` come by link only; the themes are those of rows in sight.

    County and theme check a choice against the list they already read: one query each.
    """

    theme = forms.TypedChoiceField(label="措施主题", required=False, coerce=int, empty_value=None)
    open = forms.BooleanField(label="只看未兑现", required=False)
    unthemed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    commitment = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mine = CommitmentTask.objects.visible_to(self.user).order_by()
        themes = Theme.objects.filter(pk__in=mine.values("commitment__theme"))
        self.fields["theme"].choices = [("", "全部"), *themes.values_list("pk", "title")]

    def counties(self):
        return counties_of(self.user)

    def apply(self, rows):
        rows, data = super().apply(rows), self.cleaned_data
        if data["theme"]:
            rows = rows.filter(commitment__theme=data["theme"])
        if data["unthemed"]:
            rows = rows.filter(commitment__theme=None)
        if data["commitment"]:
            rows = rows.filter(commitment=data["commitment"])
        return rows.open() if data["open"] else rows


class DocumentFilterForm(FilterForm):
    kind = forms.ChoiceField(
        label="类别", required=False, choices=[("", "全部"), *DocumentKind.choices]
    )
    matching = forms.ChoiceField(
        label="县(区)配套", required=False, choices=[("", "全部"), *Matching.choices]
    )

    def apply(self, rows):
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return rows.filter(**given)
