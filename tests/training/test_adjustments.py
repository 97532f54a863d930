"""A requirement is changed by a decision that is recorded, never by hand and never for oneself."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from pueredu.audit.models import Entry
from pueredu.kit.errors import Incomplete, NotPermitted, Refused, WrongState
from tests.support.world import AT, CANARY
from tests.training.conftest import set_figures
from training import actions
from training.models import Adjustment, Learner

FORM = {
    "reason": "rural_support",
    "since": "2023-03-10",
    "until": "2023-05-02",
    "percent": "50",
    "authority": "县教体局〔2023〕12号",
    "decided_on": "2023-02-20",
}


def adjustment(learner, **changes) -> Adjustment:
    words = {
        "reason": "leave", "since": date(2023, 3, 10), "until": date(2023, 5, 2), "percent": 100,
        "authority": "县教体局〔2023〕12号", "decided_on": date(2023, 2, 20),
    }  # fmt: skip
    return Adjustment(learner=learner, **{**words, **changes})


@pytest.fixture
def add(room):
    def added(code: str = "a1-0", by: str = "a_bureau", **changes) -> Adjustment:
        row = adjustment(room.learners[code], **changes)
        return actions.add_adjustment(row, by=room.world.person(by), at=AT)

    return added


def test_whole_months_are_kept_with_the_decision_and_who_recorded_it(add, room):
    row = add()
    assert (row.since, row.until) == (date(2023, 3, 1), date(2023, 5, 31))
    assert (row.school.code, row.county.code, row.made_at) == ("T-a1", "T-a", AT)
    assert row.made_by == room.world.people["a_bureau"]
    entry = Entry.objects.get(verb="training.adjustment.add")
    assert (entry.object_id, entry.reason) == (str(row.pk), "县教体局〔2023〕12号")


@pytest.mark.parametrize("key", ["b_bureau", "a1_head", "a1_officer", "a1_teacher", "city_staff"])
def test_only_the_own_county_and_the_training_section_record_and_revoke(add, room, key):
    row = add()
    with pytest.raises(NotPermitted):
        add(by=key, since=date(2023, 8, 1), until=date(2023, 8, 31))
    with pytest.raises(NotPermitted):
        actions.revoke_adjustment(row, by=room.world.person(key), at=AT, reason="错")
    assert Adjustment.objects.count() == 1


def test_the_training_section_records_for_everybody(add):
    assert add("b1-0", by="city_training").county.code == "T-b"


def test_nobody_records_for_oneself(add, room):
    Learner.objects.filter(code="a1-1").update(user=room.world.people["a_bureau"])
    room.learners["a1-1"].refresh_from_db()
    with pytest.raises(Refused, match="其他同志"):
        add("a1-1")


def test_a_month_is_taken_off_once(add):
    add()
    with pytest.raises(Refused, match="同一个月重叠"):
        add(since=date(2023, 5, 20), until=date(2023, 6, 20))
    add(since=date(2023, 6, 1), until=date(2023, 6, 20))
    add(reason="trial", since=date(2023, 1, 1), until=date(2023, 12, 31))
    with pytest.raises(Refused, match="试用期已经登记"):
        add(reason="trial", since=date(2024, 1, 1), until=date(2024, 12, 31))
    add("a1-1")


def test_a_new_principal_heads_a_school_and_is_recorded_once(add, room):
    words = {"reason": "new_principal", "since": date(2023, 2, 6), "until": date(2023, 7, 31)}
    with pytest.raises(Refused, match="学校负责人"):
        add(**words)
    Learner.objects.filter(code="a1-0").update(kind="school_head")
    room.learners["a1-0"].refresh_from_db()
    assert add(**words, percent=50).percent == 100
    add()  # a leave in the same months takes off its own
    with pytest.raises(Refused, match="任职资格培训已经登记"):
        add(**{**words, "since": date(2024, 2, 1), "until": date(2024, 7, 31)})


def test_a_decision_is_not_of_tomorrow(add):
    with pytest.raises(Refused, match="批准日期"):
        add(decided_on=date(2023, 5, 26))


def test_years_before_retirement_are_what_the_figure_gives(add):
    with pytest.raises(Refused, match=r"现为 0 年（暂定）"):
        add(reason="retirement")
    set_figures(retirement_exempt_years=2)
    assert add(reason="retirement", until=date(2025, 2, 1)).until == date(2025, 2, 28)


def test_a_revoked_one_keeps_its_reason_and_frees_the_months(add, room):
    row, by = add(), room.world.person("a_bureau")
    with pytest.raises(Incomplete):
        actions.revoke_adjustment(row, by=by, at=AT, reason=" ")
    row = actions.revoke_adjustment(row, by=by, at=AT, reason="提前返岗")
    assert (row.state, row.revoke_reason) == ("revoked", "提前返岗")
    assert Entry.objects.get(verb="training.adjustment.revoke").reason == "提前返岗"
    with pytest.raises(WrongState):
        actions.revoke_adjustment(row, by=by, at=AT, reason="再次")
    add()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"until": date(2023, 2, 1)}, "adjustment_dates_in_order"),
        ({"percent": 0}, "adjustment_percent_in_range"),
        ({"percent": 101}, "adjustment_percent_in_range"),
        ({"authority": ""}, "adjustment_is_decided"),
        ({"state": "revoked"}, "adjustment_revoke_has_reason"),
    ],
)
def test_what_must_be_true_is_a_constraint(add, change, name):
    row = add()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Adjustment.objects.filter(pk=row.pk).update(**change)


def test_the_county_records_on_the_learners_page_and_takes_it_back(room, sign_in):
    learner, client = room.learners["a1-0"], sign_in("a_bureau")
    address = reverse("training:adjustment-add", args=[learner.pk])
    assert address in client.get(learner.get_absolute_url()).content.decode()
    page = client.post(address, FORM, follow=True).content.decode()
    assert "为什么是 63 学时" in page
    assert "支教 2023年3月至2023年5月，本年度 3 个月，减免 50%" in page
    row = Adjustment.objects.get()
    assert client.post(address, FORM).status_code == 422
    revoke = reverse("training:adjustment-revoke", args=[row.pk])
    assert client.post(revoke, {"reason": "登记有误"}).status_code == 302
    assert "为什么是 72 学时" in client.get(learner.get_absolute_url()).content.decode()


def test_dates_the_wrong_way_round_are_a_sentence(room, sign_in):
    address = reverse("training:adjustment-add", args=[room.learners["a1-0"].pk])
    page = sign_in("a_bureau").post(address, {**FORM, "until": "2023-01-01"})
    assert (page.status_code, "止不能早于起。" in page.content.decode()) == (422, True)


def test_the_teacher_reads_why_and_the_list_stays_within_the_county(add, room, sign_in):
    add()
    add("b1-0", by="b_bureau", authority=f"{CANARY['b']}〔2023〕1号")
    assert (
        "为什么是 54 学时"
        in sign_in("a1_teacher").get(reverse("training:my-hours")).content.decode()
    )
    page = sign_in("a_bureau").get(reverse("training:adjustment-list"))
    assert (len(page.context["table"].rows), CANARY["b"] in page.content.decode()) == (1, False)
    seen = sign_in("city_training").get(f"{reverse('training:adjustment-list')}?reason=leave&q=b1")
    assert len(seen.context["table"].rows) == 1
