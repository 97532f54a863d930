"""What a person sees, chooses and asks in the admin.

Scoping ``get_queryset`` alone leaks in eleven places and lets four writes through (TRUST, Rights;
tests/house/test_admin_probes.py): each override here closes some of them.
"""

from django.contrib.admin import ShowFacets
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse

from pueredu.kit.names import permission
from pueredu.office.counter.filters import as_select, visible
from pueredu.office.history import history_of

# what may follow the name of a column in an address; anything else would ask a related record
LOOKUPS = {"", "exact", "id", "in", "isnull", "gte", "gt", "lte", "lt", "year", "month", "day"}


class ScopedFieldsMixin:
    """What ModelAdmin and inlines share: rows, permissions and the choices of related fields."""

    def get_queryset(self, request):
        return visible(super().get_queryset(request), request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs["queryset"] = self._choices(db_field, request, **kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["queryset"] = self._choices(db_field, request, **kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _choices(self, db_field, request, queryset=None, **_kwargs):
        rows = db_field.related_model._default_manager.all() if queryset is None else queryset
        return visible(rows, request.user)

    def get_autocomplete_fields(self, request):
        """What has a search is chosen by typing; a select of every school helps nobody."""
        fields = (*self.opts.fields, *self.opts.many_to_many)
        return [
            field.name for field in fields if field.is_relation and self._has_search(field, request)
        ]

    def _has_search(self, field, request) -> bool:
        keeper = self.admin_site._registry.get(field.related_model)
        return bool(keeper and keeper.search_fields and keeper.has_view_permission(request))

    def get_view_on_site_url(self, obj=None):
        """The record's own page, which asks for itself; Django's redirect (/admin/r/) is closed."""
        return obj.get_absolute_url() if obj and hasattr(obj, "get_absolute_url") else None

    def has_view_permission(self, request, obj=None):
        return self._may("view", request, obj)

    def has_add_permission(self, request, obj=None):
        return self._may("add", request, None)

    def has_change_permission(self, request, obj=None):
        return self._may("change", request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may("delete", request, obj)

    def has_module_permission(self, request):
        return self._may("view", request, None)

    def _may(self, verb, request, obj) -> bool:
        return request.user.has_perm(permission(verb, self.model), obj)


class ScopedPagesMixin:
    """What a whole ModelAdmin asks besides: filters, addresses, previews and the history."""

    show_facets = ShowFacets.NEVER  # counts beside each choice cost a query each

    def get_list_filter(self, request):
        return [as_select(item, self.model) for item in super().get_list_filter(request)]

    def lookup_allowed(self, lookup, value, request):
        """An address asks no more than the filters of the list offer: any other column, or one of a
        related record, would answer questions about what is not shown."""
        name, *rest = lookup.split("__")
        return name in {*self.conditions(), self.date_hierarchy} and set(rest) <= LOOKUPS

    def conditions(self) -> dict[str, str]:
        """What the list may be narrowed by: ``{name: parameter of an address}``."""
        return dict(self._condition(item) for item in self.list_filter)

    def _condition(self, item) -> tuple[str, str]:
        if not isinstance(item, str):
            return item.parameter_name, item.parameter_name
        by_id = "id__" if self.opts.get_field(item).is_relation else ""
        return item, f"{item}__{by_id}exact"

    def page_name(self, page: str) -> str:
        """The name of the address of one of this table's pages, such as ``changelist``."""
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"

    def get_changeform_initial_data(self, request):
        """An address fills a related field in with nothing but numbers: anything else is a fault in
        the query for the chosen record."""
        names = {field.name for field in self.opts.get_fields() if field.is_relation}
        found = super().get_changeform_initial_data(request)
        return {
            name: value
            for name, value in found.items()
            if name not in names or "".join(value).isdecimal()
        }

    def get_deleted_objects(self, objs, request):
        """What goes is named only if it was asked for by name: what hangs on it may be others'."""
        _, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if not all(self.has_delete_permission(request, obj) for obj in objs):
            lacking = {*lacking, self.opts.verbose_name}
        return (
            [str(obj) for obj in objs],
            counts,
            lacking,
            ["还有其他记录引用"] if protected else [],
        )

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": f"办理过程：{record}",
            "events": history_of(record),
            "opts": self.opts,
            "original": record,
            "back_url": reverse(self.page_name("change"), args=[record.pk]),
        }
        return TemplateResponse(request, "office/admin_history.html", context)
