"""A yearly plan: filed, registered by the tier above, missed by the verifier when it is not there."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.notices.actions import tick
from pueredu.notices.models import Message
from tests.support.world import AT, TODAY
from tests.training.conftest import set_figures
from tests.training.test_notices import at
from tests.training.test_views import text, url
from training import actions, queries
from training.models import Direction, PlanLine, TrainingPlan, TrainingYear

ADD = reverse("training:training-plan-add")


def line(**changes) -> PlanLine:
    words = {
        "title": "校本研修：作业设计", "form": "school_based_training", "level": "school",
        "direction": Direction.objects.get(code="ability"), "month": 9, "hours": 12,
        "audience": "teacher",
    }  # fmt: skip
    return PlanLine(**{**words, **changes})


@pytest.fixture
def unplanned(room):
    TrainingPlan.objects.all().delete()
    return room


def drawn(room, unit: str = "a2", by: str = "a2_officer", year: int = 2023, lines=None):
    year = TrainingYear.objects.get(year=year)
    plan = TrainingPlan(unit=room.world.units[unit], year=year)
    plan = actions.add_training_plan(plan, by=room.world.person(by), at=AT)
    lines = [line()] if lines is None else lines
    return actions.change_training_plan(plan, lines, by=room.world.person(by), at=AT)


def filed_plan(room, unit: str = "a2", by: str = "a2_officer") -> TrainingPlan:
    return actions.file_training_plan(drawn(room, unit, by), by=room.world.person(by), at=AT)


def owed(room, key: str) -> list[str]:
    return [row.title for row in queries.owed(room.world.person(key), TODAY)]


def told(room, key: str) -> list[str]:
    rows = Message.objects.filter(recipient=room.world.people[key]).order_by("id")
    return list(rows.values_list("kind", flat=True))


def test_who_has_handed_in_no_plan_owes_one(unplanned):
    name = unplanned.world.units["a2"].short_name
    found = queries.owed(unplanned.world.person("a2_officer"), TODAY)
    assert [(row.title, row.due_on) for row in found] == [
        (f"年度培训计划待上报备案：{name}", date(2023, 3, 31))
    ]
    assert owed(unplanned, "a1_teacher") == owed(unplanned, "city_staff") == []
    assert len(owed(unplanned, "a_bureau")) == len(owed(unplanned, "city_training")) == 1
    filed_plan(unplanned)
    assert owed(unplanned, "a2_officer") == []


def test_what_waits_is_counted_whole_however_few_lines_are_asked_for(unplanned):
    for unit, by in (("a1", "a1_officer"), ("a2", "a2_officer")):
        filed_plan(unplanned, unit, by)
    found = queries.owed(unplanned.world.person("a_bureau"), TODAY, limit=1)
    assert "2 份年度培训计划待备案" in [row.title for row in found]


def test_it_goes_to_the_tier_above_and_comes_back_registered(unplanned):
    plan = filed_plan(unplanned)
    assert (plan.state, plan.due_on, told(unplanned, "a_bureau")) == (
        "filed", date(2023, 6, 8), ["TrainingPlanFiled"],
    )  # fmt: skip
    assert "1 份年度培训计划待备案" in owed(unplanned, "a_bureau")
    plan = actions.register_training_plan(plan, by=unplanned.world.person("a_bureau"), at=AT)
    assert (plan.state, plan.due_on) == ("registered", None)
    assert told(unplanned, "a2_officer") == ["TrainingPlanRegistered"]


@pytest.mark.parametrize(
    ("unit", "by", "registrar"),
    [
        ("a1", "a1_head", "a_bureau"),
        ("a-education_bureau", "a_bureau", "city_training"),
        ("c1", "c1_officer", "city_training"),
        ("city-education_bureau", "city_training", "city_staff"),
    ],
)
def test_each_plan_is_registered_by_the_tier_above(unplanned, unit, by, registrar):
    plan = filed_plan(unplanned, unit, by)
    for key in {"a_bureau", "b_bureau", "city_training", "city_staff", "a2_officer"} - {registrar}:
        with pytest.raises((NotPermitted, Refused)):
            actions.register_training_plan(plan, by=unplanned.world.person(key), at=AT)
    by = unplanned.world.person(registrar)
    assert actions.register_training_plan(plan, by=by, at=AT).state == "registered"


def test_it_comes_back_with_words_and_a_registered_one_may_be_opened_again(unplanned):
    bureau = unplanned.world.person("a_bureau")
    plan = actions.register_training_plan(filed_plan(unplanned), by=bureau, at=AT)
    with pytest.raises(Refused, match="已经上报"):
        actions.change_training_plan(plan, [], by=unplanned.world.person("a2_officer"), at=AT)
    with pytest.raises(Incomplete, match="需要完善"):
        actions.return_training_plan(plan, by=bureau, at=AT, text=" ")
    plan = actions.return_training_plan(plan, by=bureau, at=AT, text="请补充学时")
    assert (plan.state_label, plan.due_on) == ("退回待完善", date(2023, 6, 1))
    assert len(owed(unplanned, "a2_officer")) == 1


def test_an_empty_plan_is_not_filed(unplanned):
    plan = drawn(unplanned, lines=[])
    with pytest.raises(Incomplete, match="还没有任何培训项目"):
        actions.file_training_plan(plan, by=unplanned.world.person("a2_officer"), at=AT)


def test_next_year_begins_with_this_years_lines(unplanned):
    drawn(unplanned)
    year = TrainingYear.objects.get(year=2024)
    plan = TrainingPlan(unit=unplanned.world.units["a2"], year=year)
    plan = actions.add_training_plan(plan, by=unplanned.world.person("a2_officer"), at=AT)
    assert [row.title for row in plan.lines.all()] == ["校本研修：作业设计"]


def test_school_based_training_that_stands_in_no_plan_is_flagged(unplanned, enter, sign_in):
    batch = enter("a2", "a2_officer", is_filed=True)
    warned = {
        name: text(sign_in("a_bureau").get(url(name, batch))) for name in ("detail", "verify")
    }
    assert {name: "未列入备案计划" in said for name, said in warned.items()} == {
        "detail": True, "verify": True,
    }  # fmt: skip
    plan = filed_plan(unplanned)
    actions.register_training_plan(plan, by=unplanned.world.person("a_bureau"), at=AT)
    for name in ("detail", "verify"):
        assert "未列入备案计划" not in text(sign_in("a_bureau").get(url(name, batch)))


def test_a_figure_makes_the_flag_a_block(unplanned, enter):
    batch, bureau = enter("a2", "a2_officer", is_filed=True), unplanned.world.person("a_bureau")
    set_figures(unplanned_blocks=True)
    with pytest.raises(Incomplete, match="未列入备案计划"):
        actions.verify_hours_batch(batch, by=bureau, at=AT)
    actions.register_training_plan(filed_plan(unplanned), by=bureau, at=AT)
    assert actions.verify_hours_batch(batch, by=bureau, at=AT).state == "verified"


def test_schools_and_bureaus_are_reminded_and_so_is_who_registers(unplanned):
    filed_plan(unplanned)
    assert tick(at=at(3, 31)) > 0
    titles = Message.objects.filter(kind="TrainingPlanDue").values_list("recipient__username")
    assert {name for (name,) in titles} >= {"a1_officer", "c1_officer", "b_bureau", "city_training"}
    assert "a2_officer" not in {name for (name,) in titles}
    tick(at=at(6, 8))
    assert "PlanRegistrationDue" in told(unplanned, "a_bureau")


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"state": "filed", "filed_at": None}, "plan_filed_when"),
        ({"state": "registered", "registered_at": None, "filed_at": AT}, "plan_registered_when"),
    ],
)
def test_the_database_asks_for_the_moment(unplanned, columns, sentence):
    plan = drawn(unplanned)
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        TrainingPlan.objects.filter(pk=plan.pk).update(**columns)


def test_the_database_takes_one_plan_a_year_and_possible_lines(unplanned):
    plan, officer = drawn(unplanned), unplanned.world.person("a2_officer")
    again = TrainingPlan(unit=plan.unit, year=plan.year)
    with pytest.raises(Refused, match="已经编制"):
        actions.add_training_plan(again, by=officer, at=AT)
    for change, sentence in ({"month": 13}, "plan_line_month"), ({"hours": 0}, "plan_line_hours"):
        with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
            plan.lines.update(**change)
    with pytest.raises(IntegrityError, match="registrar_not_filer"), transaction.atomic():
        TrainingPlan.objects.filter(pk=plan.pk).update(filed_by=officer, registered_by=officer)


def rows_of(**changes) -> dict:
    words = {
        "title": "单元整体教学", "form": "school_based_training", "level": "school", "month": "10",
        "direction": Direction.objects.get(code="ability").pk, "hours": "6", "audience": "teacher",
    }  # fmt: skip
    first = {f"line-0-{name}": value for name, value in {**words, **changes}.items()}
    return {"line-TOTAL_FORMS": "1", "line-INITIAL_FORMS": "0", **first}


def test_a_school_draws_it_up_on_the_screen(unplanned, sign_in):
    client, unit = sign_in("a2_officer"), unplanned.world.units["a2"]
    year = TrainingYear.objects.get(year=2023).pk
    page = client.post(ADD, {"unit": unit.pk, "year": year}, follow=True)
    assert "请填写培训项目" in text(page)
    plan = TrainingPlan.objects.get()
    address = reverse("training:training-plan-change", args=[plan.pk])
    wrong = client.post(address, rows_of(month=""))
    assert (wrong.status_code, "第 1 项「计划月份」" in text(wrong)) == (422, True)
    assert "已保存 1 项" in text(client.post(address, rows_of(), follow=True))
    assert "单元整体教学" in text(client.get(plan.get_absolute_url()))
    assert client.post(address, {}).status_code == 422


def test_pages_cost_the_same_for_one_and_for_three(unplanned, sign_in, django_assert_num_queries):
    plan, client = drawn(unplanned), sign_in("a_bureau")
    own = sign_in("a2_officer")
    change = reverse("training:training-plan-change", args=[plan.pk])
    pages = (
        (client, reverse("training:training-plan-list"), 7),
        (client, plan.get_absolute_url(), 9),
        (own, change, 9),
    )
    for reader, address, _ in pages:
        reader.get(address)
    for count in (1, 3):
        for reader, address, queries_wanted in pages:
            with django_assert_num_queries(queries_wanted):
                reader.get(address)
        lines = [line(title=f"其{n}") for n in range(count)]
        actions.change_training_plan(plan, lines, by=unplanned.world.person("a2_officer"), at=AT)
        if count == 1:
            drawn(unplanned, "a1", "a1_officer")
