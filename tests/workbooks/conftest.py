import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from pueredu.units.enums import Reach, Role
from pueredu.workbooks import kinds
from pueredu.workbooks.messages import Level, Message
from tests.support.rights import lent_grants

from .sheets import HEADINGS, HoursResource, xlsx

PERMISSION = "workbooks.import_test_hours"
TEACHERS = {"0532100001", "0532100002", "0532100003"}


class HoursSheet(kinds.SheetKind):
    """A room in small: its table is made for the test, its writes are set-based."""

    key = "tests.hours"
    label = "测试学时"
    resource = HoursResource
    permission = PERMISSION

    def template_rows(self, _context):
        return [{"code": code, "name": "演示教师"} for code in sorted(TEACHERS)]

    def existing(self, keys, _context):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT code, done_on, hours FROM test_hours JOIN unnest(%s::text[], %s::date[])"
                " AS wanted (code, done_on) USING (code, done_on)",
                [[code for code, _ in keys], [day for _, day in keys]],
            )
            return {(code, day): {"hours": hours} for code, day, hours in cursor.fetchall()}

    def check(self, rows, _context):
        for row in rows:
            assert isinstance(row["hours"], Decimal)
            row["teacher_id"] = int(row["code"])
            if row["code"] not in TEACHERS:
                text = f"未找到教师‘{row['code']}’"
                yield Message(row["row_no"], Level.ERROR, text, "code")
            elif row["hours"] > 8:
                yield Message(row["row_no"], Level.WARNING, "「学时」一天超过 8，请核对", "hours")

    def apply(self, rows, **_words):
        assert all(isinstance(row["done_on"], date) for row in rows)
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO test_hours (code, done_on, hours) VALUES (%s, %s, %s) "
                "ON CONFLICT (code, done_on) DO UPDATE SET hours = excluded.hours",
                [(row["code"], row["done_on"], row["hours"]) for row in rows],
            )
        return {"written": len(rows)}


@pytest.fixture
def hours_sheet(db):
    """The kind registered, its permission granted to a county's bureau, its table made."""
    kind = kinds.REGISTRY[HoursSheet.key] = HoursSheet()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE test_hours (code text, done_on date, hours numeric,"
            " PRIMARY KEY (code, done_on))",
        )
    with lent_grants() as grant:
        grant(PERMISSION, {Role.COUNTY_BUREAU: Reach.SUBTREE})
        yield kind
    with connection.cursor() as cursor:
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
