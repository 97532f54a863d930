"""Who is short and who has not filed: by county for the city, by school for a county."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic.base import TemplateResponseMixin

from pueredu.kit.templatetags.formats import number
from pueredu.office.pages import Page
from pueredu.units.models import Unit
from training import queries
from training.tables import CountyHoursTable, SchoolHoursTable


class OverviewView(TemplateResponseMixin, Page):
    access = "training.view_hours_batch"
    title = "学时达标"
    template_name = "training/overview.html"

    @cached_property
    def year(self):
        return queries.year_of(self.today)

    @cached_property
    def rule(self):
        return queries.requirement(self.year, self.today)

    @cached_property
    def county(self) -> Unit | None:
        """The 县(区) asked for by ``?county=``, among those within sight."""
        wanted = self.request.GET.get("county", "")
        if not wanted.isdecimal():
            return None
        return next((row.county for row in self.counties if str(row.county.pk) == wanted), None)

    @cached_property
    def counties(self):
        return queries.hours_by_county(self.request.user, self.today, self.year, self.rule)

    def get_lead(self) -> str:
        mark = "（适用学段暂定）" if self.rule.is_provisional else ""
        return f"{self.year}，每位教师不少于 {number(self.rule.hours)} 学时{mark}。"

    def get_trail(self):
        return [("学时达标", reverse("training:overview"))] if self.county else []

    def get_title(self) -> str:
        return f"学时达标：{self.county.short_name}" if self.county else self.title

    def get(self, request):
        by_county = len(self.counties) > 1 and self.county is None
        context = {
            "totals": self._totals(),
            "table": CountyHoursTable(self.counties) if by_county else self._schools(),
            "table_title": "各县(区)情况" if by_county else "各申报单位情况",
            "actions": self._links(),
            "as_of": self.today,
        }
        return self.render_to_response(self.get_context_data(**context))

    def _totals(self) -> dict:
        rows = [row for row in self.counties if self.county in {None, row.county}]
        names = ("learners", "bound", "met", "short")
        return {name: sum(getattr(row, name) for row in rows) for name in names}

    def _schools(self) -> SchoolHoursTable:
        rows = queries.hours_by_school(self.request.user, self.year, self.rule, self.county)
        return SchoolHoursTable(rows, opens_people=self.opens_people)

    @property
    def opens_people(self) -> bool:
        """Whether the reader may see the people behind the numbers; leaders see the numbers."""
        return self.request.user.has_perm("training.view_learner")

    def _links(self) -> list[dict]:
        if not self.opens_people:
            return []
        here = reverse("training:learner-list")
        query = f"county={self.county.pk}&" if self.county else ""
        return [
            {"label": "学员名册", "url": f"{here}?{query}", "kind": "secondary"},
            {"label": "未达标名单", "url": f"{here}?{query}short=on", "kind": "secondary"},
        ]
