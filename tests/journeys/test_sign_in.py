"""Every role signs in to a desk that says what to do next, and meets closed doors politely."""

import pytest

from tests.journeys.portal import PASSWORD

BUREAU = {"secretariat", "staff", "training", "system", "security", "auditor"}
KEEPERS = {"system", "security", "auditor", "accounts-530802"}  # of accounts, posts and traces
NAMES = [
    "leader", "secretariat", "staff", "training", "finance", "inspector", "system", "security",
    "auditor", "leader-530802", "party-530802", "government-530802", "bureau-530802",
    "finance-530802", "accounts-530802", "central-2153900002", "school-2153900001",
    "head-2153900001", "teacher-2153900001",
]  # fmt: skip


def test_a_visitor_meets_the_sign_in_page_and_a_wrong_password_a_sentence(visitor):
    person = visitor()
    person.open("/accountability/reports/")
    assert person.path == "/sign-in/"
    person.sees("登录", "严禁上传国家秘密")
    person.write("登录名", "party-530802")
    person.write("密码", "not-the-password")
    person.press("登录")
    person.sees("登录名或密码不正确")
    person.write("密码", PASSWORD)
    person.press("登录")
    assert person.path == "/accountability/reports/"


def test_every_role_that_quickstart_prints_is_walked(portal):
    printed = {row["role"] for row in portal.accounts()}
    walked = {row["role"] for row in portal.accounts() if row["username"] in NAMES}
    assert walked == printed


@pytest.mark.parametrize("name", NAMES)
def test_a_role_has_a_desk_that_says_what_to_do_next_and_the_admin_or_none(user, name):
    person = user(name)
    person.open("/")
    person.sees("我的工作台", "日常管理" if name in KEEPERS else "待我办理")
    if name in KEEPERS:
        assert person.page.locator(".places a").count() > 0
    else:
        steps = person.page.locator(".owed-item a.button").count()
        assert (steps > 0) != ("目前没有待办事项" in person.text)
    door = person.page.goto("/admin/")
    expected = (200, "/admin/") if name in BUREAU else (403, "/admin/login/")
    assert (door.status, person.path) == expected


def test_somebody_else_is_told_why_the_admin_stays_closed(user):
    person = user("bureau-530802")
    person.open("/admin/accountability/report/", status=403)
    person.sees("您没有办理此事项的权限", "返回首页")


def test_another_county_s_report_is_not_found(user, portal):
    ((report,),) = portal.rows(
        "SELECT report.id FROM accountability_report report JOIN units_unit county"
        " ON county.id = report.county_id WHERE county.code = '530802'"
    )
    own, other = user("party-530802"), user("party-530829")
    own.open(f"/accountability/reports/{report}/")
    for page in ("", "fill/", "submit/", "accept/"):
        other.open(f"/accountability/reports/{report}/{page}", status=404)
        other.sees("没有找到这个页面", "返回首页")
        other.misses("思茅")
