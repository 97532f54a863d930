from copy import deepcopy
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from pueredu.calendar.models import Figure
from pueredu.workbooks import actions as jobs
from pueredu.workbooks.models import ImportJob
from tests.support.figures import load_figures
from tests.support.world import AT
from tests.training.workbooks import workbook
from training import actions, seeds
from training.actions import Activity
from training.models import (
    Direction,
    HoursBatch,
    Learner,
    PlanLine,
    RuleVersion,
    TrainingPlan,
    TrainingYear,
)

HELD_ON = date(2023, 5, 24)


def activity(title: str = "周三校本研修", **changes) -> Activity:
    words = {
        "title": title,
        "form": "school_based_training",
        "level": "school",
        "direction": Direction.objects.get(code="knowledge"),
        "held_on": HELD_ON,
        "hours": Decimal(3),
    }
    return Activity(**{**words, **changes})


def set_figures(**values) -> None:
    """Figures of training by the last word of their key, from now on in this test."""
    for word, value in values.items():
        assert Figure.objects.filter(key=f"training.{word}").update(value=value) == 1


KEPT = []  # rows of each table


def load_reference() -> None:
    """Saved by the seed once a process; every other test is given the same rows at once."""
    if KEPT:
        for rows in deepcopy(KEPT):
            type(rows[0]).objects.bulk_create(rows)
    else:
        seeds.reference(at=AT)
        KEPT.extend(list(model.objects.all()) for model in (Direction, RuleVersion, TrainingYear))


@pytest.fixture
def room(world):
    """The reference data, two learners at each school, three at the point; accounts are linked.

    Nothing is posted and nothing is sampled here; ``posting`` and ``sampling`` switch them on."""
    load_figures()
    set_figures(public_notice_days=0, sample_share=0, sample_minimum=0)
    load_reference()
    learners = {}
    for key in ("a1", "a2", "a3", "b1", "c1"):
        for n in range(3 if key == "a3" else 2):
            code = f"{key}-{n}"
            learners[code] = actions.add_learner(
                Learner(code=code, name=f"教师{code}", school=world.units[key], stage="primary"),
                by=None,
                at=AT,
                since=date(2021, 9, 1),
            )
    for code, account in {"a1-0": "a1_teacher", "a3-0": "a3_teacher", "b1-0": "b1_teacher"}.items():
        learners[code].user = world.people[account]
        learners[code].save()
    register_plans(world)
    return SimpleNamespace(world=world, learners=learners)


def register_plans(world) -> None:
    """Every unit's plan of the year is registered, so that nobody owes one."""
    year, direction = TrainingYear.objects.get(year=2023), Direction.objects.get(code="ability")
    for key in (
        "a1",
        "a2",
        "b1",
        "c1",
        *(f"{area}-education_bureau" for area in ("a", "b", "city")),
    ):
        plan = TrainingPlan.objects.create(
            unit=world.units[key], year=year, state="registered", filed_at=AT, registered_at=AT
        )
        PlanLine.objects.create(
            plan=plan, title="校本研修", form="school_based_training", level="school",
            direction=direction, month=9, hours=36, audience="teacher",
        )  # fmt: skip


@pytest.fixture
def posting(room):
    """Lists are posted for five working days before they are filed."""
    set_figures(public_notice_days=5)


@pytest.fixture
def sampling(room):
    """A tenth of the lines is drawn, two at least; events of schools are looked at by the county."""
    set_figures(sample_share=0.1, sample_minimum=2)


def roster_of(room, *keys: str) -> list[Learner]:
    return [row for code, row in room.learners.items() if code.split("-")[0] in keys]


@pytest.fixture
def enter(room):
    """``enter("a2", "a2_officer", …)`` makes a batch of everybody of a school and its points."""

    def entered(school: str, by: str, *, roster=None, what=None, **words) -> HoursBatch:
        keys = (school, "a3") if school == "a2" else (school,)
        result = actions.enter_activity(
            room.world.units[school],
            what or activity(),
            roster or roster_of(room, *keys),
            by=room.world.person(by),
            at=AT,
            **words,
        )
        return result.batch

    return entered


@pytest.fixture
def draft(enter) -> HoursBatch:
    return enter("a2", "a2_officer")


@pytest.fixture
def filed(enter) -> HoursBatch:
    return enter("a2", "a2_officer", is_filed=True)


@pytest.fixture
def verified(filed, room) -> HoursBatch:
    return actions.verify_hours_batch(filed, by=room.world.person("a_bureau"), at=AT)


@pytest.fixture
def recognised(verified, room) -> HoursBatch:
    return actions.recognise_hours_batch(verified, by=room.world.person("city_training"), at=AT)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def check(room):
    """Upload for school a2 and check; gives the job."""

    def checked(rows, *, by="a2_officer", school="a2", **words) -> ImportJob:
        unit = room.world.units[school]
        job = jobs.add_import_job(
            workbook(rows, **words),
            by=room.world.person(by),
            at=AT,
            kind="training.hours",
            place=unit,
        )
        return jobs.check_import_job(job, by=None, at=AT)

    return checked


@pytest.fixture
def apply(check, room):
    """The same, confirmed and applied."""

    def applied(rows, **words) -> ImportJob:
        job = check(rows, **words)
        officer = room.world.person("a2_officer")
        job = jobs.confirm_import_job(job, by=officer, at=AT)
        return jobs.apply_import_job(job, by=officer, at=AT)

    return applied
