"""Tables that somebody of the test world uploads, confirmed and written unless they say no."""

from datetime import date

from pueredu.workbooks import actions as jobs
from tests.support.world import AT
from tests.training.test_completion import HEADINGS, lines, person
from tests.training.workbooks import sentences, workbook


def complete(room, people, *, by: str, **event):
    """An organiser's list of the own organ of ``by``."""
    organ = "a" if by == "a_bureau" else "city"
    user = room.world.person(by)
    job = jobs.add_import_job(
        workbook(lines(*map(person, people), **event), HEADINGS), by=user, at=AT,
        kind="training.completion", place=room.world.units[f"{organ}-education_bureau"],
    )  # fmt: skip
    return _written(job, user, AT)


def fill(room, hours, *, at=AT):
    """The workbook of school a2 with one line of one teacher."""
    user = room.world.person("a2_officer")
    row = ["a2-0", "教师a2-0", "校本研修", date(2023, 5, 20), "校本研修(校级)", "专业知识", hours]
    job = jobs.add_import_job(
        workbook([row]), by=user, at=at, kind="training.hours", place=room.world.units["a2"]
    )
    return _written(job, user, at)


def _written(job, user, at):
    job = jobs.check_import_job(job, by=None, at=at)
    if not sentences(job):
        job = jobs.confirm_import_job(job, by=user, at=at)
        job = jobs.apply_import_job(job, by=user, at=at)
    return job
