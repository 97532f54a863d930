"""How the admin writes: through audited actions, and losing nothing that was typed.

What an action refuses stands as its sentence on the form that was sent. A record that somebody else
changed in the meantime is told, not overwritten.
"""

from django import forms

from pueredu.kit import clock
from pueredu.kit.diff import MASKED, fingerprint, snapshot
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.kit.templatetags.formats import moment
from pueredu.office.history import history_of
from pueredu.units.access.records import delete_record, save_links, save_record

OPENED = "_opened"


class ChangedMeanwhile(Refused):
    """Somebody else saved the record after this form was opened."""

    def __init__(self, stored, typed):
        last = next(iter(history_of(stored, 1)), None)
        who = f"{last['who']}于 {moment(last['at'])} " if last else "其他人"
        differing = "、".join(_differences(stored, typed)) or "没有不同"
        super().__init__(
            f"您打开之后，{who}已修改这条记录，您填写的还没有保存。与您填写的相比：{differing}。"
            "请核对；确认以您填写的为准时再点一次“保存”。"
        )


def _differences(stored, typed):
    """The stored words of each field that was typed otherwise; masked fields by name only."""
    before, after = snapshot(stored), snapshot(typed)
    for field in stored._meta.concrete_fields:
        if before.get(field.name) != after.get(field.name):
            shown = getattr(
                stored, f"get_{field.name}_display", lambda f=field: getattr(stored, f.name)
            )
            text = "" if field.name in MASKED else f"现为「{shown()}」"
            yield f"{field.verbose_name}{text}"


class KeptForm(forms.ModelForm):
    """A form of a record. What it points to stays a choice, also where the person cannot see it:
    otherwise saving would cut the tie."""

    refusal = ""  # why the action did not do it; set on the class of one request

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in (*self._meta.model._meta.fields, *self._meta.model._meta.many_to_many):
            if self.instance.pk and field.is_relation and field.name in self.fields:
                self._keep(field)

    def _keep(self, field):
        kept = field.value_from_object(self.instance)
        ids = [row.pk for row in kept] if field.many_to_many else [kept]
        choice = self.fields[field.name]
        choice.queryset = choice.queryset | field.related_model._default_manager.filter(pk__in=ids)

    def clean(self):
        """The sentence of a refused action, after all that the form finds itself."""
        super().clean()
        if self.refusal:
            self.add_error(None, self.refusal)


class KeepingMixin:
    """Saves, deletes and refusals of a ModelAdmin. Django's own LogEntry stays off."""

    form = KeptForm
    change_form_before_template = "office/admin_opened.html"
    # how a new and how a changed record is kept
    add_action = staticmethod(save_record)
    change_action = staticmethod(save_record)

    def get_form(self, request, obj=None, change=False, **kwargs):  # noqa: FBT002
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        return form

    def get_object(self, request, object_id, from_field=None):
        """One look a page at the record that it shows."""
        if request.method != "GET":
            return super().get_object(request, object_id, from_field)
        seen = request.__dict__.setdefault("seen_records", {})
        key = (self.model, object_id, from_field)
        if key not in seen:
            seen[key] = super().get_object(request, object_id, from_field)
        return seen[key]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The form; and the form again, with all that was typed, when the action refuses."""
        opened = request.POST.get(OPENED) or self._opened(request, object_id)
        words = {**(extra_context or {}), "opened": opened}
        try:
            return super().changeform_view(request, object_id, form_url, words)
        except (Refused, NotPermitted) as error:
            request.refusal = str(error)
            if isinstance(error, ChangedMeanwhile):
                words["opened"] = self._opened(request, object_id)
            return super().changeform_view(request, object_id, form_url, words)

    def _opened(self, request, object_id) -> str:
        """The fingerprint of the record and its lines as they stand now."""
        record = self.get_object(request, object_id) if object_id else None
        return self._fingerprint(request, record) if record else ""

    def _fingerprint(self, request, record) -> str:
        parts = [
            row
            for formset, inline in self.get_formsets_with_inlines(request, record)
            if inline.has_change_permission(request, record)
            for row in inline.get_queryset(request).filter(**{formset.fk.name: record})
        ]
        return fingerprint([record, *parts])

    def save_model(self, request, obj, form, change):
        if change:
            self._refuse_if_changed(request, obj)
        save = self.change_action if change else self.add_action
        save(obj, by=request.user, at=clock.now())

    def _refuse_if_changed(self, request, obj):
        stored = self.model._base_manager.select_for_update(of=("self",), no_key=True).get(
            pk=obj.pk
        )
        opened = request.POST.get(OPENED)
        if opened and opened != self._fingerprint(request, stored):
            raise ChangedMeanwhile(stored, obj)

    def save_related(self, request, form, formsets, change):
        self._save_links(request, form)
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    def save_formset(self, request, form, formset, change):
        kept = formset.save(commit=False)
        for row in formset.deleted_objects:
            delete_record(row, by=request.user, at=clock.now())
        for row in kept:
            save_record(row, by=request.user, at=clock.now())
        for saved in formset.saved_forms:
            self._save_links(request, saved)

    def _save_links(self, request, form):
        names = {field.name for field in form.instance._meta.many_to_many}
        links = {name: form.cleaned_data[name] for name in names & set(form.cleaned_data)}
        save_links(form.instance, links, by=request.user, at=clock.now())

    def delete_model(self, request, obj):
        delete_record(obj, by=request.user, at=clock.now())

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            delete_record(obj, by=request.user, at=clock.now())

    def log_addition(self, request, obj, message):
        """The audit remembers; LogEntry stays empty."""

    def log_change(self, request, obj, message):
        """See log_addition."""

    def log_deletions(self, request, queryset):
        """See log_addition."""
