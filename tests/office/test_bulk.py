"""A bulk act shows first what it will do and what it skips and why; then it does exactly that."""

import pytest

from pueredu.loop.models import Matter, MatterEvent
from pueredu.notices.models import Message
from pueredu.office.counter import bulk
from pueredu.units.enums import Role
from pueredu.units.models import Membership
from tests.office.conftest import sentences
from tests.support import matters
from tests.support.matters import DUE_ON
from tests.support.world import SINCE

LIST = "/admin/loop/matter/"


def keys(*titles):
    return [Matter.objects.get(title=title).pk for title in titles]


def tick(client, verb, *titles, **more):
    """Send the list with these rows ticked."""
    return client.post(LIST, {"action": verb, "_selected_action": keys(*titles), **more})


def lines(response, name):
    return [one.words for one in response.context[name]]


@pytest.fixture
def both(house):
    """Whoever handed in one Matter for the county now also sits in the Secretariat."""
    Membership.objects.create(
        user=house.people["a_government"], unit=house.units["city-secretariat"],
        role=Role.SECRETARIAT, since=SINCE,
    )  # fmt: skip
    matters.issued(house, unit="b-government", title="食堂戊")
    return house


def test_the_page_before_names_what_is_skipped_and_why(both, sign_in):
    answer = tick(sign_in("a_government"), "close", "食堂甲", "食堂丙", "食堂戊")
    assert lines(answer, "done") == []
    assert [(one.record.title, one.refusal) for one in answer.context["skipped"]] == [
        ("食堂甲", "办理过此事项的人不能核验自己办理的事项，请换一位同志核验"),
        ("食堂丙", "现在的状态是「办理中」，不能核验通过"),
        ("食堂戊", "现在的状态是「待签收」，不能核验通过"),
    ]
    said = answer.content.decode()
    assert ("没有可以核验通过的，跳过 3 条" in said, "确认核验通过" in said) == (True, False)


def test_the_page_before_changes_nothing(house, sign_in, remembered):
    before = (MatterEvent.objects.count(), Message.objects.count())
    answer = tick(sign_in("secretariat"), "close", "食堂甲", "食堂丙")
    assert lines(answer, "done") == ["食堂甲　金丝雀甲县　金丝雀甲县人民政府gov"]
    assert lines(answer, "skipped") == ["食堂丙　金丝雀甲县　金丝雀甲县人民政府gov"]
    assert "将核验通过 1 条，跳过 1 条" in answer.content.decode()
    assert (MatterEvent.objects.count(), Message.objects.count()) == before
    assert remembered() == []
    assert Matter.objects.get(title="食堂甲").state == "submitted"


def test_the_act_says_in_one_sentence_what_it_did(house, sign_in, remembered):
    words = {"confirmed": "yes", "text": "材料齐全。"}
    answer = tick(sign_in("secretariat"), "close", "食堂甲", "食堂乙", "食堂丙", **words)
    assert sentences(answer) == [
        "「核验通过」已办理 2 条，跳过 1 条（1 条：现在的状态是「办理中」，不能核验通过）。"
    ]
    assert remembered() == [("loop.matter.close", "食堂甲"), ("loop.matter.close", "食堂乙")]
    closing = MatterEvent.objects.filter(verb="close", text="材料齐全。")
    assert closing.count() == 2
    told = Message.objects.filter(recipient=house.people["a_government"], kind="MatterClosed")
    assert told.count() == 3


def test_one_refusal_holds_up_nobody_else(both, sign_in):
    matters_of_two = ("食堂甲", "食堂乙")
    answer = tick(
        sign_in("a_government"), "chase", "食堂丙", *matters_of_two, confirmed="yes", text=""
    )
    assert sentences(answer) == [
        "「催办」已办理 1 条，跳过 2 条（2 条：现在的状态是「待核验」，不能催办）。"
    ]


def test_chasing_many_reminds_each_lead_unit(house, sign_in):
    matters.issued(house, title="食堂己", due_on=DUE_ON)
    tick(sign_in("secretariat"), "chase", "食堂丙", "食堂己", confirmed="yes", text="请抓紧。")
    chased = Message.objects.filter(kind="MatterChased", recipient=house.people["a_government"])
    assert sorted(message.title for message in chased) == ["催办：食堂丙", "催办：食堂己"]


def test_without_a_tick_nothing_is_asked(house, sign_in):
    answer = sign_in("secretariat").post(LIST, {"action": "close", "index": 0})
    assert (answer.status_code, len(sentences(answer))) == (302, 1)


def test_more_than_can_be_tried_is_refused_with_a_sentence(house, sign_in, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    answer = tick(sign_in("secretariat"), "chase", "食堂甲", "食堂乙", "食堂丙")
    assert sentences(answer) == ["一次最多办理 2 条，请先筛选。"]


def test_a_verb_is_offered_to_those_who_hold_it(house, sign_in):
    words = "批量核验通过"
    offered = {
        key: words in sign_in(key).get(LIST).content.decode()
        for key in ("secretariat", "city_staff", "city_training")
    }
    assert offered == {"secretariat": True, "city_staff": True, "city_training": False}


def test_a_verb_that_is_not_held_is_not_done_by_posting_it(house, sign_in):
    tick(sign_in("city_training"), "close", "食堂甲", confirmed="yes", text="")
    assert Matter.objects.get(title="食堂甲").state == "submitted"


@pytest.mark.parametrize(("number", "queries"), [(1, 32), (3, 70)])
def test_the_page_before_costs_the_same_for_every_row(
    house, sign_in, django_assert_num_queries, number, queries
):
    client = sign_in("secretariat")
    titles = ("食堂丙", *(f"第 {n} 件" for n in range(number - 1)))
    for title in titles[1:]:
        matters.received(house, title=title)
    with django_assert_num_queries(queries):
        tick(client, "chase", *titles)
