"""Rights end with the post: at the next request, and in a job that is already under way."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pueredu.loop.models import Matter
from pueredu.units import actions as posts
from pueredu.workbooks import actions, tasks
from pueredu.workbooks.models import ImportJob
from tests.support import matters
from tests.support.figures import load_figures
from tests.support.matters import errands  # noqa: F401
from tests.support.world import AT
from training import seeds
from training.models import HoursClaim, Learner

HEADINGS = ["教师编号", "姓名", "活动名称", "活动日期", "形式与级别", "方向", "学时"]
ROW = ["L-1", "学员", "校本研修", "2023-05-24", "校本研修(校级)", "专业知识", 3]


def workbook() -> SimpleUploadedFile:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEADINGS)
    book.active.append(ROW)
    book.save(stream)
    return SimpleUploadedFile("学时.xlsx", stream.getvalue())


@pytest.fixture
def job(world, clock, settings, tmp_path) -> ImportJob:
    """One row of hours of school a1, confirmed by its officer and waiting for the worker."""
    settings.MEDIA_ROOT = tmp_path
    load_figures()
    seeds.reference(at=AT)
    school, officer = world.units["a1"], world.person("a1_officer")
    Learner.objects.create(code="L-1", name="学员", school=school, stage="primary")
    job = actions.add_import_job(workbook(), by=officer, at=AT, kind="training.hours", place=school)
    tasks.check_import.apply(args=[job.pk], throw=True)
    job.refresh_from_db()
    return actions.confirm_import_job(job, by=officer, at=AT)


def run(job):
    """The worker's own task, in this process; what it left on the job."""
    tasks.apply_import.apply(args=[job.pk], throw=True)
    job.refresh_from_db()
    return job.state, job.notes, HoursClaim.objects.count()


def end(world, key, by="a_accounts"):
    post = world.people[key].memberships.get()
    return posts.end_membership(post, by=world.person(by), at=AT)


def test_a_job_under_way_goes_on_while_the_post_is_held(job):
    assert run(job) == ("applied", [], 1)


def test_a_job_under_way_stops_when_the_post_has_ended(world, job):
    end(world, "a1_officer")
    assert run(job) == ("failed", ["您的职务没有这项权限。"], 0)


def test_a_job_of_a_person_with_another_post_elsewhere_stops_too(world, job):
    """The rows' place is asked again, not only whether the person may do anything at all."""
    world.people["a1_officer"].memberships.update(unit=world.units["a2"], role="school_head")
    assert run(job) == ("failed", ["您的职务不能为这个单位导入此表。"], 0)


@pytest.mark.usefixtures("errands")
def test_an_open_session_loses_its_rights_at_the_next_request(world, sign_in):
    load_figures()
    matters.issued(world)
    client, page = sign_in("a_government"), Matter.objects.get().get_absolute_url()
    assert client.get(page).status_code == 200
    end(world, "a_government", by="security_admin")
    assert [client.get(page).status_code, client.post(f"{page}receive/").status_code] == [404, 404]
    assert Matter.objects.get().state == "issued"
