"""An upload or its undoing, and a step of the chain, at one moment: the second sees what the first did."""

import threading
import time
from datetime import date

import pytest
from django.db import connection, transaction

from pueredu.workbooks import actions as jobs
from tests.support.figures import load_figures
from tests.support.world import AT, build_world
from tests.training.conftest import set_figures
from tests.training.test_completion import HEADINGS, lines, person
from tests.training.workbooks import workbook
from training import actions, seeds
from training.models import HoursBatch, HoursClaim, Learner, LedgerEntry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load_figures()
    set_figures(public_notice_days=0, sample_share=0, sample_minimum=0)
    world = build_world()
    seeds.reference(at=AT)
    for n in range(2):
        Learner.objects.create(
            code=f"a1-{n}", name=f"教师a1-{n}", school=world.units["a1"], stage="primary"
        )
    return world


def confirmed(file, *, kind: str, by, place):
    """An upload that only has to be written."""
    job = jobs.add_import_job(file, by=by, at=AT, kind=kind, place=place)
    return jobs.confirm_import_job(jobs.check_import_job(job, by=None, at=AT), by=by, at=AT)


def complete(world, *codes: str):
    """An organiser's list of the city with these people."""
    by, place = world.people["city_staff"], world.units["city-education_bureau"]
    file = workbook(lines(*map(person, codes)), HEADINGS)
    job = confirmed(file, kind="training.completion", by=by, place=place)
    return jobs.apply_import_job(job, by=by, at=AT)


def sheet_of(world, hours: int):
    """The workbook of a1 with one line, not written yet."""
    row = ["a1-0", "教师a1-0", "校本研修", date(2023, 5, 20), "校本研修(校级)", "专业知识", hours]
    by, place = world.people["a1_officer"], world.units["a1"]
    return confirmed(workbook([row]), kind="training.hours", by=by, place=place)


def while_uncommitted(first, second) -> list[str]:
    """Do ``second`` in another thread while ``first`` is done and not committed; what it said."""
    said = []

    def run() -> None:
        try:
            second()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            said.append(str(error))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        time.sleep(1)
    thread.join(timeout=60)
    return said


def test_what_is_recognised_is_not_undone(world):
    complete(world, "a1-0")
    second, batch = complete(world, "a1-0", "a1-1"), HoursBatch.objects.get()
    said = while_uncommitted(
        lambda: actions.recognise_hours_batch(batch, by=world.people["city_training"], at=AT),
        lambda: jobs.undo_import_job(second, by=world.people["city_staff"], at=AT),
    )
    assert said == ["这份名单已经认定或撤销，不能再撤销导入；更正以冲销办理。"]
    assert LedgerEntry.objects.count() == HoursClaim.objects.counting().count() == 2


def test_what_is_filed_is_not_given_other_hours(world):
    by = world.people["a1_officer"]
    jobs.apply_import_job(sheet_of(world, 2), by=by, at=AT)
    batch, more = HoursBatch.objects.get(), sheet_of(world, 40)
    said = while_uncommitted(
        lambda: actions.file_hours_batch(batch, by=by, at=AT),
        lambda: jobs.apply_import_job(more, by=by, at=AT),
    )
    batch.refresh_from_db()
    assert (said, batch.state, batch.hours_total) == (
        ["这次活动已经申报，不能再改；需要更正请联系县(区)退回。"], "filed", 2,
    )  # fmt: skip


def test_what_is_recognised_gets_no_lines_that_nobody_enters(world):
    complete(world, "a1-0")
    batch, by = HoursBatch.objects.get(), world.people["city_staff"]
    file = workbook(lines(person("a1-0"), person("a1-1")), HEADINGS)
    place = world.units["city-education_bureau"]
    more = confirmed(file, kind="training.completion", by=by, place=place)
    said = while_uncommitted(
        lambda: actions.recognise_hours_batch(batch, by=world.people["city_training"], at=AT),
        lambda: jobs.apply_import_job(more, by=by, at=AT),
    )
    late = HoursClaim.objects.get(learner__code="a1-1")
    assert (said, late.batch.state, late.batch == batch) == ([], "verified", False)
