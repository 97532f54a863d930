"""One set of pages for every kind of table: which kind, for which unit, whose job."""

import pytest
from django.urls import reverse

from pueredu.office.views.imports import kinds_of
from pueredu.workbooks import actions
from pueredu.workbooks.kinds import kind_for
from pueredu.workbooks.models import ImportJob
from tests.support.world import AT

from .conftest import HoursSheet
from .sheets import FIRST, MENDED

ADD = reverse("workbooks:import-job-add")
LIST = reverse("workbooks:import-job-list")


@pytest.fixture
def client(sign_in, hours_sheet):
    return sign_in("a_bureau")


def test_a_person_is_offered_the_tables_of_the_own_posts(client, sign_in):
    body = client.get(LIST).content.decode()
    assert "导入测试学时表格" in body
    assert kind_for(HoursSheet.key).import_url() in body
    assert "导入测试学时表格" not in sign_in("a1_officer").get(LIST).content.decode()


def test_the_first_table_is_taken_unless_another_is_named(client, world):
    first = kinds_of(world.person("a_bureau"))[0]
    assert f"导入{first.label}表格" in client.get(ADD).content.decode()
    address = kind_for(HoursSheet.key).import_url()
    assert "导入测试学时表格" in client.get(address).content.decode()


def test_the_first_unit_is_taken_unless_another_is_named(client, world):
    body = client.get(kind_for(HoursSheet.key).import_url()).content.decode()
    assert f"{world.units['a'].short_name}：先下载" in body
    school = world.units["a1"]
    body = client.get(kind_for(HoursSheet.key).import_url(school)).content.decode()
    assert f"{school.short_name}：先下载" in body
    assert f"place={world.units['a'].pk}" in body


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("kind=tests.nothing", 404),
        ("kind=training.hours", 403),
        (f"kind={HoursSheet.key}&place=0", 404),
        (f"kind={HoursSheet.key}&place=x", 404),
    ],
)
def test_a_table_or_unit_that_is_not_the_persons_opens_nothing(client, query, status):
    for name in ("add", "template"):
        assert (
            client.get(f"{reverse(f'workbooks:import-job-{name}')}?{query}").status_code == status
        )


def test_a_list_of_a_table_that_nobody_knows_is_the_whole_list(client):
    for word in ("tests.nothing", "\0"):
        assert client.get(LIST, {"kind": word}).status_code == 200


def test_the_unit_of_another_county_opens_nothing(client, world):
    address = kind_for(HoursSheet.key).import_url(world.units["b1"])
    assert client.get(address).status_code == 404


def test_an_upload_is_kept_for_the_unit_that_was_chosen(client, world, upload):
    address = kind_for(HoursSheet.key).import_url(world.units["a1"])
    client.post(address, {"file": upload(MENDED)})
    job = ImportJob.objects.get()
    assert (job.kind, job.unit, job.school, job.county) == (
        HoursSheet.key, world.units["a1"], world.units["a1"], world.units["a"],
    )  # fmt: skip


def test_the_pages_cost_as_many_queries_for_one_job_as_for_three(
    client, world, upload, django_assert_num_queries
):
    for _ in (1, 3):
        job = actions.add_import_job(
            upload(FIRST), by=world.people["a_bureau"], at=AT, kind=HoursSheet.key,
            place=world.units["a"],
        )  # fmt: skip
        job = actions.check_import_job(job, by=None, at=AT)
        for address, queries in ((LIST, 6), (job.get_absolute_url(), 7), (ADD, 6)):
            with django_assert_num_queries(queries):
                client.get(address)
