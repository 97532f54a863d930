"""The bases of every ModelAdmin and inline of the house: scoped, and written by actions."""

from unfold.admin import ModelAdmin, TabularInline

from pueredu.kit.names import permission
from pueredu.office.counter.bulk import BulkMixin
from pueredu.office.counter.checks import CounterChecks
from pueredu.office.counter.exports import ExportMixin
from pueredu.office.counter.keeping import KeepingMixin, KeptForm
from pueredu.office.counter.lists import ListMixin
from pueredu.office.counter.scoping import ScopedFieldsMixin, ScopedPagesMixin
from pueredu.office.counter.verbs import VerbsMixin


class LineForm(KeptForm):
    """A row of a table: the heading of its column is the name of each field."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("aria-label", field.label)


class ScopedInline(ScopedFieldsMixin, TabularInline):
    """An inline whose rows are those the person may see; asks for its own rows, not the parent."""

    form = LineForm
    extra = 0
    hide_title = True

    def get_formset(self, request, obj=None, **kwargs):
        """Whether a line may go is the action's to say: Django's own check names whatever refers
        to it, others' records too."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.hand_clean_DELETE = lambda _form: None
        return formset

    def _may(self, verb, request, obj) -> bool:
        return request.user.has_perm(permission(verb, self.model))


class PartInline(ScopedInline):
    """Lines that belong to their record, to be read only: the record was looked up among those
    the person may see, and whoever sees it sees its lines."""

    can_delete = False

    def get_queryset(self, request):
        return self.model._default_manager.all()

    def _may(self, verb, request, obj) -> bool:
        return verb == "view"


class ScopedAdmin(
    VerbsMixin, BulkMixin, ExportMixin, ListMixin,
    KeepingMixin, ScopedPagesMixin, ScopedFieldsMixin, ModelAdmin,
):  # fmt: skip
    """Every ModelAdmin's base. Workflow fields are read-only: buttons move them."""

    checks_class = CounterChecks
    list_per_page = 50
    show_full_result_count = False
    workflow_fields = ("state",)
    is_reference = False  # a register that others build on: stands apart in the menu

    def get_readonly_fields(self, request, obj=None):
        names = {field.name for field in self.opts.get_fields()}
        held = [name for name in self.workflow_fields if name in names]
        return (*super().get_readonly_fields(request, obj), *held)
