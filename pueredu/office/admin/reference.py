"""Numbers and days at the counter."""

import json

from django.contrib import admin

from pueredu.calendar.models import Figure, Holiday
from pueredu.office.counter import ScopedAdmin


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
