"""Experts, needs, evaluations, the summary of a 县(区) and the ledger of the fund."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.notices.actions import tick
from tests.support.files import pdf
from tests.support.world import AT, TODAY
from tests.training.conftest import set_figures
from tests.training.sessions import announced, confirm, drafted, enrol, programme, roll
from tests.training.test_enrolments import owed, page, told
from tests.training.test_notices import at
from tests.training.test_views import text
from training import actions, queries
from training.models import (
    CountySummary,
    Direction,
    Evaluation,
    Expert,
    FundEntry,
    NeedsAnswer,
    TrainingYear,
)

OVER = at(6, 21)
MARKS = {"content": 5, "teaching": 4, "service": 3}


def expert(room, **changes) -> Expert:
    words = {
        "name": "王专家",
        "subject": "语文",
        "since": date(2023, 1, 1),
        "until": date(2025, 12, 31),
    }
    by = room.world.person("city_training")
    return actions.add_expert(Expert(**{**words, **changes}), by=by, at=AT)


def held(room, codes=("a1-0", "a1-1", "a2-0")):
    session = announced(room)
    for code in codes:
        enrol(room, session, code)
    roll(room, session, {"2023-06-20am": ["a1-1"], "2023-06-20pm": ["a1-1"],
                         "2023-06-21am": ["a1-1"], "2023-06-21pm": ["a1-1"]}, at=OVER)  # fmt: skip
    return confirm(room, session, at=OVER)


def test_two_sessions_at_one_time_are_flagged(room, sign_in):
    one, city = expert(room), room.world.person("city_training")
    session = drafted(room)
    other = drafted(room, session.programme, title="第二期")
    for row in (session, other):
        actions.assign_experts(row, [one], by=city, at=AT)
    assert queries.clashes_of(one) == [f"{session}与{other}时间重叠"]
    assert "时间重叠" in text(sign_in("a_bureau").get(reverse("training:expert-list")))
    actions.assign_experts(other, [], by=city, at=AT)
    assert queries.clashes_of(Expert.objects.get()) == []
    with pytest.raises(Refused, match="聘期不包括"):
        actions.assign_experts(session, [expert(room, until=date(2023, 5, 1))], by=city, at=AT)
    with pytest.raises(NotPermitted):
        actions.assign_experts(other, [one], by=room.world.person("a_bureau"), at=AT)
    with pytest.raises(IntegrityError, match="expert_term"), transaction.atomic():
        Expert.objects.update(until=date(2020, 1, 1))


def test_needs_are_counted_and_name_nobody(room, sign_in):
    ability = Direction.objects.get(code="ability")
    client = sign_in("a1_teacher")
    said = client.post(reverse("training:needs-answer"), {f"d-{ability.pk}": "on"}, follow=True)
    assert "已保存，谢谢" in text(said)
    assert client.post(reverse("training:needs-answer"), {}).status_code == 422
    for code in ("a1-0", "b1-0"):
        learner = room.learners[code]
        words = {"by": learner.user, "at": AT, "today": TODAY}
        actions.answer_needs(learner, [ability], **words)
    assert NeedsAnswer.objects.count() == 2
    year = TrainingYear.objects.get(year=2023)
    for key, people in {"city_training": [1, 1], "a_bureau": [1], "b_bureau": [1]}.items():
        _, found = queries.needs_by_place(room.world.person(key), year)
        assert [row.people for row in found] == people
    assert "教师a1-0" not in text(sign_in("a_bureau").get(reverse("training:needs-list")))
    with pytest.raises(NotPermitted):
        actions.answer_needs(
            room.learners["a1-1"], [ability], by=room.world.person("a1_teacher"), at=AT, today=TODAY
        )


def test_only_who_was_there_says_what_it_was_like_and_few_say_nothing(room, sign_in):
    session = held(room)
    rows = {
        row.learner.code: row for row in session.enrolments.select_related("learner", "session")
    }
    address = page("evaluation-add", rows["a1-0"])
    assert "已评价" in text(sign_in("a1_teacher").post(address, MARKS, follow=True))
    with pytest.raises(Refused, match="已经评价"):
        actions.add_evaluation(rows["a1-0"], MARKS, by=room.world.person("a1_teacher"), at=OVER)
    with pytest.raises(Refused, match="没有参加"):
        actions.add_evaluation(rows["a1-1"], MARKS, by=room.world.person("a1_teacher"), at=OVER)
    assert "不足 5 人，不显示" in text(sign_in("city_training").get(session.get_absolute_url()))
    set_figures(evaluation_min_cell=1)
    assert queries.evaluation_of(session, TODAY) == "1 人，满分 5：内容 5.0，讲授 4.0，组织 3.0"
    with pytest.raises(IntegrityError, match="evaluation_marks"), transaction.atomic():
        Evaluation.objects.update(content=6)


def summary(room, key: str = "a_bureau", **words) -> CountySummary:
    year = TrainingYear.objects.get(year=2023)
    row = CountySummary(county=room.world.units[key[0]], year=year, text=words.pop("text", "总结"))
    return actions.add_county_summary(row, by=room.world.person(key), at=AT, **words)


def test_a_county_sums_up_and_the_city_answers(room):
    with pytest.raises(Incomplete, match="请填写总结"):
        summary(room, text=" ")
    row = summary(room, text="", uploads=[pdf("总结.pdf")])
    with pytest.raises(Refused, match="已经报送"):
        summary(room)
    assert told(room, "city_training") == ["CountySummaryAdded"]
    assert "1 份县(区)培训总结待反馈" in owed(room, "city_training")
    bureau, city = room.world.person("a_bureau"), room.world.person("city_training")
    row = actions.change_county_summary(row, "补充", by=bureau, at=AT)
    with pytest.raises(NotPermitted):
        actions.comment_county_summary(row, by=bureau, at=AT, text="好")
    row = actions.comment_county_summary(row, by=city, at=AT, text="请关注村小")
    assert (row.state, told(room, "a_bureau")) == ("commented", ["CountySummaryCommented"])
    with pytest.raises(Refused, match="已经反馈"):
        actions.change_county_summary(row, "再改", by=bureau, at=AT)
    with pytest.raises(IntegrityError, match="summary_commented"), transaction.atomic():
        CountySummary.objects.update(comment="")


def test_a_summary_near_the_end_of_the_year_is_owed_and_reminded(room):
    summary(room)
    assert owed(room, "b_bureau") == []
    found = queries.owed(room.world.person("b_bureau"), date(2023, 12, 5))
    lines = [(row.title, row.due_on) for row in found if "总结" in row.title]
    name = room.world.units["b"].short_name
    assert lines == [(f"年度培训总结待报送：{name}", date(2023, 12, 20))]
    assert not [title for title in owed(room, "a_bureau", date(2023, 12, 5)) if "总结" in title]
    tick(at=at(12, 20))
    assert "CountySummaryDue" in told(room, "b_bureau")
    assert "CountySummaryDue" not in told(room, "a_bureau")


def entry(room, of=None, **changes) -> FundEntry:
    words = {"kind": "planned", "amount": Decimal(1000), "booked_on": TODAY, "voucher_no": ""}
    row = FundEntry(programme=of or programme(room), **{**words, **changes})
    return actions.add_fund_entry(row, by=room.world.person("city_training"), at=AT)


def test_no_more_is_planned_than_the_fund_without_a_reason(room):
    first = entry(room, amount=Decimal(4_500_000))
    with pytest.raises(Refused, match="超过本年度经费"):
        entry(room, first.programme, amount=Decimal(1))
    assert entry(room, first.programme, amount=Decimal(1), reason="市级追加").pk
    with pytest.raises(Refused, match="凭证号"):
        entry(room, first.programme, kind="actual")
    entry(room, first.programme, kind="actual", voucher_no="记-1")
    row = queries.fund_by_programme(first.programme.year).get()
    assert (row.planned, row.spent) == (4_500_001, 1000)


def test_a_line_of_the_fund_is_reversed_never_changed(room):
    first, city = entry(room), room.world.person("city_training")
    with pytest.raises(Incomplete, match="冲销理由"):
        actions.reverse_fund_entry(first, by=city, at=AT, reason=" ")
    back = actions.reverse_fund_entry(first, by=city, at=AT, reason="重复登记")
    for row in (first, back):
        with pytest.raises(Refused, match="已经冲销"):
            actions.reverse_fund_entry(row, by=city, at=AT, reason="再次")
    assert queries.planned_of(first.programme.year) == 0
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        FundEntry.objects.filter(pk=first.pk).update(amount=1)
    with pytest.raises(IntegrityError, match="fund_only_reversals"), transaction.atomic():
        FundEntry.objects.bulk_create(
            [FundEntry(programme=first.programme, kind="planned", amount=-1, booked_on=TODAY,
                       entered_by=city, entered_at=AT)]
        )  # fmt: skip


def test_the_fund_says_what_is_left_and_what_went_over(room, sign_in):
    first = entry(room, amount=Decimal(1_200_000))
    entry(room, first.programme, kind="actual", amount=Decimal(52_000), voucher_no="记-1")
    client, address = sign_in("city_finance"), reverse("training:fund-entry-list")
    assert dict(client.get(address).context["tiles"]) == {
        "年度经费": 4_500_000, "已列计划": 1_200_000, "尚未列计划": 3_300_000,
        "已支出": 52_000, "经费余额": 4_448_000,
    }  # fmt: skip
    assert "1,148,000" in text(client.get(address))
    entry(room, first.programme, kind="actual", amount=Decimal(9_999_999), voucher_no="记-2")
    said = text(client.get(address))
    assert dict(client.get(address).context["tiles"])["支出超出经费"] == 5_551_999
    assert "超出 8,851,999" in said


def test_the_liaison_of_finance_reads_the_fund_and_writes_nothing(room, sign_in):
    row = entry(room, kind="actual", voucher_no="记-9")
    client = sign_in("city_finance")
    said = text(client.get(reverse("training:fund-entry-list")))
    assert ("4,500,000" in said or "4500000" in said, "记-9" in said) == (True, True)
    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.get(page("fund-entry-reverse", row)).status_code == 403
    assert client.get(reverse("training:fund-entry-add")).status_code == 403


def test_pages_cost_the_same_for_one_and_for_three(room, sign_in, django_assert_max_num_queries):
    of, found = programme(room), {}
    clients = {key: sign_in(key) for key in ("city_training", "a_bureau")}
    for count in (1, 3):
        for _ in range(count):
            entry(room, of)
            expert(room)
        if count == 1:
            summary(room)
        for key, name in (
            ("city_training", "fund-entry-list"), ("a_bureau", "expert-list"),
            ("city_training", "needs-list"), ("a_bureau", "county-summary-list"),
        ):  # fmt: skip
            address = reverse(f"training:{name}")
            clients[key].get(address)
            with django_assert_max_num_queries(12) as asked:
                clients[key].get(address)
            assert found.setdefault(name, len(asked)) == len(asked)
