"""What no ModelAdmin of the house may declare; ``manage.py check`` and every start refuse it."""

from django.core.checks import Error
from unfold.checks import UnfoldModelAdminChecks

BANNED = {
    "list_editable": "a list saves past the audited actions",
    "raw_id_fields": "the label behind a raw id names any record",
}


class CounterChecks(UnfoldModelAdminChecks):
    def check(self, admin_obj, **kwargs):
        return [
            *super().check(admin_obj, **kwargs),
            *(
                Error(f"{type(admin_obj).__name__}.{name}: {why}.", obj=type(admin_obj), id="counter.E001")
                for name, why in BANNED.items()
                if getattr(admin_obj, name)
            ),
            *(
                Error(
                    f"{type(admin_obj).__name__} filters by {path}: a filter through a relation "
                    "answers questions about records that are not shown.",
                    obj=type(admin_obj),
                    id="counter.E002",
                )
                for path in (*admin_obj.list_filter, admin_obj.date_hierarchy)
                if isinstance(path, str) and "__" in path
            ),
        ]  # fmt: skip
