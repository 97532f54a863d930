"""The admin's own look for what is ours: plain widgets, and states as words with a shape."""

from collections.abc import Callable

from django import forms
from django.contrib import admin
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from pueredu.kit.tables import Badge
from pueredu.kit.templatetags.components import state_badge

LOOKS = {
    forms.Textarea: UnfoldAdminTextareaWidget,
    forms.TextInput: UnfoldAdminTextInputWidget,
    forms.NumberInput: UnfoldAdminIntegerFieldWidget,
    forms.DateInput: UnfoldAdminTextInputWidget,
    forms.Select: UnfoldAdminSelectWidget,
}


def dress(form: forms.Form) -> forms.Form:
    """The admin's own look for plain widgets and what is made of them; others keep theirs."""
    for field in form.fields.values():
        for widget in getattr(field.widget, "widgets", [field.widget]):
            look = next((LOOKS[kind] for kind in type(widget).__mro__ if kind in LOOKS), None)
            if look:
                widget.attrs["class"] = " ".join(look().attrs["class"].split())
    return form


def badge_column(of: Callable[..., Badge], description: str = "状态", ordering: str = "state"):
    """A column that draws the Badge of each record as the portal does."""

    @admin.display(description=description, ordering=ordering)
    def column(_keeper, record):
        badge = of(record)
        return state_badge(badge.label, badge.tone)

    return column
