"""Reference data twice is once; the demonstration is a year under way that adds up."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command
from django.db.models import Count, Max, Min

from pueredu.notices.actions import tick
from pueredu.units.models import Unit
from tests.support.figures import load_figures
from tests.support.world import AT, TODAY
from training import seeds
from training.enums import (
    BatchSource,
    BatchState,
    CertificateState,
    CheckVerdict,
    ObjectionState,
)
from training.models import (
    Adjustment,
    Certificate,
    Direction,
    HoursBatch,
    HoursClaim,
    Learner,
    LearnerGroup,
    LedgerEntry,
    Objection,
    RuleVersion,
    SampledClaim,
    TrainingActivity,
    TrainingYear,
)
from training.queries import mismatches, reconciled, requirement, with_totals


def test_reference_data_are_loaded_once_and_nobodys_correction_is_taken_back(db):
    load_figures()
    assert seeds.reference(at=AT) == 8 + 28 + 2
    RuleVersion.objects.filter(code="lecture_school").update(annual_cap=20)
    assert seeds.reference(at=AT) == 0
    assert RuleVersion.objects.get(code="lecture_school").annual_cap == 20
    assert Direction.objects.for_audience("teacher").count() == 4
    assert [str(row) for row in TrainingYear.objects.order_by("year")] == ["2023年度", "2024年度"]
    assert not RuleVersion.objects.filter(source="").exists()


@pytest.fixture
def demonstration(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("seed_reference", verbosity=0)
    call_command("seed_demo", scale="small", verbosity=0)


def test_the_small_demonstration_is_a_year_under_way(demonstration):
    states = set(HoursBatch.objects.filter(source="roster").values_list("state", flat=True))
    assert states == {"draft", "posted", "filed", "verified", "recognised"}
    assert HoursBatch.objects.exclude(return_comment="").count() == 10
    assert HoursBatch.objects.filter(source="studio").exists()
    assert mismatches() == []
    year = TrainingYear.objects.get(year=2023)
    rule = requirement(year, TODAY)
    bound = with_totals(Learner.objects.bound(rule.stages), rule)
    met = bound.filter(gap__lte=0).count()
    assert 0 < met < bound.count()
    silent = Unit.objects.filter(is_demo=True, memberships__role="school_officer").exclude(
        pk__in=HoursBatch.objects.filter(school__isnull=False).values("school")
    )
    assert silent.exists()
    assert not LedgerEntry.objects.exclude(year=year).exists()
    assert all(name.startswith("演示") for name in Learner.objects.values_list("name", flat=True))
    assert seeds.demo(scale="small", at=AT) == 0
    assert tick(at=AT) > 0
    assert tick(at=AT) == 0


def test_a_past_year_is_as_rich_as_the_domain_says(db, settings, tmp_path):
    """15 to 25 rows a teacher; at the size of the city four of them and a year under way make the
    2.75 million rows that the pages are measured with."""
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    call_command("seed_reference", verbosity=0)
    call_command("seed_demo", scale="small", years=2, verbosity=0)
    rows = LedgerEntry.objects.filter(year__year=2022)
    teachers = Learner.objects.exclude(kind="education_official").count()
    assert 24.0 < rows.count() / teachers < 24.6
    held = TrainingActivity.objects.filter(held_on__year=2022).order_by().values_list("school")
    titles = Count("title", distinct=True)
    assert set(held.annotate(n=titles).values_list("n", flat=True)) == {28}
    days = rows.aggregate(first=Min("held_on"), last=Max("held_on"))
    assert days == {"first": date(2022, 1, 10), "last": date(2022, 11, 30)}
    assert mismatches() == []


def test_every_state_of_the_chain_is_met_somewhere(demonstration):
    assert set(HoursBatch.objects.values_list("state", flat=True)) == set(BatchState.values)
    assert set(HoursBatch.objects.values_list("source", flat=True)) == set(BatchSource.values) - {
        "workbook"
    }
    for model, states in (
        (Objection, ObjectionState), (Certificate, CertificateState),
    ):  # fmt: skip
        assert set(model.objects.values_list("state", flat=True)) == set(states.values)
    verdicts = set(SampledClaim.objects.values_list("verdict", flat=True))
    assert verdicts == {"", *CheckVerdict.values}
    reasons = HoursClaim.objects.filter(is_void=True).values_list("void_reason", flat=True)
    assert {reason[:3] for reason in reasons} == {"结业不", "名单已", "已冲销", "与“结"}
    assert LedgerEntry.objects.filter(reversal_of__isnull=False).count() == 1
    assert LearnerGroup.objects.count() == 20
    reasons = Adjustment.objects.values_list("reason", flat=True)
    assert Counter(reasons) == {"leave": 10, "rural_support": 10, "trial": 10}
    assert reconciled().differences == []
