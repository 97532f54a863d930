from django import forms


class SearchForm(forms.Form):
    """The words of the search box. NUL and endless text are refused with a sentence."""

    q = forms.CharField(
        label="搜索词",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
