"""The first page of the room: ten measures, and the themes × 县(区) with their lamps."""

from django.urls import reverse

from measures.models import Commitment, Measure
from measures.queries import grid
from measures.tables import LedgerTable, MeasureTable
from pueredu.kit.templatetags.formats import day
from pueredu.office.pages import DetailPage, ListPage

OVERVIEW = ("十条措施", "measures:measure-list")


def trail(*names: tuple[str, str]) -> list[tuple[str, str]]:
    """Pairs (label, url) from pairs (label, url name)."""
    return [(label, reverse(name)) for label, name in names]


class MeasureListView(ListPage):
    access = "measures.view_measure"
    title = "十条措施"
    lead = "正文录入并与主题对应之前，按答复函所述主题显示各县(区)落实情况。"
    template_name = "measures/measure_list.html"
    model = Measure
    table = MeasureTable

    def get_rows(self):
        return super().get_rows().with_text_on(self.today)

    def get_actions(self):
        return [
            {"label": "承诺台账", "url": reverse("measures:commitment-list"), "kind": "primary"},
            {"label": "领导小组", "url": reverse("measures:leading-group-list")},
            {"label": "政策文件", "url": reverse("measures:policy-document-list")},
            {"label": "答复函", "url": reverse("measures:reply-list")},
        ]

    def get_context_data(self, **kwargs):
        found = grid(self.request.user, self.today)
        context = {"grid": found, "as_of": self.today}
        return super().get_context_data(**{**context, **kwargs})


class MeasureDetailView(DetailPage):
    access = "measures.view_measure"
    model = Measure
    prefetched = ("versions", "themes")

    def get_trail(self):
        return trail(OVERVIEW)

    def get_facts(self):
        version = self.record.version_on(self.today)
        return [
            ("标题", version.title if version else "正式文本待录入"),
            ("现行版本", f"第{version.version}版" if version else ""),
            ("施行日期", day(version.since) if version else ""),
            ("对应主题", "、".join(theme.title for theme in self.record.themes.all())),
        ]

    def get_context_data(self, **kwargs):
        texts = [
            {"title": str(row), "text": row.full_text or row.get_text_state_display()}
            for row in self.record.versions.all()
        ]
        mine = Commitment.objects.visible_to(self.request.user).filter(theme__measure=self.record)
        rows = LedgerTable(mine.with_owners().with_progress(self.request.user))
        sections = [*texts, {"title": "承诺事项", "table": rows}]
        return super().get_context_data(**{"sections": sections, **kwargs})
