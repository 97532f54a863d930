"""A list leaves the house as it is filtered: own rows, its columns, no formula, and remembered."""

import io

import openpyxl
import pytest

from pueredu.accounts.models import User
from pueredu.audit.models import Entry
from pueredu.loop.models import Matter
from pueredu.office.counter import exports
from pueredu.office.counter.exports import cell
from pueredu.office.counter.scoped import ScopedAdmin
from pueredu.office.models import SavedView
from tests.office.conftest import sentences

LIST = "/admin/loop/matter/"
EXPORT = f"{LIST}export/"


def rows(response) -> list[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return list(book.active.iter_rows(values_only=True))


def test_the_rows_are_those_of_the_list_as_it_is_filtered(house, sign_in):
    answer = sign_in("secretariat").get(EXPORT, {"state__exact": "submitted"})
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Disposition"].endswith("20230525.xlsx")
    found = rows(answer)
    assert found[0] == ("事项", "县(区)", "牵头单位", "办理时限", "进度(%)", "状态")
    assert [row[0] for row in found[1:]] == ["食堂甲", "食堂乙"]
    assert (found[1][3].date().isoformat(), *found[1][4:]) == ("2023-06-30", 100, "待核验")


def test_the_columns_are_those_of_the_kept_view(house, sign_in):
    view = SavedView.objects.create(
        owner=house.people["secretariat"], path=LIST, name="短", columns=["title", "kind_label"]
    )
    found = rows(sign_in("secretariat").get(EXPORT, {"view": view.pk, "q": "食堂丁"}))
    assert found == [("事项", "种类"), ("食堂丁", "交办件")]


def test_what_was_taken_out_is_remembered(house, sign_in, remembered):
    rows(sign_in("secretariat").get(EXPORT, {"q": "食堂甲"}))
    assert remembered("verb", "object_label", "actor", "post") == [
        (
            "loop.matter.export", "事项清单（1 行）", "测试市秘书组·secretariat",
            "测试市秘书组·市领导小组秘书组",
        )
    ]  # fmt: skip
    assert Entry.objects.order_by("-id").first().changes == {
        "rows": ["", "1"],
        "columns": ["", "事项、县(区)、牵头单位、办理时限、进度(%)、状态"],
        "query": ["", "q=%E9%A3%9F%E5%A0%82%E7%94%B2"],
    }


def test_nothing_becomes_a_formula(house, sign_in):
    Matter.objects.filter(title="食堂甲").update(title='=HYPERLINK("http://x","y")')
    found = rows(sign_in("secretariat").get(EXPORT, {"state__exact": "submitted"}))
    assert found[1][0] == '\'=HYPERLINK("http://x","y")'


def test_who_may_not_export_has_neither_button_nor_workbook(house, sign_in, remembered):
    client = sign_in("city_training")
    page = client.get(LIST)
    assert (page.context["export_url"], "导出本表" in page.content.decode()) == ("", False)
    assert client.get(EXPORT).status_code == 403
    assert remembered("verb", "result") == [("loop.matter.export", "denied")]


def test_who_may_has_the_button_with_the_filters_of_the_list(house, sign_in):
    said = sign_in("secretariat").get(LIST, {"state__exact": "submitted"}).content.decode()
    assert f'href="{EXPORT}?state__exact=submitted"' in said


def test_too_many_rows_are_refused_with_a_sentence(house, sign_in, monkeypatch, remembered):
    monkeypatch.setattr(exports, "MOST", 3)
    answer = sign_in("secretariat").get(EXPORT, {"open": ""})
    assert sentences(answer) == ["共 4 行，一次最多导出 3 行，请先筛选。"]
    assert (answer.url, remembered()) == (f"{LIST}?open=", [])


def test_demonstration_data_are_labelled_in_the_workbook(house, sign_in, settings):
    settings.DEMO_DATA = True
    assert rows(sign_in("secretariat").get(EXPORT, {"q": "食堂甲"}))[-1][0] == "演示数据"


@pytest.mark.parametrize(
    ("number", "shown"),
    [("13887654321", "138****4321"), ("2120123", "*****23"), ("", "—")],
)
def test_a_telephone_number_leaves_by_its_ends(world, number, shown):
    user = User(name="张三", phone=number)
    keeper = ScopedAdmin(User, None)
    assert (cell(keeper, "phone", user), cell(keeper, "name", user)) == (shown, "张三")


def test_an_export_costs_the_same_few_queries(house, sign_in, django_assert_num_queries):
    client = sign_in("secretariat")
    for query in ({"q": "食堂甲"}, {}):
        with django_assert_num_queries(11):
            rows(client.get(EXPORT, query))


@pytest.mark.parametrize(
    ("table", "kind", "words"),
    [
        ("learner", "training.learners", "导入学员表格"),
        ("trainingactivity", "training.completion", "导入结业名单表格"),
    ],
)
def test_a_table_that_people_import_into_leads_to_the_page_that_checks(
    world, sign_in, table, kind, words
):
    page, address = f"/admin/training/{table}/", f"/imports/new/?kind={kind}"
    button = f'<a class="counter-button" href="{address}">{words}</a>'
    client = sign_in("city_training")
    assert button in client.get(page).content.decode()
    assert client.get(address).status_code == 200
    assert button not in sign_in("secretariat").get(page).content.decode()
