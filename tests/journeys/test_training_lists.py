"""What reaches many schools at once, what is looked at instead of clicked, what comes by phone."""

import openpyxl

from tests.journeys.person import PHONE
from tests.journeys.test_training import batch, days_pass, hours_of
from tests.support import files

EVENT = "国培计划：乡村教师能力提升"
CERTIFICATE = "省级信息技术能力提升培训"
SAMPLED = "530824"
PRIMARY, ITS_COUNTY = "2153900011", "530825"


def organisers_list(portal, to):
    """Forty people of forty schools, without codes, in the organiser's own order of columns; one
    failed, and one more name is written wrongly. Gives the file and two of the accounts."""
    people = portal.rows(
        "SELECT DISTINCT ON (u.id) l.name, u.name, p.username FROM training_learner l"
        " JOIN units_unit u ON u.id = l.school_id JOIN units_unit a ON a.id = u.area_id"
        " JOIN accounts_user p ON p.id = l.user_id"
        " WHERE a.kind = 'county' AND l.kind = 'teacher' ORDER BY u.id DESC LIMIT 41"
    )
    book = openpyxl.Workbook()
    book.active.append(
        ["学校", "姓名", "考核结果", "课时", "培训名称", "结业日期", "形式与级别", "方向"]
    )
    what = (EVENT, "2023-05-19", "集中培训(国家级)", "专业能力")
    for n, (name, school, _) in enumerate(people):
        words = f"{name}x" if n == 40 else name, "不合格" if n == 1 else "合格"
        book.active.append([school, *words, 12 if n == 0 else None, *what])
    book.save(to)
    return to, [people[n][2] for n in (0, 1)]


def test_an_organisers_roster_reaches_forty_schools(user, portal, tmp_path):
    path, (passed, failed) = organisers_list(portal, tmp_path / "结业名单.xlsx")
    before = hours_of(user(passed, viewport=PHONE))
    city = user("training-2")
    city.open("/training/batches/")
    city.follow("导入结业名单")
    city.attach("结业名单表格", path)
    city.press("上传并检查")
    city.page.get_by_text("错误行表格").wait_for()
    city.look()
    city.sees("没有“")
    city.press("确认导入")
    city.page.get_by_text("已登记 40 人，涉及 40 个单位；其中 1 人不计").wait_for()
    city.look()
    city.follow("查看名单")
    city.sees(f"结业名单：{EVENT}", "待认定")

    training = user("training")
    lists = portal.rows(
        "SELECT id FROM training_hoursbatch WHERE title = %s ORDER BY id", f"结业名单：{EVENT}"
    )
    assert len(lists) >= 5
    for (pk,) in lists:
        training.open(f"/training/batches/{pk}/recognise/")
        training.press("认定", checked=False)
    assert hours_of(user(passed, viewport=PHONE))[0] == before[0] + 12
    unlucky = user(failed, viewport=PHONE)
    unlucky.open("/training/mine/")
    unlucky.sees(EVENT, "结业不合格，不计")
    unlucky.follow(EVENT)
    unlucky.sees("为什么不计", "这一条保留在名单中，不计入学时")


def line_of_the_longest_list(portal):
    """The name and the words of a drawn line of SAMPLED. Nobody chooses what is drawn, and a list
    of one or four may be drawn whole; the longest cannot be."""
    return portal.rows(
        "SELECT l.name, r.label FROM training_sampledclaim r"
        " JOIN training_hoursclaim c ON c.id = r.claim_id"
        " JOIN training_learner l ON l.id = c.learner_id"
        " JOIN training_hoursbatch b ON b.id = r.batch_id AND b.sample_id = r.sample_id"
        " JOIN units_unit a ON a.id = b.county_id WHERE a.code LIKE %s || '%%'"
        " ORDER BY b.claim_count DESC, r.id LIMIT 1",
        SAMPLED,
    )[0]


def test_a_county_verifies_with_a_sample(user, portal):
    """One line is not in order: its list is looked at whole, the line does not count, the rest of
    the county passes by one button and what is skipped is named."""
    county = user(f"bureau-{SAMPLED}")
    county.open("/training/batches/verify-all/")
    county.sees("跳过的名单和原因", "还没有抽查")
    county.open("/training/samples/")
    county.follow("抽取（县(区)抽查）")
    county.sees("等待抽查", "至少 5 人次")
    county.press("抽取")
    county.follow("核查")
    name, line = line_of_the_longest_list(portal)
    county.choose(f"结论：{line}", "不符合")
    county.press("都已看过，其余均符合", status=422)
    county.sees("请写明问题")
    county.write(f"说明：{line}", "签到表上没有签名")
    county.press("都已看过，其余均符合")
    county.sees("不符合", "签到表上没有签名", "请退回完善或全部核查")
    failed = county.page.get_by_role("row").filter(has_text="请退回完善或全部核查")
    county.go(failed.get_by_role("link"))  # by its row: three schools gave their lists one title
    county.follow("全部核查")
    county.press("列入核查")
    county.open("/training/samples/")
    county.follow("县(区)抽查第", exact=False)
    county.follow("核查")
    county.press("都已看过，其余均符合")
    county.follow("审核通过合格的")
    county.press("审核通过全部")
    county.sees("已办理")
    struck = portal.rows(
        "SELECT l.name, c.void_reason FROM training_hoursclaim c"
        " JOIN training_learner l ON l.id = c.learner_id WHERE c.void_reason LIKE '抽查不符合%%'"
        " AND c.id > %s",
        0,
    )
    assert struck == [(name, "抽查不符合：签到表上没有签名")]


def test_a_teacher_files_a_certificate_by_phone(user, portal):
    teacher = user(f"teacher-{PRIMARY}", viewport=PHONE)
    before = hours_of(teacher)
    teacher.follow("上报证书")
    teacher.write("培训名称", CERTIFICATE)
    teacher.write("主办单位", "演示·省级培训机构")
    teacher.write("结业日期", "2023-05-18")
    teacher.write("证书上的学时", "6")
    teacher.choose("形式与级别", "集中培训(省级)")
    teacher.page.get_by_label("专业能力").check()
    teacher.attach("证书照片或 PDF", files.pdf("证书.pdf"))
    teacher.press("上报学校")
    teacher.sees("已上报", "待学校审核")
    teacher.open("/training/mine/")
    teacher.sees(CERTIFICATE, "待学校审核")

    school = user(f"school-{PRIMARY}")
    school.open("/")
    school.follow("去审核", exact=False)
    school.follow(CERTIFICATE)
    school.follow("采纳")
    school.press("采纳")
    school.sees("学校已采纳，待申报")
    batch(school, "教师上报的证书")
    school.follow("公示")
    school.press("公示")
    days_pass(portal, "教师上报的证书（5月）")
    batch(school, "教师上报的证书")
    school.follow("申报")
    school.press("申报")
    county = user(f"bureau-{ITS_COUNTY}")
    batch(county, "教师上报的证书")
    county.follow("审核通过")  # an event of the province is looked at by the city
    county.press("审核通过")
    city = user("training")
    city.open("/training/samples/")
    city.follow("抽取（市级抽查）")
    city.press("抽取")
    city.follow("核查")
    city.press("都已看过，其余均符合")
    city.open("/training/certificates/")
    city.follow(CERTIFICATE)
    city.sees("证书.pdf", "学校已采纳，待认定")
    batch(city, "教师上报的证书")
    city.follow("认定")
    city.press("认定")
    assert hours_of(teacher)[0] == before[0] + 6
    teacher.sees(CERTIFICATE, "学校已采纳，已认定")
