"""The last of the probes: a workbook neither overwrites what is another county's nor shows it.

The admin's import button leads to the pages of an ImportJob; import-export's own admin, which
overwrites by id and previews old values, is not used anywhere.
"""

import io

import openpyxl
import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from import_export.admin import ExportMixin, ImportMixin

from pueredu.workbooks.actions import add_import_job, check_import_job
from pueredu.workbooks.enums import ImportState
from pueredu.workbooks.queries import write_filled_template
from tests.house.probing import OTHER
from tests.house.urls import admin_patterns
from tests.house.visitors import Visitor
from tests.support.world import AT
from training.models import HoursClaim, LearnerYear

pytestmark = pytest.mark.usefixtures("quiet")


def workbook(town, row: dict) -> SimpleUploadedFile:
    """The template of school a1 with one row filled in, under the headings of the sheet."""
    stream = io.BytesIO()
    clerk, school = town.world.person("a1_officer"), town.world.units["a1"]
    write_filled_template(stream, "training.hours", school, clerk, AT)
    book = openpyxl.load_workbook(stream)
    sheet = book.active
    top, headings = next(
        (cells[0].row, {str(cell.value).strip("*"): cell.column for cell in cells if cell.value})
        for cells in sheet.iter_rows()
        if any(str(cell.value).startswith("教师编号") for cell in cells)
    )
    for heading, value in row.items():
        sheet.cell(top + 1, headings[heading], value)
    filled = io.BytesIO()
    book.save(filled)
    return SimpleUploadedFile("学时.xlsx", filled.getvalue())


@pytest.fixture
def job(town):
    """School a1 claims hours for a teacher of school b1, at an event that is claimed there already."""
    claim = HoursClaim.objects.select_related("learner", "activity", "direction").get(
        learner__code="L-b1", activity__title="金丝雀乙研修"
    )
    row = {
        "教师编号": "L-b1", "姓名": "", "活动名称": claim.activity.title, "活动日期": "2023-05-24",
        "形式与级别": "校本研修（校级）", "方向": claim.direction.title, "学时": 99,
    }  # fmt: skip
    clerk, school = town.world.person("a1_officer"), town.world.units["a1"]
    found = add_import_job(
        workbook(town, row), by=clerk, at=AT, kind="training.hours", place=school
    )
    return check_import_job(found, by=None, at=AT)


def test_a_workbook_overwrites_nothing_of_another_county(town, job):
    assert job.state == ImportState.CHECKED
    assert job.counts["changed"] == 0
    assert list(HoursClaim.objects.filter(hours=99)) == []
    assert list(LearnerYear.objects.filter(hours=99)) == []


def test_the_preview_shows_nothing_of_another_county(town, job):
    page = Visitor(town, "a1_officer").ask("GET", job.get_absolute_url())
    assert page.status_code == 200
    assert OTHER not in page.said.replace("金丝雀乙研修", "")  # the title that the clerk wrote


def test_no_table_is_imported_past_the_pages_of_a_job():
    keepers = admin.site._registry.values()
    assert [str(one) for one in keepers if isinstance(one, ImportMixin | ExportMixin)] == []
    assert [page.name for page in admin_patterns() if "import" in page.name] == []
