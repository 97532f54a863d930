"""A place is typed as a clerk would say it; what is not clear is answered by what it may be."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from pueredu.units.models import Unit
from tests.support.world import TODAY
from training.forms.places import PlaceField, places_for


@pytest.fixture
def field(room):
    found = PlaceField(label="新单位")
    found.offer(places_for(room.world.person("a_bureau"), "training.transfer_learner"))
    return found


@pytest.mark.parametrize(
    "typed",
    ["T-a1", "Ｔ－ａ１", "金丝雀甲一小", " 金丝雀甲县 金丝雀甲一小 ", "金丝雀甲县　金丝雀甲一小（T-a1）"],
)  # fmt: skip
def test_code_and_names_are_understood(field, room, typed):
    assert field.clean(typed) == room.world.units["a1"]


def test_a_part_of_a_name_is_answered_by_those_that_have_it(field):
    with pytest.raises(ValidationError) as error:
        field.clean("教学点")
    words = "请从中选择一个，或填写单位代码：金丝雀甲县　金丝雀甲教学点（T-a3）。"
    assert error.value.messages == [words]


def test_two_of_one_name_are_told_apart_by_their_code(field, room):
    name = room.world.units["a1"].name
    Unit.objects.filter(code="T-a2").update(name=name)
    with pytest.raises(ValidationError, match=r"T-a1.*T-a2"):
        field.clean(name)
    assert field.clean(f"金丝雀甲县　{name}（T-a2）") == room.world.units["a2"]
    proposed = list(field.widget.proposals)
    assert proposed[1:] == [
        f"金丝雀甲县　{name}（T-a1）", f"金丝雀甲县　{name}（T-a2）",
        "金丝雀甲县　金丝雀甲教学点",
    ]  # fmt: skip


def test_a_place_that_is_not_ones_own_is_as_one_that_is_not(field):
    for typed in ("T-b1", "没有的学校"):
        with pytest.raises(ValidationError, match="没有这个单位"):
            field.clean(typed)
    with pytest.raises(ValidationError, match="必填"):
        field.clean("")
    field.required = False
    assert field.clean(" ") is None


def test_what_is_closed_or_not_yet_open_takes_nobody(clock, field, room):
    Unit.objects.filter(code="T-a1").update(until=TODAY - timedelta(days=1))
    Unit.objects.filter(code="T-a2").update(since=TODAY + timedelta(days=1))
    Unit.objects.filter(code="T-a3").update(until=TODAY)
    for typed in ("T-a1", "T-a2"):
        with pytest.raises(ValidationError, match="没有这个单位"):
            field.clean(typed)
    assert field.clean("T-a3") == room.world.units["a3"]


def test_the_page_proposes_and_keeps_what_was_typed(room, sign_in):
    address = reverse("training:learner-transfer", args=[room.learners["a1-0"].pk])
    client = sign_in("a_bureau")
    page = client.get(address).content.decode()
    assert '<option value="金丝雀甲县　金丝雀甲中心学校">' in page
    assert 'list="id_school_list"' in page
    page = client.post(address, {"school": "教学点", "since": "", "reason": ""})
    assert page.status_code == 422
    assert 'value="教学点"' in page.content.decode()


def test_the_admin_proposes_too(room, sign_in):
    address = reverse("admin:training_learner_do", args=[room.learners["a1-0"].pk, "transfer"])
    page = sign_in("city_training").get(address).content.decode()
    assert '<option value="金丝雀乙县　金丝雀乙一小">' in page
