"""A sign-in that ends in the middle of a form loses no word."""

REPORT = "江城县2023年度教育工作述职报告"
TOPIC = "必述问题 1：十条措施落实（在报告中的位置）"
ANSWER = "必述问题 1：文字回应（可不填）"
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
    clerk.sees("已恢复您上次尚未提交的文字")
    assert clerk.page.get_by_label(TOPIC).input_value() == "第 4 页 三、"
    assert clerk.page.get_by_label(ANSWER).input_value() == WORDS

    clerk.press("保存")
    clerk.sees("已保存", "第 4 页 三、", "第二行也要在。")
    clerk.open(form)
    clerk.misses("已恢复您上次尚未提交的文字")


def test_the_next_person_at_the_machine_reads_none_of_it(user):
    clerk = user("party-530825")
    clerk.open("/accountability/reports/")
    clerk.follow("镇沅县2023年度教育工作述职报告")
    clerk.follow("填报")
    clerk.write(ANSWER, WORDS)
    clerk.context.clear_cookies(name="sessionid")
    clerk.press("保存")
    clerk.sign_in("bureau-530825")
    clerk.misses("已恢复您上次尚未提交的文字")
    assert clerk.page.get_by_label(ANSWER).input_value() == ""
    assert (
        clerk.page.evaluate("Object.keys(sessionStorage).filter((k) => k.startsWith('keep:'))")
        == []
    )
