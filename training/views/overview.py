"""How school and county stand and who has not filed: by county for the city, by school for a county."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic.base import TemplateResponseMixin

from pueredu.kit.templatetags.formats import number
from pueredu.office.pages import Page
from pueredu.units.enums import AREA_KINDS
from pueredu.units.models import Unit
from training import queries
from training.tables import CompositionTable, CountyHoursTable, PartTable, SchoolHoursTable


class OverviewView(TemplateResponseMixin, Page):
    access = "training.view_hours_batch"
    title = "学时达标"
    template_name = "training/overview.html"

    @cached_property
    def rule(self):
        return queries.requirement(queries.year_of(self.today), self.today)

    @cached_property
    def sees_counties(self) -> bool:
        return queries.sees_several_counties(self.request.user)

    @cached_property
    def county(self) -> Unit | None:
        """The 县(区) asked for by ``?county=``, for readers of several."""
        wanted = self.request.GET.get("county", "")
        if not (self.sees_counties and wanted.isdecimal()):
            return None
        areas = Unit.objects.visible_to(self.request.user).filter(kind__in=AREA_KINDS)
        return areas.filter(pk=wanted).first()

    @property
    def is_by_county(self) -> bool:
        return self.sees_counties and self.county is None

    @cached_property
    def rows(self) -> list:
        if self.is_by_county:
            return queries.hours_by_county(self.request.user, self.today, self.rule)
        return queries.hours_by_school(self.request.user, self.rule, self.today, self.county)

    def get_lead(self) -> str:
        mark = "（适用学段暂定）" if self.rule.is_provisional else ""
        return f"{self.rule.year}，每位教师整年不少于 {number(self.rule.hours)} 学时{mark}。"

    def get_trail(self):
        return [("学时达标", reverse("training:overview"))] if self.county else []

    def get_title(self) -> str:
        return f"学时达标：{self.county.short_name}" if self.county else self.title

    def get(self, request):
        totals = queries.sum_of(self.rows)
        context = {
            "totals": totals,
            "words": queries.words_on(totals, self.rule, self.today),
            "table": self._table(),
            "table_title": "各县(区)情况" if self.is_by_county else "各申报单位情况",
            "actions": self._links(),
            "as_of": self.today,
            **self._composition(),
        }
        return self.render_to_response(self.get_context_data(**context))

    def _table(self):
        if self.is_by_county:
            return CountyHoursTable(self.rows)
        return SchoolHoursTable(self.rows, opens_people=self.opens_people)

    def _composition(self) -> dict:
        """Two shares of the whole, and every place by direction or (``?by=form``) by form."""
        found = queries.composition(
            self.request.user, self.rule.year, county=self.county, by_county=self.is_by_county
        )
        is_by_form = self.request.GET.get("by") == "form"
        places = [row.place for row in self.rows]
        parts = found.forms if is_by_form else found.directions
        return {
            "recognised": found.total,
            "directions": PartTable(found.directions, "方向"),
            "forms": PartTable(found.forms, "形式"),
            "composition": CompositionTable(places, parts, found),
            "is_by_form": is_by_form,
            "other_url": f"?{self._query()}by={'direction' if is_by_form else 'form'}#composition",
        }

    @property
    def opens_people(self) -> bool:
        """Whether the reader may see the people behind the numbers; leaders see the numbers."""
        return self.request.user.has_perm("training.view_learner")

    def _query(self) -> str:
        return f"county={self.county.pk}&" if self.county else ""

    def _links(self) -> list[dict]:
        if not self.opens_people:
            return []
        names = (
            ("未达标名单", "shortfall-list", "primary"),
            ("学员名册", "learner-list", "secondary"),
        )
        links = [
            {"label": label, "url": f"{reverse(f'training:{name}')}?{self._query()}", "kind": kind}
            for label, name, kind in names
        ]
        more = {"label": "要求调整", "url": reverse("training:adjustment-list"), "kind": "quiet"}
        return [*links, more]
