"""One school with its people, and workbooks of their hours, for the measurement of imports."""

import io
from datetime import date, timedelta

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from pueredu.accounts.models import User
from pueredu.kit import clock
from pueredu.kit.pinyin import pinyin_key
from pueredu.units.enums import Role, SchoolType, UnitKind
from pueredu.units.models import Membership, Unit
from training.enums import Stage
from training.models import Direction, Learner, RuleVersion

LEARNERS = 2_500
HEADINGS = ("教师编号", "姓名", "活动名称", "活动日期", "形式与级别", "方向", "学时")


def school_with_people() -> tuple[Unit, User]:
    """A school of LEARNERS people and the officer who files for it."""
    bureau = Unit.objects.get(code="530802-education_bureau")
    school = Unit.objects.create(
        code="bench-school", kind=UnitKind.SCHOOL, school_type=SchoolType.PRIMARY, parent=bureau,
        name="演示测量学校", short_name="演示测量学校", is_demo=True,
    )  # fmt: skip
    officer = User.objects.create(username="bench-officer", name="演示经办人")
    Membership.objects.create(
        user=officer, unit=school, role=Role.SCHOOL_OFFICER, since=date(2021, 1, 1)
    )
    Learner.objects.bulk_create(
        Learner(
            code=_code(n), name=_name(n), name_key=pinyin_key(_name(n)), school=school,
            county=school.area, stage=Stage.PRIMARY,
        )
        for n in range(LEARNERS)
    )  # fmt: skip
    return school, officer


def workbook(rows: int) -> bytes:
    """An .xlsx of so many rows, every one another person's hours at another event."""
    rule = RuleVersion.objects.in_force(clock.today())[0].title
    direction = Direction.objects.order_by("id")[0].title
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet = book.add_worksheet("培训学时")
    sheet.write_row(0, 0, HEADINGS)
    for n in range(rows):
        event, person = divmod(n, LEARNERS)
        held_on = clock.today() - timedelta(1 + event)
        cells = (_code(person), _name(person), f"演示活动{event}", f"{held_on}", rule, direction)
        sheet.write_row(n + 1, 0, cells)
        sheet.write_number(n + 1, 6, 6)
    book.close()
    return stream.getvalue()


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("学时.xlsx", data)


def _code(number: int) -> str:
    return f"0530{number:06d}"


def _name(number: int) -> str:
    return f"演示教师{number:04d}"
