"""The admin's first page is the work of whoever opens it; its menu is grouped by work."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse

from measures.models import Commitment, Reply
from pueredu.audit.actions import remember
from pueredu.audit.enums import Result
from pueredu.desk.counter import sidebar
from pueredu.loop.models import Matter
from pueredu.notices.models import Message
from pueredu.office.counter import ScopedAdmin
from pueredu.units.models import Membership
from tests.desk.conftest import rows_behind
from tests.support import matters
from tests.support.figures import load_figures
from tests.support.world import AT, TODAY

pytestmark = pytest.mark.usefixtures("errands")

AROUND = {"工作台", "门户页面"}  # pages, no tables
BUREAU = ["secretariat", "city_staff", "city_training"]
ADMINISTRATORS = ["system_admin", "security_admin", "audit_admin"]


def titles(steps):
    return [(step.title, step.button["label"]) for step in steps]


def number_behind(client, url) -> int:
    """How many rows the list at this address shows, in the admin or in the portal."""
    if url.startswith("/admin/"):
        shown = client.get(url).context
        return shown["cl"].queryset.count() if "cl" in shown else len(shown["table"]["rows"])
    if url == reverse("desk:vacancies"):
        return len(client.get(url).context["offices"].rows)
    return len(rows_behind(client, url))


@pytest.fixture
def promise(world):
    """A promise of the public letter that nobody has been handed yet."""
    reply = Reply.objects.create(
        code="reply", title="答复函", proposal_no="156", proposal_kind="cppcc",
        proposal_session="五届二次会议", proposal_title="几点建议", outcome_class="A",
        disclosure="open", replied_on=TODAY, signatory="教育体育局", source="测试",
    )  # fmt: skip
    return Commitment.objects.create(
        code="canteens", reply=reply, title="改造食堂", quote="原话", kind="promise",
        period="yearly", lead_organ="government", is_per_county=True, source="测试",
    )  # fmt: skip


def test_what_waits_for_me_and_what_i_owe_stand_apart(house, promise, sign_in):
    page = sign_in("secretariat").get("/admin/")
    assert titles(page.context["awaited"]) == [("甲三", "核验通过")]
    assert titles(page.context["mine"]) == [("改造食堂", "交办各县(区)")]
    said = page.content.decode()
    assert ("等我核验、认定" in said, "我要办的" in said) == (True, True)


def test_every_step_opens_in_the_admin(house, promise, sign_in):
    client = sign_in("secretariat")
    page = client.get("/admin/")
    steps = [*page.context["awaited"], *page.context["mine"]]
    assert [step.url.rsplit("/", 2)[0] for step in steps] == [
        f"/admin/loop/matter/{Matter.objects.get(title='甲三').pk}",
        f"/admin/measures/commitment/{promise.pk}/do",
    ]
    for step in steps:
        assert (step.url, client.get(step.url).status_code) == (step.button["url"], 200)


@pytest.mark.parametrize("key", BUREAU)
def test_every_number_of_the_meter_is_the_length_of_the_list_behind_it(house, sign_in, key):
    client = sign_in(key)
    for line in client.get("/admin/").context["meter"].lines:
        assert (line.label, number_behind(client, line.url)) == (line.label, line.count)


@pytest.mark.parametrize("key", ADMINISTRATORS)
def test_every_number_of_an_administrator_is_the_length_of_the_list_behind_it(house, sign_in, key):
    remember("test.act", house.units["a"], by=None, at=AT, result=Result.DENIED)
    Membership.objects.filter(user=house.people["a_bureau"]).update(until=TODAY + timedelta(9))
    client = sign_in(key)
    tasks = client.get("/admin/").context["tasks"]
    assert {task["label"]: task["count"] for task in tasks} == {
        task["label"]: number_behind(client, task["url"]) for task in tasks
    }
    assert [task["count"] for task in tasks if task["count"]] != []


def test_each_administrator_sees_the_own_work_and_no_business(house, sign_in):
    pages = {key: sign_in(key).get("/admin/") for key in ADMINISTRATORS}
    assert {
        key: [task["label"] for task in page.context["tasks"]] for key, page in pages.items()
    } == {
        "system_admin": ["没有现任职务的账号", "长期未用的账号", "已停用的账号"],
        "security_admin": ["没有现任职务的账号", "30 天内到期的任职", "空缺职务"],
        "audit_admin": ["今日被拒绝的操作", "今日全部记录"],
    }
    for page in pages.values():
        assert (page.context["awaited"], page.context["mine"]) == ([], [])
        assert ("甲三" in page.content.decode(), "未闭环事项" in page.content.decode()) == (
            False, False,
        )  # fmt: skip


def test_what_came_in_today_stands_on_the_page_read_or_not(house, sign_in):
    person = house.people["secretariat"]
    for title, days in (("今天的", 0), ("昨天的", 1)):
        Message.objects.create(
            recipient=person, kind="Test", title=title, reason="测试",
            created_at=AT - timedelta(days),
        )  # fmt: skip
    news = sign_in("secretariat").get("/admin/").context["news"]
    assert "今天的" in [message.title for message in news]
    assert "昨天的" not in [message.title for message in news]


def test_nothing_to_do_reads_as_a_sentence(world, sign_in):
    load_figures()
    said = sign_in("city_staff").get("/admin/").content.decode()
    assert ("目前没有待办事项" in said, "今天还没有新消息。" in said) == (True, True)


@pytest.mark.parametrize(
    ("key", "queries"),
    [("secretariat", 11), ("city_training", 11), ("system_admin", 9), ("audit_admin", 7)],
)
def test_the_page_costs_the_same_few_queries_for_one_and_for_three_things(
    world, sign_in, django_assert_num_queries, key, queries
):
    load_figures()
    for number in (1, 3):
        for _ in range(number):
            matters.issued(world)
            matters.submitted(world)
        client = sign_in(key)
        with django_assert_num_queries(queries):
            client.get("/admin/")


def menu(world, rf, key) -> dict[str, list[str]]:
    request = rf.get("/admin/")
    request.user = world.person(key)
    return {
        group["title"]: [str(item["title"]) for item in group["items"]]
        for group in sidebar(request)
    }


def test_the_menu_is_grouped_by_work(world, rf):
    groups = menu(world, rf, "secretariat")
    assert list(groups) == [
        "工作台", "交办与承诺", "述职评议", "教师培训", "三名工作室", "单位、任职与账号", "基础数据",
        "门户页面",
    ]  # fmt: skip
    assert groups["交办与承诺"][:2] == ["事项", "承诺事项"]
    assert groups["工作台"] == ["今日工作", "改革总览", "我的消息"]


def test_an_administrator_s_menu_holds_the_own_tables_only(world, rf):
    assert menu(world, rf, "audit_admin") == {
        "工作台": ["今日工作", "我的消息"],
        "审计": ["审计记录", "审计链"],
        "基础数据": ["参数"],
    }


@pytest.mark.parametrize("key", [*BUREAU, *ADMINISTRATORS])
def test_every_table_that_one_may_open_stands_in_the_menu_once(world, rf, key):
    user = world.person(key)
    request = rf.get("/admin/")
    request.user = user
    tables = [
        str(model._meta.verbose_name)
        for model, keeper in admin.site._registry.items()
        if isinstance(keeper, ScopedAdmin) and keeper.has_view_permission(request)
    ]
    groups = menu(world, rf, key)
    shown = [title for name, group in groups.items() if name not in AROUND for title in group]
    assert sorted(shown) == sorted(tables)
