"""For which years a proof is given out, which are listed, and the code that a stranger types."""

from django import forms

from pueredu.office.forms import CountyFilterForm
from training.enums import ProofState

CYCLE = "cycle"


class ProofForm(forms.Form):
    span = forms.ChoiceField(label="证明的年度", widget=forms.RadioSelect)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.years = {str(year.year): year for year in years}
        choices = [(key, str(year)) for key, year in self.years.items()]
        self.fields["span"].choices = [*choices, (CYCLE, "近五个培训年度")]
        self.fields["span"].initial = choices[0][0] if choices else CYCLE

    def words(self) -> dict:
        """The year, and whether the five that end with it are meant."""
        span = self.cleaned_data["span"]
        newest = next(iter(self.years.values()))
        return {"year": self.years.get(span, newest), "is_cycle": span == CYCLE}


class ProofFilterForm(CountyFilterForm):
    q = forms.CharField(label="姓名或编号", required=False, max_length=40)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *ProofState.choices]
    )

    def apply(self, rows):
        rows, data = super().apply(rows), self.cleaned_data
        if data["q"]:
            named = rows.filter(learner__name__contains=data["q"])
            rows = named | rows.filter(serial__contains=data["q"])
        return rows.filter(state=data["state"]) if data["state"] else rows


class CodeForm(forms.Form):
    code = forms.CharField(
        label="核验码",
        max_length=60,
        help_text="印在证明上，五组，每组四位；大小写和连字符不影响。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
