"""A list: what the person may see, filtered, in pages without a count."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.views.generic.base import TemplateResponseMixin

from pueredu.office.pages.base import Page

PAGE_SIZE = 50


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
        number = self._page_number()
        start = (number - 1) * PAGE_SIZE
        found = list(rows[start : start + PAGE_SIZE + 1])
        context = {
            "table": self.table(found[:PAGE_SIZE]),
            "page": self._links(number, start, found),
            "actions": self.get_actions(),
            "empty": {"title": self.empty_title, "text": self.empty_text, "action": None},
            "filter_form": form,
            "reset_url": self.request.path if self.request.GET else "",
        }
        return super().get_context_data(**{**context, **kwargs})

    def _page_number(self) -> int:
        text = self.request.GET.get("page", "1")
        return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1

    def _links(self, number: int, start: int, found: list) -> PageLinks:
        has_next = len(found) > PAGE_SIZE
        shown = min(len(found), PAGE_SIZE)
        words = f"第 {start + 1}–{start + shown} 条" if shown else ""
        return PageLinks(
            self._url(number - 1) if number > 1 else "",
            self._url(number + 1) if has_next else "",
            words,
        )

    def _url(self, number: int) -> str:
        query = {**self.request.GET.dict(), "page": number}
        return f"?{urlencode(query)}"
