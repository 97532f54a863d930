"""Rights end with the post: at the next request, and in a job that is already under way."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pueredu.audit.models import Entry
from pueredu.loop.models import Matter
from pueredu.units import actions as posts
from pueredu.units.models import Membership
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
    for response in (client.get(page), client.post(f"{page}receive/")):
        assert (response.status_code, response.url.split("?")[0]) == (302, "/sign-in/")
    again = sign_in("a_government")
    assert [again.get(page).status_code, again.post(f"{page}receive/").status_code] == [404, 404]
    assert Matter.objects.get().state == "issued"


def is_signed_in(client) -> bool:
    return client.get("/").status_code == 200


def test_whoever_s_rights_change_is_signed_out_and_nobody_else(world, sign_in):
    load_figures()
    post = world.people["a1_officer"].memberships.get()
    who = {"by": world.person("a_accounts"), "at": AT}
    clients = {key: sign_in(key) for key in ("a1_officer", "a1_head", "a1_teacher", "nobody")}

    def gone() -> set[str]:
        out = {key for key, client in clients.items() if not is_signed_in(client)}
        clients.update({key: sign_in(key) for key in out})
        return out

    posts.change_membership(post, **who, title="教务处经办人")
    assert gone() == set()
    posts.change_membership(post, **who, standing_deputy=world.people["a1_head"])
    assert gone() == {"a1_head"}
    posts.change_membership(post, **who, standing_deputy=world.people["a1_teacher"])
    assert gone() == {"a1_head", "a1_teacher"}
    posts.end_membership(post, **who, until=AT.date())
    assert gone() == set()
    posts.end_membership(post, **who)
    assert gone() == {"a1_officer", "a1_teacher"}
    words = {"user": world.people["nobody"], "unit": post.unit, "role": post.role}
    posts.add_membership(Membership(**words, since=AT.date()), **who)
    assert gone() == {"nobody"}
    assert Entry.objects.filter(verb__endswith="end_sessions", reason="任职变动").count() == 6
