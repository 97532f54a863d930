"""The same import without a browser: one JSON object with the counts."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pueredu.units.models import Membership
from pueredu.workbooks.models import ImportJob
from tests.support.world import SINCE
from tests.training.workbooks import row, workbook
from training.models import HoursClaim


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "学时.xlsx"
    path.write_bytes(workbook([row("a2-0"), row("a2-1", hours="六")]).read())
    return path


def said(*words, **options):
    stream = StringIO()
    call_command("import_hours", *words, stdout=stream, **options)
    return json.loads(stream.getvalue())


@pytest.mark.usefixtures("room", "clock")
def test_it_checks_and_prints_the_counts(file):
    found = said(file, username="a2_officer")
    job = ImportJob.objects.get()
    assert found == {"job": job.pk, "state": "checked", **job.counts}
    assert (found["read"], found["new"], found["error"]) == (2, 1, 1)
    assert HoursClaim.objects.count() == 0


@pytest.mark.usefixtures("room", "clock")
def test_it_applies_when_asked(file):
    found = said(file, username="a2_officer", apply=True)
    assert (found["state"], found["new"], HoursClaim.objects.count()) == ("applied", 1, 1)
    with pytest.raises(CommandError, match="没有需要写入的行"):
        said(file, username="a2_officer", apply=True)


@pytest.mark.usefixtures("clock")
def test_it_says_why_not(file, room, tmp_path):
    for username, sentence in {
        "nobody-here": "没有名为 nobody-here 的可用账号",
        "a_bureau": "您的职务不能导入学时",
    }.items():
        with pytest.raises(CommandError, match=sentence):
            said(file, username=username)
    with pytest.raises(CommandError, match="文件打不开"):
        said(tmp_path / "none.xlsx", username="a2_officer")
    with pytest.raises(CommandError, match="请用 --school 指明学校，可选：T-a2"):
        said(file, username="a2_officer", school="T-b1")
    broken = tmp_path / "另一张.csv"
    broken.write_text("编号,分数\n1,2")
    with pytest.raises(CommandError, match="前 30 行里找不到表头"):
        said(broken, username="a2_officer")


@pytest.mark.usefixtures("clock")
def test_somebody_with_two_schools_names_one(file, room):
    Membership.objects.create(
        user=room.world.people["a2_officer"], unit=room.world.units["a1"],
        role="school_officer", since=SINCE,
    )  # fmt: skip
    with pytest.raises(CommandError, match="请用 --school"):
        said(file, username="a2_officer")
    assert said(file, username="a2_officer", school="T-a2")["new"] == 1
