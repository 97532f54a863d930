"""A declaration and files for the tests."""

import io

import openpyxl
from import_export import fields, resources, widgets


class HoursResource(resources.Resource):
    code = fields.Field("code", "教师编号", widgets.CharWidget())
    name = fields.Field("name", "姓名", widgets.CharWidget())
    form = fields.Field("form", "形式", widgets.CharWidget())
    hours = fields.Field("hours", "学时", widgets.DecimalWidget())
    done_on = fields.Field("done_on", "日期", widgets.DateWidget())
    seats = fields.Field("seats", "人次", widgets.IntegerWidget())
    is_online = fields.Field("is_online", "线上", widgets.BooleanWidget())

    class Meta:
        import_id_fields = ("code", "done_on")

    class SheetMeta:
        title = "培训学时"
        version = "2"
        required = ("code", "name", "hours", "done_on")
        asked = ("seats",)
        codes = ("code",)
        choices = {"form": ("集中培训", "网络研修", "校本研修")}
        help = {"hours": "可带一位小数"}
        aliases = {"hours": ("课时",)}


HEADINGS = ["教师编号", "姓名", "形式", "学时", "日期", "人次", "线上"]
GOOD = ["0532100001", "演示教师", "集中培训", 6, "2023-05-25", 30, "否"]

FIRST = [
    ["0532100001", "甲", "集中培训", 6, "2023-05-25", None, None],
    ["0532100002", "乙", "集中培训", "六", "2023-05-25", None, None],
    ["0532100009", "丙", "集中培训", 3, "2023-05-25", None, None],
    ["0532100003", "丁", "集中培训", 9, "2023-05-25", None, None],
    ["0532100001", "甲", "集中培训", 7, "2023-05-25", None, None],
]
MENDED = [
    ["0532100001", "甲", "集中培训", 6, "2023-05-25", None, None],
    ["0532100002", "乙", "集中培训", 6, "2023-05-25", None, None],
    ["0532100003", "丁", "集中培训", 8, "2023-05-25", None, None],
]


def xlsx(rows, path, *, change=None):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    book.save(path)
    return path


def loaded(data):
    return openpyxl.load_workbook(io.BytesIO(data))
