"""Buttons in the admin that call the same actions as the portal."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from pueredu.kit import clock
from pueredu.kit.errors import Refused
from pueredu.kit.names import permission
from pueredu.office.door import note_failure
from pueredu.office.forms import ConfirmForm
from pueredu.office.paper import with_kept_scan
from pueredu.units.access.registry import flow_of

LOOKS = {
    forms.Textarea: UnfoldAdminTextareaWidget,
    forms.TextInput: UnfoldAdminTextInputWidget,
    forms.NumberInput: UnfoldAdminIntegerFieldWidget,
    forms.DateInput: UnfoldAdminTextInputWidget,
    forms.Select: UnfoldAdminSelectWidget,
}


@dataclass(frozen=True)
class AdminVerb:
    """One button: the transition, the action it calls and the form whose data are its words."""

    verb: str
    action: Callable
    form: type[forms.Form] = ConfirmForm
    effect: str = ""


class VerbsMixin:
    """Adds ``<id>/do/<verb>/`` to a ModelAdmin for each of its ``verbs``."""

    verbs: tuple[AdminVerb, ...] = ()
    change_form_outer_before_template = "office/admin_verbs.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_do"
        do = path(
            "<int:object_id>/do/<str:verb>/", self.admin_site.admin_view(self.do_view), name=name
        )
        return [do, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        record = self.get_object(request, object_id)
        buttons = self.buttons(request, record) if record else []
        return super().change_view(
            request, object_id, form_url, {"verb_buttons": buttons, **(extra_context or {})}
        )

    def buttons(self, request, record) -> list[dict]:
        """The verbs that this person may do to this record now."""
        return [
            {"label": item.verb.label, "url": self._do_url(record, item)}
            for item in self.verbs
            if self._possible(request, record, item)
        ]

    def do_view(self, request, object_id, verb):
        """Ask for the words of a verb, then make one call into the room."""
        record = self.get_object(request, str(object_id))
        item = next((item for item in self.verbs if item.verb == verb), None)
        if record is None or item is None:
            raise Http404
        if not request.user.has_perm(permission(verb, self.model), record):
            raise PermissionDenied
        form = item.form(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid() and self._done(request, record, item, form):
            return HttpResponseRedirect(self._change_url(record))
        _dress(form)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{item.verb.label}：{record}",
            "form": form,
            "original": record,
            "item": item,
            "opts": self.opts,
            "back_url": self._change_url(record),
        }
        return TemplateResponse(request, "office/admin_verb.html", context)

    def _done(self, request, record, item: AdminVerb, form) -> bool:
        by, at = request.user, clock.now()
        try:
            with transaction.atomic():
                words = with_kept_scan(form.cleaned_data, self.model, by=by, at=at)
                item.action(record, by=by, at=at, **words)
        except Refused as error:
            note_failure(request, str(error))
            form.add_error(None, str(error))
            return False
        messages.success(request, f"「{item.verb.label}」已完成。")
        return True

    def _possible(self, request, record, item: AdminVerb) -> bool:
        flow = flow_of(self.model)
        return (flow is None or record.state in flow.sources(item.verb)) and request.user.has_perm(
            permission(item.verb, self.model), record
        )

    def _do_url(self, record, item: AdminVerb) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_do"
        return reverse(name, args=[record.pk, item.verb.value])

    def _change_url(self, record) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk]
        )


def _dress(form: forms.Form) -> None:
    """The admin's own look for plain widgets; other widgets keep theirs."""
    for field in form.fields.values():
        for widget in getattr(field.widget, "widgets", [field.widget]):
            look = LOOKS.get(type(widget))
            if look:
                widget.attrs["class"] = " ".join(look().attrs["class"].split())
