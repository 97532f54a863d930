"""Who is short while there is time: the list, whom to call, what to send."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.support.world import AT, CANARY, TODAY
from tests.training.conftest import activity
from training import actions, queries
from training.models import Adjustment, HoursBatch, Learner, TrainingYear
from training.queries.outlook import outlook, pace_of

LIST = reverse("training:shortfall-list")
OVERVIEW = reverse("training:overview")


@pytest.fixture
def recognise(enter, room):
    """Hours of one activity for some learners, through the whole chain."""

    def done(hours: int, *codes: str, school="a1", form="face_to_face", level="national") -> None:
        what = activity(f"{hours}学时{codes[0]}", hours=Decimal(hours), form=form, level=level)
        roster = [room.learners[code] for code in codes]
        enter(school, f"{school}_officer", roster=roster, what=what, is_filed=True)
        batches, bureau = HoursBatch.objects.all(), f"{school[0]}_bureau"
        actions.verify_hours_batches(batches, by=room.world.person(bureau), at=AT)
        actions.recognise_hours_batches(batches, by=room.world.person("city_training"), at=AT)

    return done


def rows(client, **asked) -> list[tuple]:
    table = client.get(LIST, asked).context["table"]
    return [(row["cells"][0]["value"], row["cells"][4]["value"]) for row in table.rows]


def test_the_largest_gap_comes_first_and_who_has_met_it_is_missing(recognise, room, sign_in):
    recognise(72, "a1-0")
    recognise(30, "a2-0", school="a2")
    Learner.objects.filter(code="a2-1").update(stage="kindergarten")
    found = rows(sign_in("a_bureau"))
    assert found == [
        ("教师a1-1", "还差 72"), ("教师a3-0", "还差 72"), ("教师a3-1", "还差 72"),
        ("教师a3-2", "还差 72"), ("教师a2-0", "还差 42"),
    ]  # fmt: skip


def test_each_filter_narrows_the_list(recognise, room, sign_in):
    recognise(30, "a1-0")
    Learner.objects.filter(code="a1-1").update(stage="junior")
    client, place = sign_in("a_bureau"), room.world.units["a2"].pk
    assert rows(client, least="60", place="一小") == [("教师a1-1", "还差 72")]
    assert rows(client, stage="junior") == [("教师a1-1", "还差 72")]
    assert rows(client, q="a1-0") == [("教师a1-0", "还差 42")]
    assert [name for name, _ in rows(client, school=place)] == [
        "教师a2-0", "教师a2-1", "教师a3-0", "教师a3-1", "教师a3-2",
    ]  # fmt: skip


def test_pages_go_on_by_the_gap(recognise, room, sign_in, monkeypatch):
    monkeypatch.setattr("pueredu.office.pages.listing.PAGE_SIZE", 3)
    recognise(30, "a1-0")
    client = sign_in("a_bureau")
    first = client.get(LIST)
    second = client.get(f"{LIST}{first.context['page'].next_url}")
    third = client.get(f"{LIST}{second.context['page'].next_url}")
    found = [
        [row["cells"][0]["value"] for row in page.context["table"].rows]
        for page in (first, second, third)
    ]
    assert found == [
        ["教师a1-1", "教师a2-0", "教师a2-1"],
        ["教师a3-0", "教师a3-1", "教师a3-2"],
        ["教师a1-0"],
    ]


def test_the_head_to_call_is_named_with_a_masked_phone(room, sign_in):
    head = room.world.people["a1_head"]
    head.phone = "13812345678"
    head.save()
    page = sign_in("a_bureau").get(LIST)
    heads = [row["cells"][6]["value"] for row in page.context["table"].rows]
    assert heads == [f"{head.name}，138****5678"] * 2 + ["校长空缺"] * 5
    assert "13812345678" not in page.content.decode()


def test_the_words_to_send_hold_counts_and_no_names(recognise, enter, room, sign_in):
    recognise(72, "a1-0")
    page = sign_in("a_bureau").get(LIST)
    message = page.context["message"]
    assert message == (
        "截至2023年5月25日，2023年度教师培训学时（适用学段暂定）："
        "应达标 7 人，已达标 1 人，未达标 6 人，合计还差 432 学时。"
        "按已认定学时的进度推算，到2023年12月31日约有 6 人达不到要求。"
        "请安排好培训，及时申报；学校申报截止2023年11月30日（暂定）。"
    )
    assert [row.name for row in room.learners.values() if row.name in message] == []


def test_the_sheet_prints_the_same_list(room, sign_in):
    school = room.world.units["a1"]
    page = sign_in("a_bureau").get(reverse("training:shortfall-sheet"), {"school": school.pk})
    assert page.context["title"] == f"{school.name}2023年度培训学时未达标名单"
    assert len(page.context["table"].rows) == 2
    other = sign_in("b_bureau").get(reverse("training:shortfall-sheet"), {"school": school.pk})
    assert (len(other.context["table"].rows), CANARY["a"] in other.content.decode()) == (0, False)


def test_what_is_required_and_missing_adds_up_over_schools_and_counties(recognise, room):
    recognise(72, "a1-0")
    Adjustment.objects.create(
        learner=room.learners["a1-1"], school=room.world.units["a1"], county=room.world.units["a"],
        reason="leave", since=date(2023, 1, 1), until=date(2023, 6, 30), authority="县教体局",
        decided_on=date(2023, 1, 1), made_by=room.world.people["a_bureau"], made_at=AT,
    )  # fmt: skip
    rule = queries.requirement(TrainingYear.objects.get(year=2023), TODAY)
    user = room.world.person("a_bureau")
    schools = queries.hours_by_school(user, rule, TODAY)
    counted = [(row.school.code, row.bound, row.met, row.required, row.missing) for row in schools]
    assert counted == [("T-a1", 2, 1, 108, 36), ("T-a2", 5, 0, 360, 360)]
    (county,) = queries.hours_by_county(user, TODAY, rule)
    whole = queries.hours_total(Learner.objects.visible_to(user), rule, TODAY)
    for total in (county, whole, queries.sum_of(schools)):
        found = (total.bound, total.met, total.short, total.behind, total.required, total.missing)
        assert found == (7, 1, 6, 6, 468, 396)


def test_hours_by_direction_and_form_are_those_of_the_ledger(recognise, room, sign_in):
    recognise(30, "a1-0", "a1-1")
    recognise(6, "a2-0", "a3-0", school="a2", form="lecture", level="school")
    page = sign_in("a_bureau").get(OVERVIEW)
    assert page.context["recognised"] == 72
    parts = [[cell["value"] for cell in row["cells"]] for row in page.context["forms"].rows]
    assert parts == [["集中培训", "60", "83%"], ["讲座", "12", "17%"]]
    by_form = sign_in("a_bureau").get(OVERVIEW, {"by": "form"}).context["composition"]
    assert [[cell["value"] for cell in row["cells"]] for row in by_form.rows] == [
        [f"{CANARY['a']}一小", "60", "0"], [f"{CANARY['a']}中心学校", "0", "12"],
    ]  # fmt: skip
    city = sign_in("city_training").get(OVERVIEW).context["composition"]
    assert [row["cells"][1]["value"] for row in city.rows] == ["0", "72", "0"]


def test_a_leader_sees_the_numbers_and_no_people(recognise, sign_in):
    recognise(72, "a1-0")
    client = sign_in("city_leader")
    totals = client.get(OVERVIEW).context["totals"]
    assert (totals.learners, totals.met, totals.hours) == (11, 1, 72)
    assert client.get(LIST).status_code == 403


COSTS = {"a_bureau": 11, "a2_officer": 12, "city_training": 11}


@pytest.mark.parametrize("key", COSTS)
def test_the_list_costs_the_same_for_one_and_for_all(room, sign_in, django_assert_num_queries, key):
    client = sign_in(key)
    client.get(LIST)
    for name in ("a3-0", ""):
        with django_assert_num_queries(COSTS[key]):
            client.get(LIST, {"q": name})


def test_a_county_that_the_city_looks_into_costs_twelve(room, sign_in, django_assert_num_queries):
    client, asked = sign_in("city_training"), {"county": room.world.units["a"].pk}
    client.get(OVERVIEW, asked)
    with django_assert_num_queries(12):
        client.get(OVERVIEW, asked)


SLOW = "按目前的进度（平均每月约 2 学时），到2023年12月31日约有 25 学时，"
YEAR = TrainingYear(year=2023, starts_on=date(2023, 1, 1), ends_on=date(2023, 12, 31))


@pytest.mark.parametrize(
    ("today", "gap", "waiting", "counted", "words"),
    [
        (TODAY, 0, 0, 72, ["已达到本年度要求。"]),
        (TODAY, 12, 12, 60, ["还差 12 学时；申报中的 12 学时全部认定后，就达到要求。"]),
        (TODAY, 32, 10, 40, [
            "还差 32 学时。申报中的 10 学时全部认定后，还差 22 学时。",
            "按目前的进度（平均每月约 10 学时），到2023年12月31日约有 126 学时，能够达到要求。",
        ]),
        (TODAY, 62, 0, 10, [
            "还差 62 学时。目前没有申报中的学时。",
            f"{SLOW}约差 47 学时；要按期达到，今后每月约需 9 学时。",
        ]),
        (date(2023, 1, 10), 72, 0, 0, [
            "还差 72 学时。目前没有申报中的学时。", "开始不久，暂不推算到年底的情况。",
        ]),
        (date(2023, 12, 31), 12, 0, 60, [
            "还差 12 学时。目前没有申报中的学时。", "2023年度已于2023年12月31日结束。",
        ]),
    ],
)  # fmt: skip
def test_the_outlook_is_said_in_words(today, gap, waiting, counted, words):
    pace = pace_of(YEAR, today)
    assert outlook(Decimal(gap), Decimal(waiting), Decimal(counted), pace) == words


def test_who_came_late_is_judged_by_the_own_pace():
    pace = pace_of(YEAR, date(2023, 7, 31), date(2023, 6, 1))
    assert (pace.passed, pace.left, pace.at_the_end(Decimal(61))) == (61, 153, 214)


def test_five_years_are_summed_with_this_one(recognise, room):
    for number in range(2017, 2023):
        TrainingYear.objects.create(
            year=number, starts_on=date(number, 1, 1), ends_on=date(number, 12, 31)
        )
    learner = room.learners["a1-0"]
    recognise(72, "a1-0")
    for number in (2018, 2019, 2022):
        year = TrainingYear.objects.get(year=number)
        learner.years.create(year=year, school=learner.school, county=learner.county, hours=100)
    cycle = queries.year_of_learner(learner, TODAY).cycle
    assert [(row.year, row.hours) for row in cycle.years] == [
        (2023, 72), (2022, 100), (2021, 0), (2020, 0), (2019, 100),
    ]  # fmt: skip
    assert (cycle.counted, cycle.required, cycle.gap, cycle.is_whole) == (272, 360, 88, True)
