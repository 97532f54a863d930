"""A sign-in that ends in the middle of a form loses no word."""

REPORT = "江城县2023年度教育工作述职报告"
TOPIC = "必述问题 1：十条措施落实（在报告中的位置）"
ANSWER = "必述问题 1：文字回应（可不填）"
CENTRAL = "central-2153900014"
WORDS = "全县中小学教师培训已完成 72 学时的三分之一。\n第二行也要在。"


def test_what_was_typed_is_there_after_signing_in_again(user):
    clerk = user("party-530826")
    clerk.open("/accountability/reports/")
    clerk.follow(REPORT)
    clerk.follow("填报")
    form = clerk.path
    clerk.write(TOPIC, "第 4 页 三、")
    clerk.write(ANSWER, WORDS)
    clerk.context.clear_cookies(name="sessionid")
    clerk.press("保存")
    assert clerk.path == "/sign-in/"
    clerk.sees("登录")
    clerk.sign_in("party-530826")
    assert clerk.path == form
    clerk.sees("已恢复您上次尚未提交的内容")
    assert clerk.page.get_by_label(TOPIC).input_value() == "第 4 页 三、"
    assert clerk.page.get_by_label(ANSWER).input_value() == WORDS

    clerk.press("保存")
    clerk.sees("已保存", "第 4 页 三、", "第二行也要在。")
    clerk.open(form)
    clerk.misses("已恢复您上次尚未提交的内容")


def test_a_half_ticked_roster_is_as_it_was_after_signing_in_again(user):
    officer = user(CENTRAL)
    officer.open("/training/roster/")
    people = officer.page.locator("input[name=present]")
    officer.write("活动名称", "周三教研")
    officer.page.get_by_label("班级管理").check()
    for number in (0, 2):
        people.nth(number).uncheck()
    officer.context.clear_cookies(name="sessionid")
    officer.press("保存并公示")
    officer.sign_in(CENTRAL)
    officer.sees("已恢复您上次尚未提交的内容", f"已选 {people.count() - 2} 人")
    assert [people.nth(number).is_checked() for number in range(4)] == [False, True, False, True]
    assert officer.page.get_by_label("班级管理").is_checked()
    assert officer.page.get_by_label("活动名称").input_value() == "周三教研"


def test_the_next_person_at_the_machine_reads_none_of_it(user):
    clerk = user("party-530825")
    clerk.open("/accountability/reports/")
    clerk.follow("镇沅县2023年度教育工作述职报告")
    clerk.follow("填报")
    clerk.write(ANSWER, WORDS)
    clerk.context.clear_cookies(name="sessionid")
    clerk.press("保存")
    clerk.sign_in("bureau-530825")
    clerk.misses("已恢复您上次尚未提交的内容")
    assert clerk.page.get_by_label(ANSWER).input_value() == ""
    assert (
        clerk.page.evaluate("Object.keys(sessionStorage).filter((k) => k.startsWith('keep:'))")
        == []
    )
