"""The first page of every role, the cockpit of the leaders, and the search."""

from django.urls import reverse
from django.views.generic.base import TemplateResponseMixin

from measures.queries import grid
from pueredu.desk.forms import SearchForm
from pueredu.desk.queries import meter_of, todo_of
from pueredu.desk.search import search
from pueredu.desk.tables import CountyTable
from pueredu.loop.queries import open_by_area
from pueredu.notices.queries import first_unread
from pueredu.office.pages import SIGNED_IN, Page
from pueredu.units.access.posts import held_posts

TODO_SHOWN = 12
MESSAGES_SHOWN = 5


class HomeView(TemplateResponseMixin, Page):
    """What I owe, in order of date, and what is still open."""

    access = SIGNED_IN
    title = "我的工作台"
    template_name = "desk/home.html"

    def get_lead(self):
        return "；".join(post.label for post in held_posts(self.request.user))

    def get(self, request):
        todo = todo_of(request.user, self.today)
        context = self.get_context_data(
            todo=todo[:TODO_SHOWN],
            later=todo[TODO_SHOWN:],
            todo_total=len(todo),
            meter=meter_of(request.user, self.today),
            unread=first_unread(request.user, MESSAGES_SHOWN),
            actions=self.get_actions(),
            as_of=self.today,
        )
        return self.render_to_response(context)

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Doors that only some have: the cockpit of leaders, the admin of the bureau."""
        user = self.request.user
        doors = [
            (
                user.has_perm("desk.view_cockpit"),
                ("改革总览", reverse("desk:cockpit"), "secondary"),
            ),
            (user.is_staff, ("办公后台", reverse("admin:index"), "secondary")),
        ]
        return [door for is_open, door in doors if is_open]


class CockpitView(TemplateResponseMixin, Page):
    """Where the ten 县(区) stand, on one page that prints."""

    access = "desk.view_cockpit"
    title = "改革总览"
    lead = "十个县(区)、每一项承诺、每一件未闭环事项；每个数字都可以点开看清单。"
    template_name = "desk/cockpit.html"

    def get(self, request):
        measures = grid(request.user, self.today)
        lines = open_by_area(request.user, measures.counties, self.today)
        context = self.get_context_data(
            meter=meter_of(request.user, self.today),
            counties=CountyTable(lines, today=self.today),
            grid=measures,
            as_of=self.today,
        )
        return self.render_to_response(context)


class SearchView(TemplateResponseMixin, Page):
    access = SIGNED_IN
    title = "搜索"
    template_name = "desk/search.html"

    def get(self, request):
        form = SearchForm(request.GET)
        text = form.cleaned_data["q"] if form.is_valid() else ""
        groups = search(request.user, text) if text else []
        context = self.get_context_data(form=form, text=text, groups=groups)
        return self.render_to_response(context)
