import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from pueredu.units.enums import Reach, Role
from pueredu.workbooks import actions, kinds
from pueredu.workbooks.checks import Check
from pueredu.workbooks.messages import Level
from tests.support.rights import lent_grants, owner_cursor
from tests.support.world import AT

from .sheets import HEADINGS, HoursResource, xlsx

PERMISSION = "workbooks.import_test_hours"
TEACHERS = {"0532100001": "甲一", "0532100002": "乙二", "0532100003": "张珊"}


class HoursSheet(kinds.SheetKind):
    """A room in small: its table is made for the test, its writes are set-based."""

    key = "tests.hours"
    label = "测试学时"
    resource = HoursResource
    permission = PERMISSION
    matched = """
        SELECT s.*, t.hours AS stored, s.code = ANY(%(teachers)s) AS is_teacher
        FROM sheet s LEFT JOIN test_hours t USING (code, done_on)
    """
    identity = ("code", "done_on")
    known = "stored IS NOT NULL"
    same = "stored = hours"
    checks = (
        Check("NOT is_teacher", "code", "未找到教师‘{code}’", near="name"),
        Check("hours > 8", "hours", "「学时」一天超过 8，请核对", Level.WARNING),
    )

    def template_rows(self, _context):
        return [{"code": code, "name": "演示教师"} for code in sorted(TEACHERS)]

    def words(self, _context):
        return {"teachers": sorted(TEACHERS)}

    def candidates(self, _context):
        return {"code": TEACHERS}

    def write(self, job, **_words):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO test_hours (code, done_on, hours)"
                " SELECT code, done_on, hours FROM judged WHERE is_wanted"
                " ON CONFLICT (code, done_on) DO UPDATE SET hours = excluded.hours",
            )
            return {"added": cursor.rowcount, "changed": 0}

    def undo(self, job, **_words):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM test_hours")


@pytest.fixture
def hours_sheet(db):
    """The kind registered, its permission granted to a county's bureau, its table made."""
    kind = kinds.REGISTRY[HoursSheet.key] = HoursSheet()
    with owner_cursor() as cursor:
        cursor.execute(
            "CREATE TABLE test_hours (code text, done_on date, hours numeric,"
            " PRIMARY KEY (code, done_on))",
        )
    with lent_grants() as grant:
        grant(PERMISSION, {Role.COUNTY_BUREAU: Reach.SUBTREE})
        yield kind
    with owner_cursor() as cursor:
        cursor.execute("DROP TABLE test_hours")
    del kinds.REGISTRY[HoursSheet.key]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def upload():
    def made(rows, *, headings=HEADINGS):
        stream = io.BytesIO()
        xlsx([headings, *rows], stream)
        return SimpleUploadedFile("学时.xlsx", stream.getvalue())

    return made


def stored_hours():
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, done_on::text, hours FROM test_hours ORDER BY 1, 2")
        return cursor.fetchall()


def store_hours(code, day, hours):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO test_hours VALUES (%s, %s, %s)", [code, day, hours])


@pytest.fixture
def bureau(world, hours_sheet):
    return world.people["a_bureau"]


@pytest.fixture
def county(world):
    return world.units["a"]


def start(upload, bureau, county, rows, **options):
    file = upload(rows, **options)
    return actions.add_import_job(file, by=bureau, at=AT, kind=HoursSheet.key, place=county)


def checked(*args, **options):
    return actions.check_import_job(start(*args, **options), by=None, at=AT)


def imported(*args):
    job = actions.confirm_import_job(checked(*args), by=args[1], at=AT)
    return actions.apply_import_job(job, by=job.confirmed_by, at=AT)
