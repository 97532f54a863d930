"""The first page of each role: what I owe, what is open, and numbers that are their lists."""

import re
from datetime import date, timedelta

import pytest

from pueredu.calendar.models import Holiday
from pueredu.notices.models import Message
from tests.support import matters
from tests.support.figures import load_figures
from tests.support.world import TODAY

pytestmark = pytest.mark.usefixtures("errands")

EVERYBODY = [
    "secretariat", "city_staff", "city_training", "city_leader", "city_finance", "inspector",
    "a_party_office", "a_government", "a_bureau", "a_finance", "a_leader", "a_accounts",
    "a1_head", "a1_officer", "a1_teacher", "a2_officer", "c1_officer",
    "system_admin", "security_admin", "audit_admin", "nobody",
]  # fmt: skip


@pytest.fixture
def house(world):
    """A few open Matters in both 县(区), one of them overdue, one ended."""
    load_figures()
    matters.issued(world, title="甲一", due_on=TODAY)
    matters.received(world, title="甲二", due_on=TODAY + timedelta(5))
    matters.submitted(world, title="甲三")
    matters.closed(world, title="甲四")
    matters.issued(world, unit="b-government", title="乙一")
    return world


def lines_of(response):
    return response.context["meter"].lines


def rows_behind(client, url):
    """All rows of a list, page by page."""
    rows = []
    while url:
        page = client.get(url)
        assert page.status_code == 200
        rows += page.context["table"].rows
        next_url = page.context["page"].next_url if "page" in page.context else ""
        url = f"{url.split('?')[0]}{next_url}" if next_url else ""
    return rows


@pytest.mark.parametrize("key", EVERYBODY)
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
    assert [key for key in EVERYBODY if "办公后台" in doors[key]] == [
        "secretariat", "city_staff", "city_training", "system_admin", "security_admin", "audit_admin",
    ]  # fmt: skip


def test_somebody_with_nothing_to_do_reads_a_sentence(world, sign_in):
    body = sign_in("nobody").get("/").content.decode()
    assert ("目前没有待办事项" in body, "全部闭环" in body) == (True, True)


@pytest.mark.parametrize(
    ("key", "queries"), [("a1_teacher", 5), ("a_government", 12), ("secretariat", 18)]
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


def test_the_cockpit_names_every_county_with_a_word_and_links_to_its_list(house, sign_in, clock):
    clock.shift(timedelta(days=1))
    client = sign_in("city_leader")
    table = client.get("/overview/").context["counties"]
    rows = [[cell["value"] for cell in row["cells"]] for row in table.rows]
    assert rows == [
        [house.units["a"].short_name, "有逾期", 3, 1, "甲一", "2023-05-25"],
        [house.units["b"].short_name, "按期办理", 1, 0, "乙一", "2023-06-30"],
    ]
    for row in table.rows:
        assert len(rows_behind(client, row["url"])) == row["cells"][2]["value"]


def test_a_county_without_anything_open_says_so(world, sign_in):
    load_figures()
    table = sign_in("secretariat").get("/overview/").context["counties"]
    assert [[cell["value"] for cell in row["cells"]][1:4] for row in table.rows] == [
        ["无未闭环", 0, 0], ["无未闭环", 0, 0],
    ]  # fmt: skip


def test_the_cockpit_is_for_those_who_answer_for_the_city(house, sign_in):
    statuses = {key: sign_in(key).get("/overview/").status_code for key in EVERYBODY}
    assert [key for key, status in statuses.items() if status == 200] == [
        "secretariat", "city_staff", "city_leader",
    ]  # fmt: skip
    assert set(statuses.values()) == {200, 403}


def test_the_cockpit_stays_within_its_queries(house, sign_in, django_assert_num_queries):
    client = sign_in("city_leader")
    with django_assert_num_queries(16):
        client.get("/overview/")


def found(client, text):
    response = client.get("/search/", {"q": text})
    assert response.status_code == 200
    return {group.label: [row.title for row in group.rows] for group in response.context["groups"]}


def test_the_search_finds_matters_evidence_and_units_within_sight(house, sign_in):
    client = sign_in("secretariat")
    assert found(client, "甲") == {
        "事项": ["甲四", "甲三", "甲二", "甲一"],
        "单位": [unit.name for unit in house.units.values() if "甲" in unit.name],
    }
    assert found(client, "签批件") == {"佐证材料": ["签批件.pdf", "签批件.pdf"]}


def test_the_search_shows_nothing_of_another_county(house, sign_in):
    client = sign_in("b_government")
    assert found(client, "甲") == {}
    assert found(client, "签批件") == {}
    assert found(client, "乙一") == {"事项": ["乙一"], "单位": ["金丝雀乙一小"]}


def test_a_matter_is_found_by_its_serial(house, sign_in):
    serial = next(iter(matters.Matter.objects.filter(title="乙一"))).serial
    assert found(sign_in("secretariat"), serial) == {"事项": ["乙一"]}


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "\x00", "无此词", "长" * 61, "'; DROP"])
def test_odd_words_find_nothing_and_break_nothing(house, sign_in, text):
    assert found(sign_in("secretariat"), text) == {}


def test_what_is_cut_is_said(world, sign_in):
    for number in range(21):
        matters.draft(world, title=f"同名 {number}")
    response = sign_in("secretariat").get("/search/?q=同名")
    (group,) = response.context["groups"]
    assert (len(group.rows), group.is_cut) == (20, True)
    assert "只显示前 20 条" in response.content.decode()


def test_a_unit_found_leads_bureau_staff_to_the_admin_and_others_nowhere(house, sign_in):
    for key, has_link in (("secretariat", True), ("a_bureau", False)):
        (group,) = sign_in(key).get("/search/?q=金丝雀甲一小").context["groups"]
        assert [bool(row.url) for row in group.rows] == [has_link]
        for row in group.rows:
            assert not row.url or sign_in(key).get(row.url).status_code == 200


def test_the_masthead_s_search_leads_here(world, sign_in):
    assert re.search(
        r'<form class="search" action="/search/"', sign_in("nobody").get("/").content.decode()
    )


def test_every_page_is_labelled_while_demonstration_units_exist(world, sign_in, settings, client):
    settings.DEMO_DATA = None
    band = "页面内容仅供演示"
    caches_clear()
    assert band not in client.get("/sign-in/").content.decode()
    world.units["a1"].__class__.objects.filter(code="T-a1").update(is_demo=True)
    caches_clear()
    assert band in client.get("/sign-in/").content.decode()
    assert band in sign_in("nobody").get("/").content.decode()
    assert band in sign_in("nobody").get("/keine-seite/").content.decode()
    caches_clear()


def caches_clear():
    from django.core.cache import caches

    caches["process"].clear()
