"""A county's report: filled, refused, handed in, asked to be completed, handed in again, accepted."""

from tests.support import files

REPORT = "西盟县2023年度教育工作述职报告"
TOPIC = "必述问题 1：十条措施落实（在报告中的位置）"
COMMENT = "请补充学前三年毛入园率的数据和佐证。"


def events(person, verb):
    """How often the record's history names a verb."""
    return person.page.locator(".timeline-what strong", has_text=verb).count()


def fill_all_but_the_topic(clerk):
    clerk.attach("签批件（盖章、签字的 PDF）", files.pdf("西盟县述职报告签批件.pdf"))
    clerk.attach("报告正文（Word）", files.word("西盟县述职报告.docx"))
    clerk.write("签批人（职务）", "县委书记")
    clerk.write("签批日期", "2023-05-23")


def test_a_report_travels_until_it_is_accepted(user):
    clerk, secretariat = user("party-530829"), user("secretariat")
    clerk.open("/")
    clerk.sees("待我办理", REPORT)
    clerk.follow(REPORT)
    clerk.sees("填报中", "2023年7月31日", "2023年8月15日", "「十条措施落实」还没有回应")
    clerk.follow("填报")
    fill_all_but_the_topic(clerk)
    clerk.press("保存")
    clerk.sees("已保存", "西盟县述职报告签批件.pdf", "西盟县述职报告.docx")

    clerk.follow("报送")
    clerk.press("报送", status=422)
    clerk.sees("还不能报送：必述问题「十条措施落实」还没有回应。")
    clerk.follow("取消")
    clerk.sees("填报中")
    clerk.follow("填报")
    clerk.write(TOPIC, "第 3 页 二、（一）")
    clerk.press("保存")
    clerk.sees("见报告：第 3 页 二、（一）")
    clerk.misses("报送前还需要")
    clerk.follow("报送")
    clerk.press("报送")
    clerk.sees("待审阅")
    assert not clerk.shows("填报")
    report = clerk.path

    secretariat.open("/admin/accountability/report/?state__exact=submitted")
    secretariat.follow(REPORT)
    secretariat.sees("第 3 页 二、（一）", "西盟县述职报告签批件.pdf", "西盟县述职报告.docx")
    secretariat.follow("请修改完善")
    secretariat.press("请修改完善")
    secretariat.sees("请写明意见。")
    secretariat.write("意见", COMMENT)
    secretariat.press("请修改完善")
    secretariat.sees("「请修改完善」已完成。")

    clerk.open("/messages/")
    clerk.follow("请修改完善", exact=False)
    assert clerk.path == report
    clerk.sees("秘书组请您修改完善", COMMENT)
    clerk.follow("填报")
    clerk.attach("报告正文（Word）", files.word("西盟县述职报告（补充）.docx"))
    clerk.press("保存")
    clerk.sees("西盟县述职报告.docx", "西盟县述职报告（补充）.docx")
    clerk.follow("报送")
    clerk.press("报送")

    secretariat.open("/admin/accountability/report/?state__exact=submitted")
    secretariat.follow(REPORT)
    secretariat.follow("接收")
    secretariat.press("接收")
    secretariat.sees("「接收」已完成。", "已接收")
    clerk.open(report)
    clerk.sees("已接收", COMMENT)
    assert [events(clerk, verb) for verb in ("报送", "请修改完善", "接收")] == [2, 1, 1]
    clerk.open("/")
    clerk.sees("目前没有待办事项")


def test_a_report_is_filled_and_handed_in_without_script(user):
    clerk = user("party-530828", scripted=False)
    clerk.open("/accountability/reports/")
    clerk.follow("澜沧县2023年度教育工作述职报告")
    clerk.follow("填报")
    fill_all_but_the_topic(clerk)
    clerk.write(TOPIC, "第 5 页")
    clerk.press("保存")
    clerk.sees("见报告：第 5 页")
    clerk.follow("报送")
    clerk.press("报送", twice=True)
    clerk.sees("待审阅")
    assert events(clerk, "报送") == 1


def test_a_double_click_hands_in_once(user):
    clerk = user("party-530827")
    clerk.open("/accountability/reports/")
    clerk.follow("孟连县2023年度教育工作述职报告")
    clerk.follow("填报")
    fill_all_but_the_topic(clerk)
    clerk.write(TOPIC, "第 2 页")
    clerk.press("保存", twice=True)
    clerk.follow("报送")
    form = clerk.path
    stale = user("party-530827")
    stale.open(form)
    clerk.press("报送", twice=True)
    clerk.sees("待审阅")
    assert (clerk.posts.count(form), events(clerk, "报送"), events(clerk, "填报")) == (1, 1, 1)

    stale.press("报送")
    stale.sees("待审阅")
    assert events(stale, "报送") == 1
