"""Numbers, days and the memory at the counter."""

import json

from django.contrib import admin
from django.utils.html import format_html_join
from unfold.paginator import InfinitePaginator

from pueredu.audit.models import Entry
from pueredu.calendar.models import Figure, Holiday
from pueredu.kit.templatetags.formats import NOTHING
from pueredu.office.counter import ScopedAdmin
from pueredu.office.history import changes_of
from pueredu.office.words import model_of, verb_label


@admin.register(Figure)
class FigureAdmin(ScopedAdmin):
    list_display = ("title", "value", "unit", "since", "until", "is_provisional", "source")
    more_columns = ("key", "note")
    list_filter = ("is_provisional",)
    search_fields = ("title", "key", "source")
    search_help_text = "参数名称或依据"
    readonly_fields = ("value_text",)
    is_reference = True

    def get_fields(self, request, obj=None):
        """Read only, a value stands as text: the skin would colour it with inline styles."""
        value = "value" if self.has_change_permission(request, obj) else "value_text"
        dates, source = ("since", "until"), ("source", "is_provisional")
        return (("title", "key"), (value, "unit"), dates, source, "note")

    @admin.display(description="数值")
    def value_text(self, figure):
        return json.dumps(figure.value, ensure_ascii=False)


@admin.register(Holiday)
class HolidayAdmin(ScopedAdmin):
    list_display = ("day", "name", "is_workday")
    list_filter = ("is_workday",)
    date_hierarchy = "day"
    is_reference = True


@admin.register(Entry)
class EntryAdmin(ScopedAdmin):
    list_display = ("at", "actor", "post", "act", "object_label", "result")
    more_columns = ("on_behalf_of", "reason", "address", "request_id")
    list_filter = ("result",)
    search_fields = ("actor", "verb", "object_label")
    search_help_text = "操作人、操作或对象"
    date_hierarchy = "at"
    paginator = InfinitePaginator
    readonly_fields = ("act", "changed")
    fields = (
        ("at", "result"), ("actor", "post"), ("act", "on_behalf_of"), "object_label", "changed", "reason",
        ("request_id", "address"),
    )  # fmt: skip

    @admin.display(description="操作", ordering="verb")
    def act(self, entry):
        return verb_label(entry.verb, model_of(entry.object_type))

    @admin.display(description="变更")
    def changed(self, entry):
        (lines,) = changes_of([entry])
        return format_html_join("", "<p>{}</p>", ((str(line),) for line in lines)) or NOTHING
