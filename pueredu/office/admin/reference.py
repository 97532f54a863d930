"""Numbers and days at the counter."""

from django import forms
from django.contrib import admin
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from pueredu.calendar.actions import keep_figure
from pueredu.calendar.models import Figure, Holiday
from pueredu.calendar.shapes import Misfit, hint, read, shown
from pueredu.office.counter import KeptForm, ScopedAdmin

EVERY_WAY = "数字直接填写；是否类的填“是”或“否”；每年的月和日填成“11-30”的样子；多项用“、”隔开。"


class FigureForm(KeptForm):
    """A value as people write it. A new one is chosen by the name of its parameter; what the
    parameter is stays as it was registered."""

    written = forms.CharField(label="数值", max_length=500, widget=UnfoldAdminTextInputWidget)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            figure, first = self.instance, _first(self.instance.key)
            self.initial["written"] = shown(figure.key, figure.value, figure.unit)
            self.fields["written"].help_text = hint(first.key, first.value, first.unit)
        else:
            named = Figure.objects.order_by("key", "-since").distinct("key")
            known = [(figure.key, figure.title) for figure in named]
            self.fields["key"] = forms.ChoiceField(
                label="参数", choices=[("", "请选择"), *known], widget=UnfoldAdminSelectWidget
            )
            self.fields["written"].help_text = EVERY_WAY

    def clean(self):
        super().clean()
        data, figure = self.cleaned_data, self.instance
        first = _first(data.get("key") or figure.key)
        if first is None or "written" not in data:
            return
        figure.title, figure.unit = figure.title or first.title, first.unit
        try:
            figure.value = read(first.key, data["written"], first.value, first.unit)
        except Misfit as misfit:
            self.add_error("written", str(misfit))


def _first(key: str) -> Figure | None:
    """The first value of a key, whose shape the others keep."""
    return Figure.objects.filter(key=key).order_by("since").first()


@admin.register(Figure)
class FigureAdmin(ScopedAdmin):
    """A value is changed by registering the next one from a day on; what was recognised before
    keeps the old one."""

    form = FigureForm
    add_action = change_action = staticmethod(keep_figure)
    list_display = ("title", "value_text", "unit", "since", "until", "is_provisional", "source")
    more_columns = ("key", "note")
    list_filter = ("is_provisional",)
    search_fields = ("title", "key", "source")
    search_help_text = "参数名称或依据"
    is_reference = True

    def get_readonly_fields(self, request, obj=None):
        names = super().get_readonly_fields(request, obj)
        return (*names, "title", "key", "unit", "value_text") if obj else names

    def get_fields(self, request, obj=None):
        value = "written" if self.has_change_permission(request, obj) else "value_text"
        about = (("title", "key"), (value, "unit")) if obj else ("key", value)
        return (*about, ("since", "until"), ("source", "is_provisional"), "note")

    @admin.display(description="数值")
    def value_text(self, figure):
        return shown(figure.key, figure.value, figure.unit)


@admin.register(Holiday)
class HolidayAdmin(ScopedAdmin):
    list_display = ("day", "name", "is_workday")
    list_filter = ("is_workday",)
    date_hierarchy = "day"
    is_reference = True
