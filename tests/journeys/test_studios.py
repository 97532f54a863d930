"""An activity of a studio is entered once; training takes its hours over without a second entry."""

from tests.journeys.test_training import hours_of, verified_and_recognised

STUDIO = "演示·景东县第一幼儿园一级校长工作室"
TITLE = "校长跟岗与课程领导力研讨"


def test_hours_of_an_activity_are_entered_once(user):
    host, member = user("head-1153900004"), user("teacher-3153900004")
    absent = user("teacher-2153900007")
    before, absent_before = hours_of(member), hours_of(absent)
    absent_name = absent.page.locator("main .lead").first.inner_text().split()[1]

    host.open("/studios/register/")
    host.follow(STUDIO)
    host.follow("登记活动")
    host.write("活动名称", TITLE)
    host.page.get_by_label("活动类型").select_option(index=1)
    host.write("活动日期", "2023-05-23")
    host.write("学时", "4")
    host.page.get_by_label(absent_name, exact=False).uncheck()
    host.write("非成员参加人员", "只有一个词")
    host.press("保存", status=422)
    host.sees("应写成：教师编号 姓名")
    host.write("非成员参加人员", "")
    host.press("保存")
    host.sees("已登记", TITLE, "待确认", "到场 4 人")
    host.follow("确认活动")
    host.sees("缺席", absent_name)
    host.press("确认活动", twice=True)
    host.sees("已确认")

    training = user("training")
    training.open("/training/batches/")
    training.follow("取回工作室学时")
    training.press("取回")
    training.sees("新增")
    verified_and_recognised(user, TITLE, county_tier="", city_tier="市级抽查")
    assert hours_of(member) == [before[0] + 4, before[1]]
    member.sees(TITLE)
    assert hours_of(absent) == absent_before


def test_the_board_names_the_counties_without_a_first_rank_studio(user):
    secretariat = user("secretariat")
    secretariat.open("/studios/coverage/")
    secretariat.sees("10 个县(区)中，2 个尚缺一级校长工作室", "江城", "西盟", "已申报 1 个，待命名")
    county = user("bureau-530829")
    county.open("/studios/coverage/")
    county.sees("西盟")
    county.misses("思茅", "江城")
