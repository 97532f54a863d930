"""One scoped base for every ModelAdmin: lists, selects, filters, previews, history and writes.

Scoping ``get_queryset`` alone leaks in eleven places (TRUST, Rights); each override here closes
one of them. Writing goes through audited actions; Django's own LogEntry stays off.
"""

from django.contrib.admin.filters import RelatedFieldListFilter
from django.http import Http404
from django.template.response import TemplateResponse
from unfold.admin import ModelAdmin, TabularInline

from pueredu.kit import clock
from pueredu.kit.names import permission
from pueredu.kit.scoping import ScopedQuerySet
from pueredu.office.counter.verbs import VerbsMixin
from pueredu.office.history import history_of
from pueredu.units.access.records import delete_record, save_record


def visible(queryset, user):
    """A queryset narrowed to what the person may see; models without a place stay as they are."""
    return queryset.visible_to(user) if isinstance(queryset, ScopedQuerySet) else queryset


class ScopedRelatedFilter(RelatedFieldListFilter):
    """Offers only related records that the person may see."""

    def field_choices(self, field, request, model_admin):
        rows = visible(field.related_model._default_manager.all(), request.user)
        return [(row.pk, str(row)) for row in rows]


class ScopedFieldsMixin:
    """What ModelAdmin and inlines share: rows, permissions and the choices of related fields."""

    def get_queryset(self, request):
        return visible(super().get_queryset(request), request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        rows = kwargs.get("queryset", db_field.related_model._default_manager.all())
        kwargs["queryset"] = visible(rows, request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        rows = kwargs.get("queryset", db_field.related_model._default_manager.all())
        kwargs["queryset"] = visible(rows, request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

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


class ScopedInline(ScopedFieldsMixin, TabularInline):
    """An inline whose rows are those the person may see; asks for its own rows, not the parent."""

    extra = 0

    def _may(self, verb, request, obj) -> bool:
        return request.user.has_perm(permission(verb, self.model))


class ScopedAdmin(VerbsMixin, ScopedFieldsMixin, ModelAdmin):
    """Every ModelAdmin's base. Workflow fields are read-only: buttons move them."""

    list_per_page = 50
    show_full_result_count = False
    actions = None
    workflow_fields = ("state",)

    def get_readonly_fields(self, request, obj=None):
        names = {field.name for field in self.opts.get_fields()}
        held = [name for name in self.workflow_fields if name in names]
        return (*super().get_readonly_fields(request, obj), *held)

    def get_list_filter(self, request):
        return [self._scoped_filter(item) for item in super().get_list_filter(request)]

    def _scoped_filter(self, item):
        field = isinstance(item, str) and "__" not in item and self.opts.get_field(item)
        return (item, ScopedRelatedFilter) if field and field.is_relation else item

    def lookup_allowed(self, lookup, value, request=None):
        """Filtering through a relation by url would tell about rows that are not the person's."""
        allowed = {item[0] if isinstance(item, tuple) else item for item in self.list_filter}
        return lookup.split("__")[0] in {getattr(item, "__name__", item) for item in allowed}

    def get_deleted_objects(self, objs, request):
        to_delete, counts, _, protected = super().get_deleted_objects(objs, request)
        lacking = {
            self.opts.verbose_name for obj in objs if not self.has_delete_permission(request, obj)
        }
        return to_delete[:1], counts, lacking, ["有其他记录引用它"] if protected else []

    def save_model(self, request, obj, form, change):
        save_record(obj, by=request.user, at=clock.now())

    def delete_model(self, request, obj):
        delete_record(obj, by=request.user, at=clock.now())

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            delete_record(obj, by=request.user, at=clock.now())

    def save_formset(self, request, form, formset, change):
        for obj in formset.save(commit=False):
            save_record(obj, by=request.user, at=clock.now())
        for obj in formset.deleted_objects:
            delete_record(obj, by=request.user, at=clock.now())
        formset.save_m2m()

    def log_addition(self, request, obj, message):
        """The audit remembers; LogEntry stays empty."""

    def log_change(self, request, obj, message):
        """See log_addition."""

    def log_deletions(self, request, queryset):
        """See log_addition."""

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": f"办理过程：{record}",
            "events": history_of(record),
            "opts": self.opts,
            "record": record,
        }
        return TemplateResponse(request, "office/admin_history.html", context)
