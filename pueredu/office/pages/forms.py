"""Pages with one form: a new record, a change, a verb."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.views.generic.base import TemplateResponseMixin

from pueredu.kit.errors import Refused, WrongState
from pueredu.office.door import note_failure, note_refused_files
from pueredu.office.pages.base import Page, RecordMixin
from pueredu.office.paper import with_kept_scan
from pueredu.units.access.registry import flow_of


class FormPage(TemplateResponseMixin, Page):
    """Declare ``form_class`` and ``act``. What was typed stays on the page when the action
    refuses; the sentence stands above the form."""

    template_name = "generic/form.html"
    form_class = None
    submit_label = "保存"
    done_text = "已保存。"

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(form=self.get_form()))

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if not form.is_valid():
            note_refused_files(request, form)
            return self.again(form)
        try:
            result = self.act(form)
        except (Refused, ValidationError) as error:
            note_failure(request, str(error))
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            return self.again(form)
        return self.answer(result)

    def answer(self, result):
        """After the action: a sentence on the page that comes next."""
        messages.success(self.request, self.get_done_text(result))
        return HttpResponseRedirect(self.get_success_url(result))

    def again(self, form):
        """The same page with its errors; 422 tells scripts that nothing was saved."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def act(self, form):
        """Make the one call into the room; returns what the success url needs."""
        raise NotImplementedError

    def get_form(self):
        data = (self.request.POST, self.request.FILES) if self.request.method == "POST" else ()
        return self.form_class(*data, **self.get_form_kwargs())

    def get_form_kwargs(self) -> dict:
        return {}

    def get_done_text(self, result) -> str:
        return self.done_text

    def get_success_url(self, result) -> str:
        return result.get_absolute_url()

    def get_cancel_url(self) -> str:
        trail = self.get_trail()
        return trail[-1][1] if trail else ""

    def get_context_data(self, **kwargs):
        context = {
            "submit_label": self.submit_label,
            "cancel_url": self.get_cancel_url(),
        }
        return super().get_context_data(**{**context, **kwargs})


class ShownOncePage(FormPage):
    """A form whose result stands in its answer and nowhere else: no redirect, nothing kept."""

    shown_template = ""

    def answer(self, result):
        context = self.get_context_data(shown=result)
        return TemplateResponse(self.request, self.shown_template, context)


class RecordFormPage(RecordMixin, FormPage):
    """A form about one existing record."""

    def dispatch(self, request, *args, **kwargs):
        self.may_enter()
        self.record = self.get_record()
        return super().dispatch(request, *args, **kwargs)

    def get_trail(self):
        return [(str(self.record), self.record.get_absolute_url())]

    def get_cancel_url(self) -> str:
        return self.record.get_absolute_url()


class TransitionPage(RecordFormPage):
    """One verb of a record on its own page: what will happen, its words, one button.

    Declare ``model``, ``verb``, ``form_class`` and ``action``; the form's cleaned data are the
    action's keyword arguments. A double click or a stale tab meets a sentence and the record.
    """

    template_name = "generic/transition.html"
    verb = None
    action = None
    effect = ""
    submit_label = ""
    submit_kind = "primary"

    def get_title(self) -> str:
        return str(self.verb.label)

    def get_facts(self) -> list[tuple[str, object]]:
        return []

    def get(self, request, *args, **kwargs):
        flow = flow_of(self.model)
        try:
            flow.move(self.record.state, self.verb)
        except WrongState as error:
            messages.warning(request, str(error))
            return HttpResponseRedirect(self.record.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            flow_of(self.model).move(self.record.state, self.verb)
        except WrongState as error:
            note_failure(request, str(error))
            messages.warning(request, str(error))
            return HttpResponseRedirect(self.record.get_absolute_url())
        return super().post(request, *args, **kwargs)

    @transaction.atomic
    def act(self, form):
        by, at = self.request.user, self.at
        words = with_kept_scan(form.cleaned_data, self.model, by=by, at=at)
        return type(self).action(self.record, by=by, at=at, **words)

    def get_done_text(self, result) -> str:
        return f"「{self.verb.label}」已完成。"

    def get_success_url(self, result) -> str:
        return self.record.get_absolute_url()

    def get_context_data(self, **kwargs):
        context = {
            "submit_label": self.submit_label or self.verb.label,
            "submit_kind": self.submit_kind,
            "effect": self.effect,
            "facts": self.get_facts(),
            "subject": {"title": str(self.record), "url": self.record.get_absolute_url()},
        }
        return super().get_context_data(**{**context, **kwargs})
