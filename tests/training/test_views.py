"""What each of the room's people sees and clicks."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.support.world import CANARY
from tests.training.conftest import activity, roster_of
from training import actions
from training.models import Direction, HoursBatch, HoursClaim, Learner, LedgerEntry

ROSTER = reverse("training:roster")
LIST = reverse("training:hours-batch-list")


def url(verb: str, record) -> str:
    return reverse(f"training:hours-batch-{verb}", args=[record.pk])


def entry(room, *, absent=(), **changes) -> dict:
    present = [row.pk for row in roster_of(room, "a2", "a3") if row.code not in absent]
    words = {
        "title": "周三校本研修",
        "held_on": "2023-05-24",
        "hours": "3",
        "rule": "school_based_training:school",
        "direction": Direction.objects.get(code="ability").pk,
        "present": present,
        "token": str(uuid4()),
        "then": "file",
    }
    return {**words, **changes}


def text(response) -> str:
    return response.content.decode()


def test_the_roster_shows_everybody_of_all_points_ticked(room, sign_in):
    body = text(sign_in("a2_officer").get(ROSTER))
    boxes = re.findall(r'name="present" value="(\d+)" data-group="roster"( checked)?', body)
    assert {int(pk) for pk, _ in boxes} == {row.pk for row in roster_of(room, "a2", "a3")}
    assert all(checked for _, checked in boxes)
    assert re.findall(r"<legend>(.+?)<span", body)[-2:] == [
        f"{CANARY['a']}中心学校", f"{CANARY['a']}教学点",
    ]  # fmt: skip


def test_untick_the_absent_and_file_in_one_go(room, sign_in):
    response = sign_in("a2_officer").post(ROSTER, entry(room, absent=["a3-1"]), follow=True)
    batch = HoursBatch.objects.get()
    assert response.redirect_chain == [(batch.get_absolute_url(), 302)]
    assert "已保存，待审核：4 人次，共 12 学时" in text(response)
    assert (batch.state, batch.claim_count) == ("filed", 4)
    assert not HoursClaim.objects.filter(learner__code="a3-1").exists()


def test_or_keep_a_draft_and_file_it_later(room, sign_in):
    client = sign_in("a2_officer")
    client.post(ROSTER, entry(room, then="draft"))
    batch = HoursBatch.objects.get()
    assert batch.state == "draft"
    assert client.post(url("file", batch)).status_code == 302
    batch.refresh_from_db()
    assert batch.state == "filed"


def test_a_double_click_leads_to_the_one_batch(room, sign_in):
    client, data = sign_in("a2_officer"), entry(room)
    first = client.post(ROSTER, data)
    second = client.post(ROSTER, data, follow=True)
    assert second.redirect_chain[0][0] == first["Location"]
    assert "没有重复登记" in text(second)
    assert HoursBatch.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"hours": "三"}, "请填写数字"),
        ({"held_on": "上周三"}, "请填写日期"),
        ({"held_on": "2023-05-26"}, "活动日期还没有到"),
        ({"present": []}, "名册中没有勾选任何人"),
        ({"present": [987654321]}, "名册已有变动"),
        ({"title": ""}, "此项必填"),
        ({"rule": "lecture:national"}, "所选的不在可选项中"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_the_ticks(room, sign_in, change, sentence):
    data = entry(room, absent=["a3-1"], **change)
    response = sign_in("a2_officer").post(ROSTER, data)
    body = text(response)
    assert response.status_code == 422
    assert sentence in body
    assert data["token"] in body
    absent = room.learners["a3-1"].pk
    assert f'value="{absent}" data-group="roster" checked' not in body
    assert HoursBatch.objects.count() == 0


def test_copy_last_weeks_fills_in_the_activity_for_today(draft, sign_in):
    client = sign_in("a2_officer")
    assert "沿用上次内容" in text(client.get(ROSTER))
    form = client.get(f"{ROSTER}?copy=1").context["form"]
    assert (form["title"].value(), form["hours"].value()) == ("周三校本研修", 3)
    assert (form["rule"].value(), form["held_on"].value()) == (
        "school_based_training:school", date(2023, 5, 25),
    )  # fmt: skip


def test_nobody_enters_for_another_school(room, sign_in):
    other = room.world.units["b1"].pk
    assert sign_in("a2_officer").get(f"{ROSTER}?school={other}").status_code == 404
    for key in ("a_bureau", "a3_teacher", "city_training"):
        assert sign_in(key).get(ROSTER).status_code == 403


def test_the_county_verifies_returns_and_the_city_recognises(filed, sign_in):
    county, city = sign_in("a_bureau"), sign_in("city_training")
    county.post(url("return", filed), {"text": "请核对名册"})
    assert "请核对名册" in text(sign_in("a2_officer").get(url("detail", filed)))
    sign_in("a2_officer").post(url("file", filed))
    county.post(url("verify", filed))
    city.post(url("recognise", filed))
    filed.refresh_from_db()
    assert (filed.state, LedgerEntry.objects.count()) == ("recognised", 5)


def test_a_return_without_words_stays_on_the_page(filed, sign_in):
    response = sign_in("a_bureau").post(url("return", filed), {"text": ""})
    assert response.status_code == 422
    assert "请写明意见" in text(response)


@pytest.mark.parametrize(
    "verb", ["detail", "file", "verify", "return", "recognise", "delete", "change"]
)
def test_another_countys_batch_does_not_exist(filed, sign_in, verb):
    for key in ("b_bureau", "b1_officer", "a1_officer", "a_finance"):
        client = sign_in(key)
        assert client.get(url(verb, filed)).status_code == 404
        if verb != "detail":
            assert client.post(url(verb, filed)).status_code == 404
    filed.refresh_from_db()
    assert filed.state == "filed"


@pytest.mark.parametrize(
    ("key", "verb"),
    [
        ("a2_officer", "verify"),
        ("a2_officer", "recognise"),
        ("a_bureau", "recognise"),
        ("a_bureau", "file"),
    ],
)
def test_yours_but_not_your_step_is_forbidden(filed, sign_in, key, verb):
    assert sign_in(key).post(url(verb, filed)).status_code == 403


def test_all_that_waits_is_verified_and_recognised_at_once(filed, enter, sign_in):
    enter("a1", "a1_officer", is_filed=True)
    county = sign_in("a_bureau")
    facts = dict(county.get(reverse("training:verify-all")).context["facts"])
    body = text(county.post(reverse("training:verify-all"), follow=True))
    assert ((facts["批次"], facts["学时合计"]), "已办理 2 批" in body) == (("2", "21"), True)
    body = text(sign_in("city_training").post(reverse("training:recognise-all"), follow=True))
    assert "已办理 2 批" in body
    assert set(HoursBatch.objects.values_list("state", flat=True)) == {"recognised"}


def test_a_returned_roster_is_mended_on_its_page(filed, room, sign_in):
    client = sign_in("a2_officer")
    assert "已经申报的不能修改" in text(client.get(url("change", filed), follow=True))
    sign_in("a_bureau").post(url("return", filed), {"text": "a3-1 请假"})
    body = text(client.get(url("change", filed)))
    assert "a3-1 请假" in body
    assert body.count('data-group="roster" checked') == 5
    present = [room.learners[code].pk for code in ("a2-0", "a2-1", "a3-0", "a3-2")]
    bad = client.post(url("change", filed), {"present": [], "hours": "3"})
    assert bad.status_code == 422
    assert "没有勾选任何人" in text(bad)
    client.post(url("change", filed), {"present": present, "hours": "3"})
    client.post(url("file", filed))
    filed.refresh_from_db()
    assert (filed.state, filed.claim_count) == ("filed", 4)


def test_a_draft_is_thrown_away_from_its_page(draft, sign_in):
    client = sign_in("a2_officer")
    assert "删除草稿" in text(client.get(url("detail", draft)))
    client.post(url("delete", draft))
    assert HoursBatch.objects.count() == 0


def test_a_teacher_reads_her_own_year_and_nobody_elses(recognised, room, sign_in):
    client = sign_in("a3_teacher")
    body = text(client.get(reverse("training:my-hours")))
    assert "教师a3-0" in body
    assert "周三校本研修" in body
    own, other = (room.learners[code].get_absolute_url() for code in ("a3-0", "a3-1"))
    assert client.get(own).status_code == 200
    assert client.get(other).status_code == 404
    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("name", ["my-hours", "my-postings", "certificate-add", "needs-answer"])
def test_an_account_without_a_learner_is_told_who_keeps_the_register(name, room, sign_in):
    said = text(sign_in("a1_officer").get(reverse(f"training:{name}")))
    assert "这个账号没有对应的学员" in said
    assert "学员登记由县(区)教育体育局负责，市直学校由市教育体育局负责" in said
    assert "把您的登录名“a1_officer”、姓名和教师编号报给它" in said
    assert "没有对应的学员" not in text(sign_in("a1_teacher").get(reverse(f"training:{name}")))


@pytest.mark.parametrize("key", ["a_bureau", "a2_officer", "a1_officer"])
@pytest.mark.parametrize("name", ["hours-batch-list", "overview", "learner-list"])
def test_a_page_of_a_county_holds_nothing_of_the_other(enter, sign_in, key, name):
    enter("a2", "a2_officer", is_filed=True)
    enter("a1", "a1_officer", is_filed=True)
    enter("b1", "b1_officer", is_filed=True)
    body = text(sign_in(key).get(reverse(f"training:{name}")))
    assert CANARY["a"] in body
    assert CANARY["b"] not in body


def test_the_overview_of_the_city_leads_into_a_county(filed, room, sign_in):
    client = sign_in("city_training")
    page = client.get(reverse("training:overview"))
    assert [row["cells"][0]["value"] for row in page.context["table"].rows] == [
        "市直单位", f"{CANARY['a']}县", f"{CANARY['b']}县",
    ]  # fmt: skip
    county = client.get(
        page.context["table"].rows[1]["url"] and f"?county={room.world.units['a'].pk}"
    )
    assert county.status_code == 200


def test_the_overview_counts_agree_with_the_list_behind_them(recognised, room, sign_in):
    client = sign_in("a_bureau")
    totals = client.get(reverse("training:overview")).context["totals"]
    everybody = client.get(reverse("training:learner-list"))
    short = client.get(reverse("training:shortfall-list"))
    assert totals.learners == len(everybody.context["table"].rows) == 7
    assert totals.short == len(short.context["table"].rows) == 7
    Learner.objects.filter(code="a1-0").update(stage="kindergarten")
    assert client.get(reverse("training:overview")).context["totals"].short == 6


def test_a_school_behind_its_number_shows_its_points(room, sign_in):
    school = room.world.units["a2"].pk
    rows = sign_in("a_bureau").get(f"{reverse('training:learner-list')}?school={school}").context
    assert len(rows["table"].rows) == 5


def test_the_training_section_works_in_the_admin(verified, sign_in, room):
    client = sign_in("city_training")
    for name in (
        "learner",
        "hoursbatch",
        "ruleversion",
        "direction",
        "trainingyear",
        "ledgerentry",
        "trainingactivity",
    ):
        assert client.get(reverse(f"admin:training_{name}_changelist")).status_code == 200
    address = reverse("admin:training_hoursbatch_do", args=[verified.pk, "recognise"])
    assert client.post(address, {"go": "1"}).status_code == 302
    verified.refresh_from_db()
    assert verified.state == "recognised"
    made = {"code": "X1", "name": "新教师", "kind": "teacher", "school": room.world.units["a1"].pk, "stage": "primary", "status": "active",
            "placements-TOTAL_FORMS": 0, "placements-INITIAL_FORMS": 0,
            "periods-TOTAL_FORMS": 0, "periods-INITIAL_FORMS": 0}  # fmt: skip
    assert client.post(reverse("admin:training_learner_add"), made).status_code == 302
    assert Learner.objects.get(code="X1").placements.get().school.code == "T-a1"


def test_nobody_of_a_school_or_county_enters_the_admin(room, sign_in):
    for key in ("a_bureau", "a2_officer", "a3_teacher"):
        response = sign_in(key).get(reverse("admin:training_learner_changelist"))
        assert response.status_code in {302, 403, 404}


def test_the_city_takes_over_what_studios_confirmed(room, sign_in):
    address = reverse("training:attendance-pull")
    assert sign_in("a_bureau").post(address).status_code == 403
    assert "新增 0 批、0 人次" in text(sign_in("city_training").post(address, follow=True))


def test_over_the_cap_stands_on_the_page_in_words(enter, room, sign_in):
    what = activity("集中校本", hours=40)
    batch = enter("a2", "a2_officer", what=what, is_filed=True)
    batch = actions.verify_hours_batch(batch, by=room.world.person("a_bureau"), at=batch.filed_at)
    actions.recognise_hours_batch(batch, by=room.world.person("city_training"), at=batch.filed_at)
    assert "超上限不计 4" in text(sign_in("a_bureau").get(url("detail", batch)))
    assert "超上限不计 4" in text(sign_in("a3_teacher").get(reverse("training:my-hours")))
