"""A school's workbook of hours for the tests."""

import io
from functools import cache

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from pueredu.workbooks.models import ImportJob

HEADINGS = ["教师编号", "姓名", "活动名称", "活动日期", "形式与级别", "方向", "学时"]


def row(code="a2-0", name="", *, title="校本研修", day="2023-05-24", rule="校本研修(校级)",
        direction="专业知识", hours=3) -> list:  # fmt: skip
    return [code, f"教师{code}" if name == "" else name, title, day, rule, direction, hours]


def blank(code: str) -> list:
    return [code, f"教师{code}", None, None, None, None, None]


def workbook(rows, headings=HEADINGS, name="五月学时.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, saved(tuple(map(tuple, (headings, *rows)))))


@cache
def saved(lines: tuple) -> bytes:
    """The same lines give the same bytes, though the format carries the moment of saving."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(stream)
    return stream.getvalue()


def counts(job: ImportJob) -> dict:
    assert sum(value for name, value in job.counts.items() if name != "read") == job.counts["read"]
    return {name: value for name, value in job.counts.items() if value}


def sentences(job: ImportJob) -> list[str]:
    return [line["sentence"] for line in job.messages]
