"""The admin's first page and its menu: the work of whoever opens it, not a list of tables."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from pueredu.accounts.models import User
from pueredu.audit.enums import Result
from pueredu.audit.models import Entry
from pueredu.calendar.queries import value
from pueredu.desk.queries import Meter, Step, meter_of, todo_of
from pueredu.kit import clock
from pueredu.notices.queries import arrived_on
from pueredu.office.context import menu_of
from pueredu.office.counter.doors import counter_url
from pueredu.units.models import Membership
from pueredu.units.queries import ENDING_DAYS, vacancies, without_post

SHOWN = 12
# the menu in the order of the work; what others build on stands at its end
GROUPS = (
    ("交办与承诺", ("loop", "measures")),
    ("述职评议", ("accountability",)),
    ("教师培训", ("training",)),
    ("三名工作室", ("studios",)),
    ("单位、任职与账号", ("units", "accounts")),
    ("审计", ("audit",)),
)
REFERENCE = "基础数据"


Address = Callable[[date], str]


def listed(model: type, query: str) -> Address:
    """The address of an admin's list; ``{day}`` in ``query`` becomes today."""
    return lambda today: f"{_list_of(model)}?{query.format(day=today.isoformat())}"


def page(name: str) -> Address:
    """The address of a page of the portal."""
    return lambda _today: reverse(name)


@dataclass(frozen=True)
class Task:
    """A standing task of those who hold one of ``perms``. ``count`` counts exactly the rows that the
    page at ``address`` shows this person."""

    label: str
    perms: set[str]
    address: Address
    count: Callable[[User, date], int]


_ACCOUNTS, _POSTS, _MEMORY = "accounts.change_user", "units.change_membership", "audit.view_entry"
TASKS = (
    Task(
        "没有现任职务的账号",
        {_ACCOUNTS, _POSTS},
        listed(User, "posts=none&is_active__exact=1"),
        lambda _user, today: without_post(User.objects.active(), today).count(),
    ),
    Task(
        "长期未用的账号",
        {"accounts.disable_user"},
        page("accounts:unused"),
        lambda _user, today: _unused(today).count(),
    ),
    Task(
        "已停用的账号",
        {_ACCOUNTS},
        listed(User, "is_active__exact=0"),
        lambda _user, _today: User.objects.filter(is_active=False).count(),
    ),
    Task(
        f"{ENDING_DAYS} 天内到期的任职",
        {_POSTS},
        listed(Membership, "term=ending"),
        lambda _user, today: Membership.objects.ending_within(ENDING_DAYS, today).count(),
    ),
    Task(
        "空缺职务",
        {_POSTS},
        page("desk:vacancies"),
        lambda user, today: len(vacancies(user, today)),
    ),
    Task(
        "今日被拒绝的操作",
        {_MEMORY},
        listed(Entry, f"result={Result.DENIED}&since={{day}}&until={{day}}"),
        lambda _user, today: Entry.objects.filter(at__date=today, result=Result.DENIED).count(),
    ),
    Task(
        "今日全部记录",
        {_MEMORY},
        listed(Entry, "since={day}&until={day}"),
        lambda _user, today: Entry.objects.filter(at__date=today).count(),
    ),
)


def _unused(today: date) -> QuerySet:
    days = value("accounts.unused_days", today)
    return User.objects.unused_since(clock.machine() - timedelta(days))


def dashboard(request: HttpRequest, context: dict) -> dict:
    """UNFOLD's DASHBOARD_CALLBACK: what I owe, what waits for me, what is open, what came today."""
    user, today = request.user, clock.today()
    steps = [_inside(step, request) for step in todo_of(user, today)]
    mine = [step for step in steps if not step.is_awaited]
    return {
        **context,
        "awaited": [step for step in steps if step.is_awaited],
        "mine": mine[:SHOWN],
        "later": mine[SHOWN:],
        "meter": _meter_inside(meter_of(user, today), request),
        "news": arrived_on(user, today, SHOWN),
        "tasks": tasks_of(user, today),
        "as_of": today,
    }


def tasks_of(user, today: date) -> list[dict]:
    """The standing tasks of this person's posts, each with its number and its list; lists of the
    admin for those alone who may enter it."""
    mine = [task for task in TASKS if any(user.has_perm(perm) for perm in task.perms)]
    doors = [(task, task.address(today)) for task in mine]
    return [
        {"label": task.label, "count": task.count(user, today), "url": url}
        for task, url in doors
        if user.is_staff or not url.startswith(reverse("admin:index"))
    ]


def _inside(step: Step, request) -> Step:
    """The same step with the admin's own pages behind it."""
    url = counter_url(step.url, request)
    return replace(step, url=url, button={**step.button, "url": url})


def _meter_inside(meter: Meter, request) -> Meter:
    return Meter([replace(line, url=counter_url(line.url, request)) for line in meter.lines])


def sidebar(request: HttpRequest) -> list[dict]:
    """UNFOLD's navigation: the tables that this person may open, grouped by work."""
    seen = [
        (model, keeper)
        for model, keeper in admin.site._registry.items()
        if keeper.has_module_permission(request) and hasattr(keeper, "is_reference")
    ]
    placed = {label for _, labels in GROUPS for label in labels}
    groups = [_first_group(request)]
    for title, labels in GROUPS:
        tables = [m for m, k in seen if m._meta.app_label in labels and not k.is_reference]
        groups.append(_group(title, tables))
    others = [m for m, k in seen if k.is_reference or m._meta.app_label not in placed]
    groups.append(_group(REFERENCE, others))
    groups.append(_portal(request))
    return [group for group in groups if group["items"]]


def _first_group(request) -> dict:
    doors = [("今日工作", "admin:index", True)]
    doors.append(("改革总览", "desk:cockpit", request.user.has_perm("desk.view_cockpit")))
    doors.append(("我的消息", "office:inbox", True))
    items = [{"title": title, "link": reverse(name)} for title, name, is_open in doors if is_open]
    return {"title": "工作台", "items": items}


def _portal(request) -> dict:
    """The pages of the portal that this person's posts open, as its own menu has them."""
    items = [
        {"title": item["title"], "link": item["url"]}
        for item in menu_of(request.user)
        if item["url"] != reverse("desk:cockpit")
    ]
    return {"title": "门户页面", "items": items}


def _group(title: str, models: list) -> dict:
    return {
        "title": title,
        "items": [{"title": m._meta.verbose_name, "link": _list_of(m)} for m in models],
    }


def _list_of(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
