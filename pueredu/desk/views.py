"""The first page: what I owe, in order of date, and what is still open."""

from django.views.generic.base import TemplateResponseMixin

from pueredu.desk.queries import open_loops_of, todo_of
from pueredu.office.pages import SIGNED_IN, Page


class HomeView(TemplateResponseMixin, Page):
    access = SIGNED_IN
    title = "我的工作台"
    template_name = "desk/home.html"

    def get(self, request):
        loops = open_loops_of(request.user, self.today)
        context = self.get_context_data(
            owed=todo_of(request.user, self.today),
            loops=loops,
            open_total=sum(loop.count for loop in loops),
            overdue_total=sum(loop.overdue for loop in loops),
            as_of=self.today,
        )
        return self.render_to_response(context)
