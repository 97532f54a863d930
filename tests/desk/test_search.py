"""The search finds what the person may see, and nothing else."""

import re

import pytest

from tests.support import matters

pytestmark = pytest.mark.usefixtures("errands")


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
