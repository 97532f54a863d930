"""The first page of each role: what I owe, what is open, and numbers that are their lists."""

from datetime import date, timedelta

import pytest
from django.core.cache import caches

from pueredu.calendar.models import Holiday
from pueredu.notices.models import Message
from pueredu.units.models import Unit
from tests.desk.conftest import EVERYBODY, rows_behind
from tests.support import matters
from tests.support.figures import load_figures
from tests.support.world import TODAY

pytestmark = pytest.mark.usefixtures("errands")
KEEPERS = ["system_admin", "security_admin", "audit_admin", "a_accounts"]


def lines_of(response):
    return response.context["meter"].lines


@pytest.mark.parametrize("key", [k for k in EVERYBODY if k not in {*KEEPERS, "nobody"}])
def test_every_number_of_the_meter_is_the_length_of_the_list_behind_it(house, sign_in, key):
    client = sign_in(key)
    response = client.get("/")
    assert response.status_code == 200
    for line in lines_of(response):
        assert (line.label, len(rows_behind(client, line.url))) == (line.label, line.count)
    assert response.context["meter"].total == sum(line.count for line in lines_of(response))


def test_the_secretariat_sees_all_that_is_open_and_the_oldest_example(house, sign_in):
    meter = sign_in("secretariat").get("/").context["meter"]
    (line,) = [line for line in meter.lines if line.label == "交办件"]
    assert (line.count, line.overdue, line.oldest, line.oldest_due_on) == (4, 0, "甲一", TODAY)


def test_a_city_leader_reads_the_same_number_as_the_secretariat(house, sign_in):
    leader, secretariat = (
        sign_in(key).get("/").context["meter"] for key in ("city_leader", "secretariat")
    )
    assert leader.total == secretariat.total > 0
    assert leader.lines == secretariat.lines


def test_a_county_organ_counts_its_own_alone(house, sign_in):
    meter = sign_in("a_government").get("/").context["meter"]
    assert [line.count for line in meter.lines if line.label == "交办件"] == [3]
    assert "乙一" not in sign_in("a_government").get("/").content.decode()


def test_the_to_do_list_is_in_order_of_date_with_one_button_each(house, sign_in):
    response = sign_in("a_government").get("/")
    steps = [
        (step.title, step.button["label"], step.days_left, step.lamp)
        for step in response.context["todo"]
    ]
    assert steps == [("甲一", "签收", 0, "amber"), ("甲二", "去办理", 3, "amber")]
    body = response.content.decode()
    assert body.count('class="owed-item"') == 2
    assert (body.count("今天到期"), body.count("还剩 3 个工作日")) == (1, 1)


def test_days_left_are_working_days(house, sign_in):
    Holiday.objects.create(day=date(2023, 5, 26), name="假")
    Holiday.objects.create(day=date(2023, 5, 29), name="假")
    todo = sign_in("a_government").get("/").context["todo"]
    assert [step.days_left for step in todo] == [0, 1]


def test_an_overdue_step_is_red_in_word_and_lamp(world, sign_in, clock):
    load_figures()
    matters.issued(world, due_on=TODAY)
    clock.shift(timedelta(days=4))
    client = sign_in("a_government")
    (step,) = client.get("/").context["todo"]
    assert (step.lamp, step.days_left) == ("red", -2)
    assert "已逾期 2 个工作日" in client.get("/").content.decode()


def test_a_long_list_folds_what_comes_later(world, sign_in):
    load_figures()
    for number in range(14):
        matters.issued(world, title=f"第 {number:02d} 件")
    response = sign_in("a_government").get("/")
    assert (len(response.context["todo"]), len(response.context["later"])) == (12, 2)
    body = response.content.decode()
    assert ("其余 2 项" in body, "共 14 项" in body) == (True, True)
    assert body.count('class="owed-item"') == 14


def test_unread_messages_stand_on_the_desk_until_they_are_opened(house, sign_in):
    client = sign_in("b_government")
    assert "请签收交办件：乙一" in client.get("/").content.decode()
    message = Message.objects.get(recipient=house.people["b_government"])
    client.get(f"/messages/{message.pk}/")
    assert list(client.get("/").context["unread"]) == []


def test_only_the_bureau_and_the_administrators_find_the_door_to_the_admin(house, sign_in):
    doors = {
        key: [door[0] for door in sign_in(key).get("/").context["actions"]] for key in EVERYBODY
    }
    assert doors["secretariat"] == ["改革总览", "办公后台"]
    assert doors["city_training"] == doors["audit_admin"] == ["办公后台"]
    assert doors["city_leader"] == ["改革总览"]
    assert doors["a_accounts"] == ["新开账号并任职", "发放启用码"]
    assert [key for key in EVERYBODY if "办公后台" in doors[key]] == [
        "secretariat", "city_staff", "city_training", "system_admin", "security_admin", "audit_admin",
    ]  # fmt: skip


def test_somebody_with_nothing_to_do_reads_a_sentence(world, sign_in):
    body = sign_in("city_finance").get("/").content.decode()
    assert [words in body for words in ("目前没有待办事项", "排在这里", "未闭环事项")] == [True] * 3


def test_somebody_without_a_post_reads_whom_to_ask(world, sign_in):
    response = sign_in("nobody").get("/")
    assert "您目前没有职务" in response.content.decode()
    assert response.context["meter"] is None


def test_who_keeps_accounts_finds_the_own_tasks_and_no_door_that_stays_shut(house, sign_in):
    pages = {key: sign_in(key).get("/") for key in KEEPERS}
    assert {key: [t["label"] for t in page.context["tasks"]] for key, page in pages.items()} == {
        "system_admin": ["没有现任职务的账号", "长期未用的账号", "已停用的账号"],
        "security_admin": ["没有现任职务的账号", "30 天内到期的任职", "空缺职务"],
        "audit_admin": ["今日被拒绝的操作", "今日全部记录"],
        "a_accounts": ["空缺职务"],
    }
    for key, page in pages.items():
        assert "目前没有待办事项" not in page.content.decode()
        for task in page.context["tasks"]:
            assert sign_in(key).get(task["url"]).status_code == 200, task


@pytest.mark.parametrize("key", KEEPERS)
def test_who_keeps_accounts_is_told_no_number_of_a_business_unseen(house, sign_in, key):
    """0 would read as if all were closed."""
    response = sign_in(key).get("/")
    assert ("未闭环事项" in response.content.decode(), response.context["meter"]) == (False, None)


@pytest.mark.parametrize(
    ("key", "queries"), [("a1_teacher", 7), ("a_government", 8), ("secretariat", 10)]
)
def test_the_desk_costs_the_same_few_queries_for_one_and_for_three_things(
    world, sign_in, django_assert_num_queries, key, queries
):
    load_figures()
    for number in (1, 3):
        for _ in range(number):
            matters.issued(world)
            matters.submitted(world)
        client = sign_in(key)
        with django_assert_num_queries(queries):
            client.get("/")


def test_every_page_is_labelled_while_demonstration_units_exist(world, sign_in, settings, client):
    settings.DEMO_DATA = None
    band = "页面内容仅供演示"
    caches["process"].clear()
    assert band not in client.get("/sign-in/").content.decode()
    Unit.objects.filter(code="T-a1").update(is_demo=True)
    caches["process"].clear()
    assert band in client.get("/sign-in/").content.decode()
    assert band in sign_in("nobody").get("/").content.decode()
    assert band in sign_in("nobody").get("/keine-seite/").content.decode()
    caches["process"].clear()
