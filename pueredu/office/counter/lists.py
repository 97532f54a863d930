"""The list of a table as its reader wants it: conditions and columns, kept under a name."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.views import ChangeList

from pueredu.kit import clock
from pueredu.kit.errors import Refused
from pueredu.office.actions import delete_saved_view, keep_saved_view
from pueredu.office.counter.looks import dress
from pueredu.office.models import SavedView

VIEW = "view"  # the parameter that names a kept view; 0 for none
ALL = "0"
# what an address says of one look at a list, and no view keeps
PASSING = (VIEW, "p", "e", "_popup", "_to_field")


class CounterList(ChangeList):
    """Knows its filters as the fields of one form, and what it is narrowed to in words."""

    def get_filters_params(self, params=None):
        """The parameter that names a kept view is no condition, but every link goes on with it."""
        found = super().get_filters_params(params)
        found.pop(VIEW, None)
        return found

    def filter_fields(self) -> list[tuple[str, forms.BoundField]]:
        """The select of each filter with its title."""
        return [
            (spec.title, next(iter(choice["form"])))
            for spec in self.filter_specs
            for choice in spec.choices(self)
        ]

    def passed_on(self) -> list[tuple[str, str]]:
        """What the address says besides search and filters (order, view, day): it stays when one
        asks anew."""
        asked = {"q"}.union(*(spec.expected_parameters() for spec in self.filter_specs))
        return [
            (name, value)
            for name, values in self.filter_params.items()
            for value in values
            if name not in asked
        ]

    def conditions(self) -> list[str]:
        """What the list is narrowed to: 搜索「食堂」, 状态：待核验."""
        words = [f"搜索「{self.query}」"] if self.query else []
        for title, bound in self.filter_fields():
            labels = {str(value): label for value, label in bound.field.choices}
            if chosen := str(bound.value() or ""):
                words.append(f"{title}：{labels.get(chosen, chosen)}")
        return words


class SavedViewForm(forms.Form):
    name = forms.CharField(label="视图名称", max_length=20, help_text="例如：思茅区待核验")
    columns = forms.MultipleChoiceField(
        label="显示的列", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请至少勾选一列。"}
    )  # fmt: skip
    is_first = forms.BooleanField(label="打开这张列表时先用此视图", required=False)

    def __init__(self, *args, columns, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = columns


class ListMixin:
    """``more_columns`` are columns that a view may show besides those of ``list_display``."""

    more_columns: tuple[str, ...] = ()
    list_filter_submit = True

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_view"
        view = self.admin_site.admin_view
        return [
            path("view/", view(self.saved_view_page), name=f"{name}_add"),
            path("view/<int:view_id>/", view(self.saved_view_page), name=f"{name}_change"),
            *super().get_urls(),
        ]

    def get_changelist(self, request, **kwargs):
        return CounterList

    def get_list_display(self, request):
        """The columns of the kept view, as far as the table still has them; else its own."""
        view = self._kept_view(request)
        kept = [name for name, _ in self._columns() if view and name in view.columns]
        return kept or super().get_list_display(request)

    def changelist_view(self, request, extra_context=None):
        """A filter left empty asks nothing; opened without any question, the view kept as first
        comes first."""
        request.GET = request.GET.copy()
        for name in [name for name, value in request.GET.items() if value == ""]:
            del request.GET[name]
        views = self._views(request)
        first = next((view for view in views if view.is_first), None)
        if first and not request.GET and request.method == "GET":
            return HttpResponseRedirect(first.get_absolute_url())
        context = {
            **(extra_context or {}),
            "views": views,
            "current_view": self._kept_view(request),
            "view_query": query_of(request),
        }
        return super().changelist_view(request, context)

    def saved_view_page(self, request, view_id=None):
        """Keep the list as it stands, change what was kept, or throw it away."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        view = self._view_to_keep(request, view_id)
        if request.method == "POST" and "delete" in request.POST and view.pk:
            delete_saved_view(view, by=request.user, at=clock.now())
            messages.success(request, f"已删除视图「{view}」。")
            return HttpResponseRedirect(f"{view.path}?{VIEW}={ALL}")
        initial = {"name": view.name, "columns": view.columns, "is_first": view.is_first}
        form = SavedViewForm(request.POST or None, initial=initial, columns=self._columns())
        if request.method == "POST" and form.is_valid() and self._keep(request, view, form):
            messages.success(request, f"已保存视图「{view}」。")
            return HttpResponseRedirect(view.get_absolute_url())
        dress(form)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{self.opts.verbose_name}：{'修改' if view.pk else '保存'}视图",
            "form": form,
            "view": view,
            "opts": self.opts,
            "conditions": self._conditions(request, view),
        }
        return TemplateResponse(request, "office/admin_view.html", context)

    def _keep(self, request, view, form) -> bool:
        view.name, view.columns = form.cleaned_data["name"], form.cleaned_data["columns"]
        view.is_first = form.cleaned_data["is_first"]
        if len(view.query) > SavedView._meta.get_field("query").max_length:
            form.add_error(None, "条件太长，无法保存；请减少几个条件后再试。")
            return False
        try:
            keep_saved_view(view, by=request.user, at=clock.now())
        except Refused as error:
            form.add_error(None, str(error))
            return False
        return True

    def _view_to_keep(self, request, view_id) -> SavedView:
        if view_id is not None:
            return get_object_or_404(self._views(request), pk=view_id)
        query = query_of(request)
        shown = list(self.get_list_display(request))
        return SavedView(owner=request.user, path=self._path(), query=query, columns=shown)

    def _views(self, request):
        return SavedView.objects.visible_to(request.user).of_page(self._path())

    def _kept_view(self, request) -> SavedView | None:
        """The view that the address names, if it is the person's own and of this list."""
        if not hasattr(request, "kept_view"):
            wanted = request.GET.get(VIEW, "")
            known = self._views(request) if wanted.isascii() and wanted.isdigit() else ()
            request.kept_view = next((view for view in known if str(view.pk) == wanted), None)
        return request.kept_view

    def _path(self) -> str:
        return reverse(self.page_name("changelist"))

    def _columns(self) -> list[tuple[str, str]]:
        """Every column that the list can show, with its heading."""
        names = (*self.list_display, *self.more_columns)
        return [(name, label_for_field(name, self.model, self)) for name in names]

    def _conditions(self, request, view) -> list[str]:
        request.GET = QueryDict(view.query)
        return self.get_changelist_instance(request).conditions()


def query_of(request) -> str:
    """The conditions of a list as its address has them."""
    query = request.GET.copy()
    for name in PASSING:
        query.pop(name, None)
    return query.urlencode()
