"""A list: what the person may see, filtered, in keyset pages without a count."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.views.generic.base import TemplateResponseMixin

from pueredu.office.pages.base import Page
from pueredu.office.pages.keyset import KeysetPage, page_of

PAGE_SIZE = 50
EDGES = ("after", "before")


@dataclass(frozen=True)
class PageLinks:
    """Links to the neighbours of a page of rows, and words on where it stands."""

    prev_url: str
    next_url: str
    count_text: str


class ListPage(TemplateResponseMixin, Page):
    """Declare ``model``, ``table`` and perhaps ``filter_form``; the list starts with
    ``visible_to``. A filter form has ``apply(rows)``; what it cannot read it ignores and says so."""

    template_name = "generic/list.html"
    model = None
    table = None
    filter_form = None
    empty_title = "没有记录"
    empty_text = ""

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def get_rows(self):
        """The rows before filtering, in their order; override to join what the table shows."""
        return self.model.objects.visible_to(self.request.user)

    def get_actions(self) -> list[dict]:
        """Buttons of the page: dicts of label, url and kind."""
        return []

    def get_filter(self):
        """The bound filter form, or None."""
        return (
            self.filter_form(self.request.GET, user=self.request.user) if self.filter_form else None
        )

    def get_context_data(self, **kwargs):
        form = self.get_filter()
        rows = self.get_rows()
        if form is not None and form.is_valid():
            rows = form.apply(rows)
        asked = {name: self.request.GET.get(name, "") for name in EDGES}
        page = page_of(rows, PAGE_SIZE, **asked)
        table = self.table(page.rows)
        if form is not None and form.is_of_one_county:
            table.drop_if_same("县(区)")
        context = {
            "table": table,
            "page": self._links(page),
            "actions": self.get_actions(),
            "empty": {"title": self.empty_title, "text": self.empty_text, "action": None},
            "filter_form": form,
            "reset_url": self.request.path if self.request.GET else "",
        }
        return super().get_context_data(**{**context, **kwargs})

    def _links(self, page: KeysetPage) -> PageLinks:
        last = page.first + len(page.rows) - 1
        return PageLinks(
            self._url(before=page.before.token) if page.before else "",
            self._url(after=page.after.token) if page.after else "",
            f"第 {page.first}–{last} 条" if page.rows else "",
        )

    def _url(self, **edge: str) -> str:
        kept = {name: value for name, value in self.request.GET.items() if name not in EDGES}
        return f"?{urlencode({**kept, **edge})}"
