"""The filters of a list as plain selects, which need no script; their choices are scoped."""

from django import forms
from unfold.contrib.filters.admin import (
    BooleanRadioFilter,
    ChoicesDropdownFilter,
    DropdownFilter,
    RelatedDropdownFilter,
)
from unfold.widgets import UnfoldAdminSelectWidget

from pueredu.kit import clock
from pueredu.kit.scoping import ScopedQuerySet
from pueredu.units.enums import AREA_KINDS
from pueredu.units.models import Unit


def visible(queryset, user):
    """A queryset narrowed to what the person may see; models without a place stay as they are."""
    return queryset.visible_to(user) if isinstance(queryset, ScopedQuerySet) else queryset


class SelectForm(forms.Form):
    """One native select, called as Unfold's filters call their forms."""

    def __init__(self, name, label, choices, multiple=False, **kwargs):  # noqa: FBT002
        super().__init__(**kwargs)
        self.fields[name] = forms.ChoiceField(
            label=label, required=False, choices=choices, widget=UnfoldAdminSelectWidget()
        )


class RelatedFilter(RelatedDropdownFilter):
    """Offers only related records that the person may see; for the column that holds the area of a
    record only areas, not every unit."""

    form_class = SelectForm

    def field_choices(self, field, request, model_admin):
        rows = visible(field.related_model._default_manager.all(), request.user)
        if field.related_model is Unit and field.name == model_admin.model.scope.county:
            rows = rows.filter(kind__in=AREA_KINDS)
        return [(row.pk, str(row)) for row in rows]

    def has_output(self):
        """Also with a single choice: what an address asks is obeyed, never passed over."""
        return True


class ChoicesFilter(ChoicesDropdownFilter):
    form_class = SelectForm


class YesNoFilter(BooleanRadioFilter):
    form_class = SelectForm


class SelectFilter(DropdownFilter):
    """The base of a filter with choices of its own: ``title``, ``parameter_name``, ``lookups``."""

    form_class = SelectForm


class OpenFilter(SelectFilter):
    """What is owed and not ended, by ``open()`` and ``overdue(today)`` of the model's QuerySet."""

    title, parameter_name = "闭环", "open"

    def lookups(self, request, model_admin):
        return [("1", "只看未闭环"), ("late", "只看已逾期")]

    def queryset(self, request, queryset):
        if self.value() == "late":
            return queryset.overdue(clock.today())
        return queryset.open() if self.value() else queryset


def as_select(item, model):
    """The item of a ``list_filter`` with the filter that belongs to its column."""
    if not isinstance(item, str):
        return item
    field = model._meta.get_field(item)
    if field.is_relation:
        return item, RelatedFilter
    if field.choices:
        return item, ChoicesFilter
    return item, YesNoFilter
