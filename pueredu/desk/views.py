"""The first page of every role, the cockpit of the leaders, and the search."""

from django.http import Http404
from django.urls import reverse
from django.views.generic.base import TemplateResponseMixin

from measures.queries import grid, vacant_group_posts
from pueredu.desk.counter import tasks_of
from pueredu.desk.forms import SearchForm
from pueredu.desk.handover import handover_of, posts_in_handover
from pueredu.desk.queries import meter_of, todo_of
from pueredu.desk.search import search
from pueredu.desk.tables import (
    CountyTable,
    EventTable,
    FormerHolderTable,
    GroupVacancyTable,
    OwedTable,
    PaperTable,
    VacancyTable,
)
from pueredu.loop.queries import open_by_area
from pueredu.notices.queries import first_unread
from pueredu.office.pages import SIGNED_IN, Page
from pueredu.units.access.posts import held_posts
from pueredu.units.enums import KEEPERS
from pueredu.units.queries import openings, vacancies

TODO_SHOWN = 12
MESSAGES_SHOWN = 5
NOTHING = "目前没有待办事项"


class HomeView(TemplateResponseMixin, Page):
    """What I owe, in order of date, and what is still open; those who keep accounts see none of it
    but their own standing tasks."""

    access = SIGNED_IN
    title = "我的工作台"
    template_name = "desk/home.html"

    def get_lead(self):
        return "；".join(post.label for post in held_posts(self.request.user))

    def get(self, request):
        todo = todo_of(request.user, self.today)
        roles = {post.role for post in held_posts(request.user)}
        keeps = bool(roles) and roles <= KEEPERS
        context = self.get_context_data(
            tasks=tasks_of(request.user, self.today) if keeps else [],
            todo=todo[:TODO_SHOWN],
            later=todo[TODO_SHOWN:],
            todo_total=len(todo),
            nothing=nothing_to_do(roles),
            meter=meter_of(request.user, self.today) if roles - KEEPERS else None,
            unread=first_unread(request.user, MESSAGES_SHOWN),
            actions=self.get_actions(),
            as_of=self.today,
        )
        return self.render_to_response(context)

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Doors that only some have: what a new post inherits and an ending one leaves, the accounts
        of a 县(区), the cockpit of leaders, the admin of the bureau."""
        user = self.request.user
        doors = [
            (True, ("交接清单", reverse("desk:handover", args=[post.id]), "primary"))
            for post in posts_in_handover(user, self.today)
        ]
        keeps, leads = map(user.has_perm, ("accounts.import_user", "desk.view_cockpit"))
        doors += [
            (keeps, ("新开账号并任职", reverse("units:newcomer-add"), "primary")),
            (keeps, ("发放启用码", reverse("accounts:activations"), "secondary")),
            (leads, ("改革总览", reverse("desk:cockpit"), "secondary")),
            (user.is_staff, ("办公后台", reverse("admin:index"), "secondary")),
        ]
        return [door for is_open, door in doors if is_open]


def nothing_to_do(roles: set[str]) -> dict[str, str]:
    """What an empty to-do list says to somebody with these roles."""
    if not roles:
        title, text = "您目前没有职务", "职务由安全管理员或县级账号管理员设置，请与他们联系。"
    else:
        title, text = NOTHING, "需要您办理的事项会按时限先后排在这里，并发消息提醒您。"
    return {"title": title, "text": text}


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


class HandoverView(TemplateResponseMixin, Page):
    """What a post leaves to whoever holds it next, for its holder: coming or going."""

    access = SIGNED_IN
    title = "交接清单"
    template_name = "desk/handover.html"

    def get(self, request, pk):
        handover = handover_of(request.user, pk, self.today)
        if handover is None:
            raise Http404
        context = self.get_context_data(
            handover=handover,
            owed=OwedTable(handover.owed, today=self.today),
            papers=PaperTable(handover.papers),
            events=EventTable(handover.events),
            former=FormerHolderTable(handover.predecessors),
            as_of=self.today,
        )
        return self.render_to_response(context)


class VacancyView(TemplateResponseMixin, Page):
    access = "units.view_membership"
    title = "空缺职务"
    lead = "没有人担任的职务：交来的事项无人签收，学校的学时无人申报。"
    template_name = "desk/vacancies.html"

    def get(self, request):
        user = request.user
        gives = user.has_perm("units.add_membership")
        roles = openings(user, self.today).roles if gives else []
        context = self.get_context_data(
            offices=VacancyTable(vacancies(user, self.today), roles=roles),
            seats=GroupVacancyTable(vacant_group_posts(user, self.today)),
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
