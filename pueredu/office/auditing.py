"""The auditor's pages: the entries with their search, one entry, and the state of the chain.

They read and never count: millions of entries cost what thousands do.
"""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.timezone import localtime

from pueredu.audit import queries
from pueredu.audit.models import Entry, Link, PurgedSegment
from pueredu.kit import clock
from pueredu.office import audit_export
from pueredu.office.audit_forms import EntryFilterForm, above, below
from pueredu.office.audit_tables import AnchorTable, EntryTable, change_rows, facts_of
from pueredu.office.counter import ScopedAdmin
from pueredu.office.counter.looks import dress
from pueredu.office.door import Exported, exported
from pueredu.office.history import changes_of
from pueredu.office.pages.keyset import page_of

PAGE_SIZE, ANCHORS_SHOWN, SAME_REQUEST = 50, 20, 20
LIST = "admin:audit_entry_changelist"


class ReadOnlyAdmin(ScopedAdmin):
    """Nobody adds to the memory, changes it or takes anything out of it by hand."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def page(self, request, template: str, title: str, **words) -> TemplateResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, template, {**context, **words})


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    def get_urls(self):
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name="audit_entry_export"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        form = EntryFilterForm(request.GET, user=request.user)
        edges = {name: request.GET.get(name, "") for name in ("after", "before")}
        asked = {name: text for name, text in request.GET.items() if name not in edges and text}
        page = page_of(form.apply(self.get_queryset(request)), PAGE_SIZE, **edges)
        links = {name: getattr(page, name) for name in edges}
        return self.page(
            request,
            "office/audit_list.html",
            "审计记录",
            form=dress(form),
            table=EntryTable(page.rows),
            drill=self._drill(form, asked),
            links={n: _url(asked, **{n: edge.token}) if edge else "" for n, edge in links.items()},
            exports={kind: _export_url(asked, kind) for kind in ("xlsx", "csv")},
            reset_url=request.path if asked else "",
        )

    def _drill(self, form, asked: dict) -> dict:
        """Links to wider and narrower periods; the ends of the list are read from the index."""
        ends = Entry.objects.aggregate(first=Min("at"), last=Max("at"))
        today = clock.today()
        first, last = (
            localtime(at).date() if at else today for at in (ends["first"], ends["last"])
        )

        def link(one) -> dict:
            return {"label": one.label, "url": _url(asked, since=one.since, until=one.until)}

        everything = _url({k: v for k, v in asked.items() if k not in {"since", "until"}})
        return {
            "above": [{"label": "全部", "url": everything}, *map(link, above(*form.period))],
            "below": [link(one) for one in below(*form.period, first, last)],
        }

    def change_view(self, request, object_id, form_url="", extra_context=None):
        entry = self.get_object(request, object_id)
        if entry is None:
            raise Http404
        (changes,) = changes_of([entry])
        same = Entry.objects.filter(request_id=entry.request_id).exclude(pk=entry.pk)
        return self.page(
            request,
            "office/audit_entry.html",
            f"审计记录 {entry.pk}",
            facts=facts_of(entry, Link.objects.filter(entry_id=entry.pk).first()),
            changes=change_rows(changes),
            same=EntryTable(same[:SAME_REQUEST] if entry.request_id else []),
            back_url=reverse(LIST),
        )

    def export_view(self, request):
        """The rows that were asked for, as a file; that they left the house is remembered."""
        if not request.user.has_perm("audit.export_entry"):
            raise PermissionDenied
        form = EntryFilterForm(request.GET, user=request.user)
        rows, kind = form.apply(self.get_queryset(request)), request.GET.get("as", "xlsx")
        if audit_export.is_too_long(rows):
            messages.warning(request, f"一次最多导出 {audit_export.MOST} 条，请先缩小日期范围。")
            return HttpResponseRedirect(f"{reverse(LIST)}?{request.GET.urlencode()}")
        stream, count = audit_export.written(rows, kind)
        exported(request, Exported(Entry, count), form.words)
        name = f"审计记录{clock.today():%Y%m%d}.{'csv' if kind == 'csv' else 'xlsx'}"
        return FileResponse(stream, as_attachment=True, filename=name)


@admin.register(Link)
class LinkAdmin(ReadOnlyAdmin):
    def changelist_view(self, request, extra_context=None):
        """Where the chain stands, what the last verification found, and the anchors outside."""
        return self.page(
            request,
            "office/audit_chain.html",
            "审计链",
            head=queries.head(),
            beginning=queries.beginning(),
            verification=queries.last_verification(),
            is_kept=queries.is_kept_from_changes(),
            anchors=AnchorTable(queries.anchored(ANCHORS_SHOWN)),
            purged=PurgedSegment.objects.all()[:ANCHORS_SHOWN],
        )


def _url(asked: dict, **more) -> str:
    return f"?{urlencode({**asked, **more})}"


def _export_url(asked: dict, kind: str) -> str:
    return f"{reverse('admin:audit_entry_export')}{_url({**asked, 'as': kind})}"
