"""The leaders' page: every county with a word, every number with its list."""

from datetime import timedelta

import pytest

from tests.desk.conftest import EVERYBODY, rows_behind
from tests.support.figures import load_figures

pytestmark = pytest.mark.usefixtures("errands")


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
    with django_assert_num_queries(11):
        client.get("/overview/")
