"""A list as its reader wants it: conditions, columns, and the own names for both."""

import pytest

from pueredu.office.models import SavedView
from tests.office.conftest import sentences
from tests.support import matters

LIST = "/admin/loop/matter/"
KEPT = {"name": "待核验", "columns": ["title", "serial", "state_badge"]}


def headings(response) -> list[str]:
    return [name for name in response.context["cl"].list_display if name != "action_checkbox"]


def titles(response) -> list[str]:
    return [row.title for row in response.context["cl"].result_list]


@pytest.fixture
def view(house, sign_in):
    """The Secretariat keeps the list of what waits for verification."""
    sign_in("secretariat").post(f"{LIST}view/?state__exact=submitted", KEPT)
    return SavedView.objects.get()


def test_a_list_is_kept_with_its_conditions_and_columns(view, sign_in, remembered):
    client = sign_in("secretariat")
    assert view.get_absolute_url() == f"{LIST}?state__exact=submitted&view={view.pk}"
    page = client.get(view.get_absolute_url())
    assert (titles(page), headings(page)) == (
        ["食堂甲", "食堂乙"],
        ["title", "state_badge", "serial"],
    )
    assert 'aria-current="page">待核验' in page.content.decode()


def test_the_page_that_keeps_says_the_conditions_in_words(house, sign_in):
    query = {"q": "食堂", "state__exact": "submitted", "open": "1", "p": "2"}
    page = sign_in("secretariat").get(f"{LIST}view/", query)
    assert page.context["conditions"] == ["搜索「食堂」", "闭环：只看未闭环", "状态：待核验"]
    assert page.context["view"].query == "q=%E9%A3%9F%E5%A0%82&state__exact=submitted&open=1"


def test_what_is_kept_is_remembered(house, sign_in, remembered):
    client = sign_in("secretariat")
    client.post(f"{LIST}view/?open=1", KEPT)
    kept = SavedView.objects.get()
    client.post(f"{LIST}view/{kept.pk}/", {**KEPT, "name": "等我的"})
    client.post(f"{LIST}view/{kept.pk}/", {"delete": "yes"})
    assert remembered() == [
        ("office.saved_view.add", "待核验"),
        ("office.saved_view.change", "等我的"),
        ("office.saved_view.delete", "等我的"),
    ]
    assert not SavedView.objects.exists()


def test_a_view_is_its_owner_s_alone(view, sign_in):
    other = sign_in("secretariat2")
    assert other.get(f"{LIST}view/{view.pk}/").status_code == 404
    assert other.post(f"{LIST}view/{view.pk}/", {"delete": "yes"}).status_code == 404
    page = other.get(LIST, {"view": view.pk})
    assert headings(page) == ["title", "county", "lead_unit", "due_on", "percent", "state_badge"]
    assert list(page.context["views"]) == []


def test_a_view_belongs_to_its_list(view, sign_in):
    page = sign_in("secretariat").get("/admin/units/unit/", {"view": view.pk})
    assert (list(page.context["views"]), page.context["current_view"]) == ([], None)


def test_the_view_kept_as_first_opens_the_list_and_the_whole_stays_a_click_away(view, sign_in):
    client = sign_in("secretariat")
    client.post(f"{LIST}view/{view.pk}/", {**KEPT, "is_first": "on"})
    assert client.get(LIST).url == view.get_absolute_url()
    assert titles(client.get(LIST, {"view": "0"})) == ["食堂甲", "食堂乙", "食堂丙", "食堂丁"]


def test_another_view_becomes_the_first(view, sign_in):
    client = sign_in("secretariat")
    client.post(f"{LIST}view/{view.pk}/", {**KEPT, "is_first": "on"})
    client.post(f"{LIST}view/?open=1", {**KEPT, "name": "未闭环", "is_first": "on"})
    first = SavedView.objects.get(is_first=True)
    assert (first.name, first.owner.username) == ("未闭环", "secretariat")


def test_a_name_is_used_once_on_a_list(view, sign_in):
    page = sign_in("secretariat").post(f"{LIST}view/?open=1", KEPT)
    assert "您在这张列表上已有同名的视图，请换一个名称。" in page.content.decode()
    assert SavedView.objects.count() == 1


def test_a_view_needs_a_name_and_a_column(house, sign_in):
    said = sign_in("secretariat").post(f"{LIST}view/", {"name": ""}).content.decode()
    assert "请至少勾选一列。" in said
    assert not SavedView.objects.exists()


def test_endless_conditions_are_refused_with_a_sentence(house, sign_in):
    page = sign_in("secretariat").post(f"{LIST}view/?q={'长' * 200}", KEPT)
    assert "条件太长，无法保存；请减少几个条件后再试。" in page.content.decode()


def test_columns_that_a_table_no_longer_has_are_passed_over(view, sign_in):
    SavedView.objects.update(columns=["gone", "title"])
    assert headings(sign_in("secretariat").get(LIST, {"view": view.pk})) == ["title"]
    SavedView.objects.update(columns=["gone"])
    assert len(headings(sign_in("secretariat").get(LIST, {"view": view.pk}))) == 6


def test_a_column_that_no_list_offers_is_not_kept(house, sign_in):
    data = {**KEPT, "columns": ["title", "drafted_by__password"]}
    sign_in("secretariat").post(f"{LIST}view/", data)
    assert not SavedView.objects.exists()


def test_the_query_form_keeps_the_view_and_the_order(view, sign_in):
    page = sign_in("secretariat").get(f"{view.get_absolute_url()}&o=-1")
    assert page.context["cl"].passed_on() == [("view", str(view.pk)), ("o", "-1")]


def test_filters_left_empty_ask_nothing(house, sign_in):
    page = sign_in("secretariat").get(LIST, {"state__exact": "", "county__id__exact": "", "q": ""})
    assert (page.status_code, len(titles(page))) == (200, 4)
    assert page.context["cl"].conditions() == []


def test_overdue_is_a_filter(house, sign_in, clock):
    matters.issued(house, title="今天到期")
    page = sign_in("secretariat").get(LIST, {"open": "late"})
    assert titles(page) == []
    clock.move_to("2023-07-03 09:00+08:00")
    page = sign_in("secretariat").get(LIST, {"open": "late"})
    assert set(titles(page)) == {"食堂甲", "食堂乙", "食堂丙", "今天到期"}


def test_a_list_costs_the_same_few_queries(house, sign_in, view, django_assert_num_queries):
    client = sign_in("secretariat")
    for number in (1, 3):
        for _ in range(number):
            matters.received(house)
        with django_assert_num_queries(12):
            client.get(LIST, {"view": view.pk})


def test_messages_speak_of_the_view(view, sign_in):
    answer = sign_in("secretariat").post(f"{LIST}view/{view.pk}/", {"delete": "yes"})
    assert (answer.url, sentences(answer)) == (f"{LIST}?view=0", ["已删除视图「待核验」。"])
