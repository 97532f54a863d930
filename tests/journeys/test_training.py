"""Hours from a phone and from a workbook: filed, verified, recognised, set against the 72."""

import re

from tests.journeys.person import PHONE
from tests.journeys.tables import counts, opened, upload

COUNTY = "530823"
CENTRAL = "2153900008"
SCHOOL = "1153900004"
ACTIVITY = "作文教学校本研修"


def hours_of(teacher):
    """What the teacher's own page says: recognised hours and the year's requirement."""
    teacher.open("/training/mine/")
    tiles = teacher.page.locator(".tile").all_inner_texts()
    words = {tile.split()[0]: tile for tile in tiles}
    return [
        float(re.search(r"[\d.]+", words[label].partition("\n")[2])[0])
        for label in ("已认定学时", "年度要求")
    ]


def batch(person, title):
    """Go from the list of batches to the newest with this title."""
    person.open("/training/batches/")
    person.follow(title, exact=False)


def verified_and_recognised(user, title):
    county, training = user(f"bureau-{COUNTY}"), user("training")
    batch(county, title)
    assert not county.shows("认定")
    county.follow("审核通过")
    county.press("审核通过")
    county.sees("待认定")
    batch(training, title)
    training.follow("认定")
    training.press("认定")
    training.sees("已认定")


def test_a_central_school_files_one_activity_from_a_phone(user):
    there, away = user(f"teacher-{CENTRAL}"), user("teacher-2153900030")
    before, away_before = hours_of(there), hours_of(away)
    assert before[1] == 72

    officer = user(f"central-{CENTRAL}", viewport=PHONE)
    officer.open("/training/roster/")
    officer.sees("中心学校", "村完小", "教学点")
    absent = away.page.locator("main .lead").first.inner_text().split()[1]
    ticked = officer.page.locator("input[name=present]:checked").count()
    officer.page.get_by_label(absent, exact=True).uncheck()
    officer.sees(f"已选 {ticked - 1} 人，共 {ticked} 人")
    officer.write("活动名称", ACTIVITY)
    officer.write("学时", "2.5")
    officer.page.get_by_label("专业能力").check()
    officer.press("保存并申报", twice=True)
    officer.sees(f"{ticked - 1} 人次", "待审核")
    officer.misses(absent)
    officer.open("/training/batches/")
    assert officer.page.locator("tbody tr", has_text=ACTIVITY).count() == 1

    verified_and_recognised(user, ACTIVITY)
    assert hours_of(there) == [before[0] + 2.5, 72]
    there.sees(ACTIVITY)
    assert hours_of(away) == away_before


EVENT = {
    "活动名称": "县级骨干教师跟岗",
    "活动日期": "2023-05-22",
    "形式与级别": "校本研修(校级)",
    "方向": "专业知识",
}


def fill(path, to, rows):
    """Write each of ``rows`` (cells by heading) over one of the people of the template."""
    book, sheet, columns, head = opened(path)
    people = [
        row
        for row in range(head + 1, sheet.max_row + 1)
        if str(sheet.cell(row, columns["教师编号"]).value or "").startswith("D")
    ]
    for row, words in zip(people, rows, strict=False):
        for label, word in {**EVENT, **words}.items():
            sheet.cell(row, columns[label]).value = word
    book.save(to)
    book.close()
    return to


def test_a_school_fills_its_own_workbook(user, tmp_path):
    officer = user(f"school-{SCHOOL}")
    officer.open("/imports/new/?kind=training.hours")
    template = officer.download("下载本单位模板", tmp_path)
    assert template.name == "演示·景东县第一幼儿园学时模板.xlsx"
    hours = [{"学时": "6"}, {"学时": "六学时"}, {"学时": "3"}]
    found = upload(officer, "training.hours", fill(template, tmp_path / "学时.xlsx", hours))
    assert (found["新增"], found["错误"]) == (2, 1)
    assert found["相同"] > 0
    officer.sees("六学时")
    officer.press("确认导入")
    officer.page.get_by_text("已写入：新增 2 行").wait_for()
    officer.look()
    officer.follow("去申报")
    officer.follow("表格导入：学时.xlsx", exact=False)
    officer.sees("县级骨干教师跟岗", "演示教师0178", "演示教师0180")
    officer.misses("演示教师0179")
    officer.follow("申报")
    officer.press("申报")
    verified_and_recognised(user, "表格导入：学时.xlsx")
    officer.open("/training/learners/")
    officer.sees("计入学时", "不少于 72 学时")


def test_a_school_mends_what_was_wrong(user, tmp_path):
    officer = user(f"school-{SCHOOL}")
    officer.open("/imports/new/?kind=training.hours")
    template = officer.download("下载本单位模板", tmp_path)
    _, sheet, columns, head = opened(template)
    name = sheet.cell(head + 4, columns["姓名"]).value
    rows = [
        {"活动名称": "读书会", "学时": "2"},
        {"活动名称": "读书会", "学时": "两"},
        {"活动名称": "读书会", "学时": "2", "教师编号": None, "姓名": name.replace("0", "O", 1)},
    ]
    filled = fill(template, tmp_path / "读书会.xlsx", rows)
    found = upload(officer, "training.hours", filled)
    assert (found["新增"], found["错误"]) == (1, 2)

    officer.choose("「姓名」", name)
    officer.press("按所选更正并重新检查")
    officer.page.get_by_text("未找到教师").wait_for(state="detached")
    found = counts(officer)
    assert (found["新增"], found["错误"]) == (2, 1)
    errors = officer.download("下载错误行表格", tmp_path)
    officer.press("确认导入")
    officer.page.get_by_text("已写入：新增 2 行").wait_for()

    book, sheet, columns, head = opened(errors)
    sheet.cell(head + 1, columns["学时"]).value = 2
    book.save(errors)
    assert upload(officer, "training.hours", errors) == {"读取行数": 1, "新增": 1}
    officer.press("确认导入")
    officer.page.get_by_text("已写入：新增 1 行").wait_for()

    found = upload(officer, "training.hours", filled)
    assert "新增" not in found
    officer.sees("这份文件已于", "导入过")
    officer.open("/imports/")
    officer.follow("错误行-读书会.xlsx")
    officer.follow("撤销本次导入")
    officer.press("撤销导入")
    officer.sees("已撤销")
