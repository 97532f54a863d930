"""A filtered list as a workbook: the person's rows, the columns of the list, remembered."""

import io

from django.contrib import messages
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import FileResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import strip_tags

from pueredu.kit import clock
from pueredu.kit.diff import MASKED
from pueredu.kit.names import permission
from pueredu.kit.templatetags.formats import masked_phone
from pueredu.office.actions import ExportedList, note_export
from pueredu.office.context import demonstration
from pueredu.workbooks.export import write_xlsx
from pueredu.workbooks.kinds import kind_for

MOST = 20_000  # rows that one request writes in time; more are taken out in parts


class ExportMixin:
    """``sheet_kinds`` are the keys of the tables that people import into this list: each is a button
    that leads to the page where a file is checked, shown and confirmed."""

    sheet_kinds: tuple[str, ...] = ()

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [
            path("export/", self.admin_site.admin_view(self.export_view), name=name),
            *super().get_urls(),
        ]

    def may_export(self, request) -> bool:
        return request.user.has_perm(permission("export", self.model))

    def changelist_view(self, request, extra_context=None):
        context = {
            **(extra_context or {}),
            "export_url": self._list_url("export") if self.may_export(request) else "",
            "import_links": import_links(self.sheet_kinds, request.user),
        }
        return super().changelist_view(request, context)

    def export_view(self, request):
        """The rows of the list as it is filtered, as far as the person may take them out."""
        if not self.may_export(request):
            raise PermissionDenied
        shown = self.get_changelist_instance(request)
        rows = shown.queryset.permitted(request.user, permission("export", self.model))
        count = rows.count()
        if count > MOST:
            messages.warning(request, f"共 {count} 行，一次最多导出 {MOST} 行，请先筛选。")
            return HttpResponseRedirect(f"{self._list_url('changelist')}?{request.GET.urlencode()}")
        names = [name for name in shown.list_display if name != "action_checkbox"]
        exported = ExportedList(self.model, count)
        headings = [str(label_for_field(name, self.model, self)) for name in names]
        stream = self._written(exported, headings, names, rows, demonstration(request)["demo_data"])
        note_export(
            exported,
            by=request.user,
            at=clock.now(),
            columns=headings,
            query=request.GET.urlencode(),
        )
        file = f"{self.opts.verbose_name}{clock.today():%Y%m%d}.xlsx"
        return FileResponse(stream, as_attachment=True, filename=file)

    def _written(self, exported, headings, names, rows, is_demo):
        stream = io.BytesIO()
        cells = ([cell(self, name, row) for name in names] for row in rows.iterator(2_000))
        footer = "演示数据" if is_demo else ""
        write_xlsx(stream, str(self.opts.verbose_name), headings, cells, footer=footer)
        stream.seek(0)
        return stream

    def _list_url(self, page: str) -> str:
        return reverse(self.page_name(page))


def cell(keeper, name: str, row: Model):
    """What the list shows in this column, as a value; personal data stay masked."""
    field, _, value = lookup_field(name, row, keeper)
    if field is None:
        return strip_tags(value).strip() if isinstance(value, str) else value
    if name in MASKED:
        return masked_phone(value)
    if field.choices:
        return getattr(row, f"get_{name}_display")()
    if field.is_relation:
        return str(value) if value else ""
    return timezone.localtime(value) if hasattr(value, "astimezone") and value.tzinfo else value


def import_links(keys, user) -> list[dict[str, str]]:
    """The pages on which this person imports these tables."""
    kinds = [kind_for(key) for key in keys]
    return [
        {"label": f"导入{kind.label}表格", "url": kind.import_url()}
        for kind in kinds
        if user.has_perm(kind.permission)
    ]
