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


def days_pass(portal, title):
    """Ten days later: the trial's clock cannot be turned, so the posting is moved back."""
    portal.rows(
        "UPDATE training_hoursbatch SET posted_on = posted_on - 10,"
        " posting_ends_on = posting_ends_on - 10 WHERE title LIKE %s RETURNING id",
        f"%{title}",
    )


def sampled(person, tier):
    """One draws over what waits, looks at every drawn line and finds them in order."""
    person.open("/training/samples/")
    person.follow(f"抽取（{tier}）")
    person.press("抽取")
    person.sees("随机种子", "未核查")
    person.follow("核查")
    person.press("都已看过，其余均符合")
    person.sees("符合", "可以通过")
    person.misses("未核查")


def passed(person, title, tier, verb):
    """One whose tier looks at the evidence may not pass it on before the sample is in order."""
    batch(person, title)
    if tier:
        assert not person.shows(verb)
        person.sees("还没有抽查")
        sampled(person, tier)
        batch(person, title)
    person.follow(verb)
    person.press(verb)


def verified_and_recognised(user, title, *, county_tier="县(区)抽查", city_tier=""):
    county, training = user(f"bureau-{COUNTY}"), user("training")
    passed(county, title, county_tier, "审核通过")
    county.sees("待认定")
    passed(training, title, city_tier, "认定")
    return training.sees("已认定")


def counting_taps(person):
    """Every touch of the screen from now on; what is typed is no tap."""
    taps = []
    person.page.expose_function("tapped", lambda: taps.append(1))
    person.page.add_init_script(
        "document.addEventListener('pointerdown', () => window.tapped(), true)"
    )
    return taps


def test_a_central_school_enters_wednesdays_training(user, portal):
    """Copied from last week's, twenty people, two away: at most twelve taps besides the title. It
    is posted, a teacher objects on the phone, the school agrees, and it goes on when the days are
    over."""
    there, away = user(f"teacher-{CENTRAL}", viewport=PHONE), user("teacher-2153900030")
    before, away_before = hours_of(there), hours_of(away)
    assert before[1] == 72
    absent = [
        person.page.locator("main .lead").first.inner_text().split()[1]
        for person in (away, user("teacher-2153900031"))
        if person.open("/training/mine/")
    ]

    officer = user(f"central-{CENTRAL}", viewport=PHONE)
    taps = counting_taps(officer)
    officer.open("/")
    officer.page.get_by_text("菜单").click()
    officer.follow("录入活动")
    officer.sees("中心学校", "村完小", "教学点")
    officer.follow("沿用上次内容，全员到场")
    assert officer.page.locator("input[name=present]:checked").count() == 20
    officer.write("活动名称", ACTIVITY)
    for name in absent:
        officer.page.get_by_label(name, exact=True).uncheck()
    officer.sees("已选 18 人，共 20 人")
    officer.press("保存并公示", twice=True)
    assert 5 <= len(taps) <= 12
    officer.sees("18 人次", "公示中", "为止，期满后再申报")
    officer.misses(*absent)
    officer.open("/training/batches/")
    assert officer.page.locator("tbody tr", has_text=ACTIVITY).count() == 1

    there.open("/training/mine/postings/")
    there.follow(ACTIVITY, exact=False)
    there.write("异议内容", "我三点就走了，应计一学时。")
    there.press("提出异议")
    there.sees("处理结果会通知您")
    officer.open("/training/batches/")
    officer.follow("公示异议")
    officer.follow(ACTIVITY, exact=False)
    officer.sees("我三点就走了")
    officer.follow("采纳")
    officer.write("更正后的学时", "1")
    officer.write("处理意见", "属实，按一学时计。")
    officer.press("采纳")
    there.open("/messages/")
    there.sees("您的异议已采纳")
    batch(officer, ACTIVITY)
    officer.follow("公示单")
    officer.sees("1(1)", "联系人")

    days_pass(portal, ACTIVITY)
    officer.open("/training/batches/file-all/")
    officer.press("申报全部")
    officer.sees("已办理")
    verified_and_recognised(user, ACTIVITY)
    assert hours_of(there) == [before[0] + 1, 72]
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


def test_a_school_fills_its_own_workbook(user, portal, tmp_path):
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
    officer.follow("公示")
    officer.press("公示")
    officer.sees("公示期", "演示教师0178")
    days_pass(portal, "表格导入：学时.xlsx")
    batch(officer, "表格导入：学时.xlsx")
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
