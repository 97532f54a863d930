"""A person's account from the code on paper to the last session: activate, second factor, end."""

import time
from base64 import b32decode

from django_otp.oath import totp

NAME = "establishment-530823"
SECONDS_OF_A_CODE, SECONDS_TO_TYPE = 30, 10
SECONDS_AFTER_A_WRONG_CODE = 1  # while it takes none, from anywhere: OTP_TOTP_THROTTLE_FACTOR
FIRST, SECOND = "drei Esel tragen Tee", "sieben Ziegen am Fluss"


def issue_code(keeper, name):
    """The system administrator finds the account and hands out a code, seen once."""
    keeper.open(f"/account/people/?q={name}")
    keeper.go(keeper.page.locator("table a"))
    keeper.sees("只显示这一次", name)
    keeper.press("发放启用码")
    return keeper.page.locator(".code-big").inner_text()


def code_for(secret, *, following=False):
    """What the authenticator shows; a code opens once, so the second time the one after it.

    A code about to change is not typed: the portal would take the phone for a slow one.
    """
    left = SECONDS_OF_A_CODE - time.time() % SECONDS_OF_A_CODE
    if left < SECONDS_TO_TYPE:
        time.sleep(left)
    return f"{totp(b32decode(secret), drift=int(following)):06d}"


def sign_in(person, password):
    person.page.goto("/sign-in/")
    person.write("登录名", NAME)
    person.write("密码", password)
    person.press("登录")


def test_an_account_from_the_code_on_paper_to_the_last_session(user, visitor):
    code = issue_code(user("system"), NAME)
    person, elsewhere = visitor(), visitor()

    person.open("/sign-in/")
    person.follow("启用账号")
    person.write("登录名", NAME)
    person.write("启用码", code.lower())
    person.write("新密码", "jingdong 530823")
    person.write("再输一次新密码", "jingdong 530823")
    person.press("启用账号", status=422)
    person.sees("密码中含有“jingdong”")
    person.write("新密码", FIRST)
    person.write("再输一次新密码", FIRST)
    person.press("启用账号")
    assert person.path == "/sign-in/"
    person.sees("账号已启用，请用新密码登录")

    sign_in(person, FIRST)
    person.go(person.page.locator(".masthead .person")).sees("我的账号", "未启用", "本次登录", NAME)
    person.follow("设置二次验证")
    secret = person.page.locator(".secret").inner_text().replace(" ", "")
    person.write("手机上显示的 6 位验证码", code_for(secret))
    person.write("当前密码", FIRST)
    person.press("确认并启用")
    person.sees("只显示这一次")
    recovery = person.page.locator(".codes li").all_inner_texts()
    assert len(recovery) == 10
    person.follow("我已保存")
    person.sees("已启用", "还有 10 条恢复码没有用过")
    person.press("退出")
    assert person.path == "/sign-in/"

    sign_in(elsewhere, FIRST)
    elsewhere.sees("输入验证码")
    elsewhere.write("验证码或恢复码", "000000")
    elsewhere.press("继续登录")
    elsewhere.sees("验证码不正确")
    elsewhere.write("验证码或恢复码", recovery[0])
    elsewhere.press("继续登录")
    elsewhere.sees("我的工作台")

    sign_in(person, FIRST)
    person.sees("输入验证码")
    time.sleep(SECONDS_AFTER_A_WRONG_CODE)
    person.write("验证码或恢复码", code_for(secret, following=True))
    person.press("继续登录")
    person.sees("我的工作台")
    person.open("/account/")
    person.sees("还有 9 条恢复码没有用过")
    person.go(person.page.get_by_role("button", name="这处登录")).sees("已结束 1 处登录")
    elsewhere.open("/account/")
    assert elsewhere.path == "/sign-in/"

    person.follow("修改密码")
    person.write("当前密码", FIRST)
    person.write("新密码", SECOND)
    person.write("再输一次新密码", SECOND)
    person.press("修改密码")
    person.sees("密码已修改", "本次登录")
    sign_in(elsewhere, FIRST)
    elsewhere.sees("登录名或密码不正确")


def test_a_person_puts_right_what_is_stored_and_others_see_a_masked_number(user):
    person, keeper = user("human-resources-530823"), user("system")
    person.open("/account/privacy/").sees("正式文本待录入", "怎样更正")
    person.open("/account/")
    person.follow("更正")
    person.write("联系电话", "13907150824")
    person.press("保存")
    person.sees("已更正", "13907150824")

    keeper.open("/admin/accounts/user/?q=human-resources-530823")
    person_row = keeper.page.locator("#result_list").get_by_role("link", name="演示·")
    keeper.go(person_row).sees("139****0824")
    keeper.misses("13907150824")
    keeper.follow("查看完整电话")
    keeper.write("事由", "联系开会")
    keeper.press("查看完整电话")
    keeper.sees("13907150824", "已记入审计")


def test_a_county_hands_a_code_to_a_teacher_of_its_own(user):
    keeper = user("accounts-530827")
    keeper.open("/")
    keeper.follow("发放启用码")
    keeper.write("姓名或登录名", "teacher")
    keeper.press("查询")
    keeper.go(keeper.page.locator(".table .row-link")).sees("只显示这一次", "teacher-")
    keeper.press("发放启用码")
    keeper.sees("有效期至")
    keeper.open("/account/unused/", status=403)


def test_the_system_administrator_has_a_list_of_unused_accounts(user):
    user("system").open("/account/unused/").sees("长期未用的账号", "不排名")
