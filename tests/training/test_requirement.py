"""What a learner owes in a year: from figures and facts, the same in the database and in words."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pueredu.calendar.models import Figure
from tests.support.world import AT, TODAY
from tests.training.conftest import set_figures
from training import queries
from training.enums import WITH_OWN_HOURS, AdjustmentReason, LearnerKind, LearnerStatus, Stage
from training.models import Adjustment, Learner, Placement, TrainingYear
from training.queries.requirement import required_of

DECIDED = "（县教体局〔2023〕1号，2023年1月5日批准）"


@pytest.fixture
def year(room) -> TrainingYear:
    return TrainingYear.objects.get(year=2023)


@pytest.fixture
def learner(room) -> Learner:
    return room.learners["a1-0"]


def adjust(learner, reason: str, since: date, until: date, percent: int = 100) -> Adjustment:
    return Adjustment.objects.create(
        learner=learner, school=learner.school, county=learner.county, reason=reason,
        since=since, until=until, percent=percent, authority="县教体局〔2023〕1号",
        decided_on=date(2023, 1, 5), made_by=learner.user, made_at=AT,
    )  # fmt: skip


def enter(learner, day: date) -> None:
    Placement.objects.filter(learner=learner).update(since=day)


def required(learner, year) -> Decimal | None:
    """By the database, after the page has said the same."""
    found = queries.with_totals(Learner.objects.filter(pk=learner.pk), rule_of(year)).get()
    assert queries.year_of_learner(learner, TODAY).required == found.required
    return found.required


def rule_of(year):
    return queries.requirement(year, TODAY)


def grounds(learner) -> list[tuple]:
    found = queries.year_of_learner(learner, TODAY).terms
    return [(row.words, row.hours, row.is_provisional) for row in found.grounds]


def test_who_was_there_all_year_owes_the_figure(learner, year):
    assert required(learner, year) == 72
    set_figures(required_hours=90)
    assert required(learner, year) == 90
    assert grounds(learner) == [
        ("每位教师每年培训学时下限", 90, False),
        ("小学在适用学段（小学、初中、普通高中）之内", None, True),
    ]


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2023, 1, 31), 72), (date(2023, 5, 10), 48), (date(2023, 12, 31), 6), (date(2024, 2, 1), 0)],
)  # fmt: skip
def test_who_came_in_the_year_owes_the_months_from_then_on(learner, year, day, hours):
    enter(learner, day)
    assert required(learner, year) == hours
    set_figures(prorate_mid_year=False)
    assert required(learner, year) == 72


def test_a_transfer_in_the_year_takes_nothing_off(learner, year):
    Placement.objects.filter(learner=learner).update(until=date(2023, 3, 31))
    Placement.objects.create(
        learner=learner, school=learner.school, reason="rotation", since=date(2023, 4, 1)
    )
    assert required(learner, year) == 72


def test_the_page_names_each_figure_and_fact(learner, year):
    enter(learner, date(2023, 3, 10))
    adjust(learner, "leave", date(2023, 5, 20), date(2023, 7, 3))
    adjust(learner, "rural_support", date(2023, 9, 1), date(2024, 8, 31), 50)
    assert required(learner, year) == 30
    assert grounds(learner)[2:] == [
        ("2023年3月入职，年度 12 个月中计 10 个月", -12, True),
        (f"离岗休假 2023年5月至2023年7月，本年度 3 个月，减免 100%{DECIDED}", -18, True),
        (f"支教 2023年9月至2024年8月，本年度 4 个月，减免 50%{DECIDED}", -12, True),
    ]  # fmt: skip
    assert queries.year_of_learner(learner, TODAY).terms.question == "为什么是 30 学时"


def test_a_trial_adds_its_hours_by_the_months_in_the_year(learner, year):
    enter(learner, date(2022, 9, 1))
    adjust(learner, "trial", date(2022, 9, 1), date(2023, 8, 31))
    assert required(learner, year) == 72 + 80
    set_figures(new_teacher_added=False)
    assert required(learner, year) == 24 + 80


def test_a_new_principal_owes_the_qualification_by_its_months(learner, year):
    Learner.objects.filter(pk=learner.pk).update(kind="school_head")
    learner.refresh_from_db()
    adjust(learner, "new_principal", date(2022, 11, 7), date(2023, 4, 30))
    assert required(learner, year) == 72 + 200
    words = (
        "新任校长任职资格培训 2022年11月至2023年4月，新任校长任职资格培训学时下限 300，"
        "6 个月中 4 个月在本年度（县教体局〔2023〕1号，2023年1月5日任职）"
    )
    assert grounds(learner)[-1] == (words, 200, True)
    set_figures(new_principal_added=False)
    assert required(learner, year) == 48 + 200
    adjust(learner, "trial", date(2023, 1, 1), date(2023, 12, 31))
    assert required(learner, year) == 48 + 200 + 120


def test_a_revoked_adjustment_counts_no_more(learner, year):
    row = adjust(learner, "leave", date(2023, 1, 1), date(2023, 12, 31))
    assert required(learner, year) == 0
    Adjustment.objects.filter(pk=row.pk).update(state="revoked", revoke_reason="登记有误")
    assert required(learner, year) == 72


@pytest.mark.parametrize(
    ("change", "words", "is_provisional"),
    [
        ({"stage": "kindergarten"}, "学前不在适用学段（小学、初中、普通高中）之内", True),
        ({"kind": "education_official"}, "教育管理干部另有四个专题，不适用教师的年度学时", False),
        ({"status": "leave"}, "现在的状态是“离岗休假”，只要求在岗人员", False),
    ],
)
def test_whom_nothing_binds_reads_why(learner, year, change, words, is_provisional):
    Learner.objects.filter(pk=learner.pk).update(**change)
    learner.refresh_from_db()
    assert required(learner, year) is None
    assert grounds(learner) == [(words, None, is_provisional)]


def test_without_a_figure_the_page_says_which(learner, year):
    Figure.objects.filter(key="training.five_year_hours").delete()
    with pytest.raises(LookupError, match=r"training\.five_year_hours"):
        rule_of(year)


MONTHS = st.integers(0, 35).map(lambda n: date(2022 + n // 12, n % 12 + 1, 15))
SPAN = st.tuples(MONTHS, MONTHS, st.sampled_from(AdjustmentReason.values), st.integers(1, 100))
FACTS = st.fixed_dictionaries({
    "stage": st.sampled_from(Stage.values),
    "kind": st.sampled_from(LearnerKind.values),
    "status": st.sampled_from(LearnerStatus.values),
})  # fmt: skip
FIGURES = st.fixed_dictionaries({
    "new_teacher_added": st.booleans(), "new_principal_added": st.booleans(),
    "prorate_mid_year": st.booleans(),
})  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(entered=MONTHS, spans=st.lists(SPAN, max_size=3), facts=FACTS, figures=FIGURES)
def test_database_and_words_never_differ(learner, entered, spans, facts, figures):
    Adjustment.objects.all().delete()
    set_figures(**figures)
    enter(learner, entered)
    merged = learner if facts["status"] == LearnerStatus.MERGED else None
    Learner.objects.filter(pk=learner.pk).update(**facts, merged_into=merged)
    learner.refresh_from_db()
    for span in _apart(spans):
        adjust(learner, *span)
    rule = rule_of(TrainingYear.objects.get(year=2023))
    by_database = Learner.objects.filter(pk=learner.pk).annotate(n=required_of(rule)).get().n
    terms = queries.year_of_learner(learner, TODAY).terms
    assert terms.required == by_database
    if by_database is not None:
        said = sum(row.hours for row in terms.grounds if row.hours is not None)
        assert abs(said - by_database) <= Decimal("0.2")


def _apart(spans):
    """Each of the own hours once, and nothing taken off twice in a month, as the database demands."""
    taken: set = set()
    for since, until, reason, percent in spans:
        months = set(range(_month(since), _month(until) + 1))
        months = {reason} if reason in WITH_OWN_HOURS else months
        if since <= until and not months & taken:
            taken |= months
            yield reason, since, until, percent


def _month(day: date) -> int:
    return day.year * 12 + day.month


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    hours=st.lists(st.integers(0, 120), min_size=7, max_size=7),
    kind=st.sampled_from(["teacher", "school_head"]),
    figures=st.fixed_dictionaries({
        "five_year_hours": st.integers(1, 500), "principal_five_year_hours": st.integers(1, 500)
    }),
)  # fmt: skip
def test_five_years_are_those_of_the_totals_for_principals_by_their_own_figure(
    learner, hours, kind, figures
):
    set_figures(**figures)
    Learner.objects.filter(pk=learner.pk).update(kind=kind)
    learner.refresh_from_db()
    learner.years.all().delete()
    for number, counted in zip(range(2017, 2024), hours, strict=True):
        days = {"starts_on": date(number, 1, 1), "ends_on": date(number, 12, 31)}
        year, _ = TrainingYear.objects.get_or_create(year=number, defaults=days)
        place = {"school": learner.school, "county": learner.county}
        learner.years.create(year=year, hours=counted, **place)
    cycle = queries.year_of_learner(learner, TODAY).cycle
    within = learner.years.filter(year__year__gt=2018, year__year__lte=2023)
    by_database = within.aggregate(n=Sum("hours"))["n"]
    wanted = figures["principal_five_year_hours" if kind == "school_head" else "five_year_hours"]
    assert (cycle.counted, cycle.required) == (by_database, wanted)
    assert cycle.gap == max(wanted - by_database, 0)
