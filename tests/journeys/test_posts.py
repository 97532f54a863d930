"""A school gets its new officer from the county's account manager; what was open goes with the post."""

from tests.journeys.portal import PASSWORD

COUNTY = "530826"
NEWCOMER = "jiangcheng-new"


def school_of(portal):
    """The officer of the county's first primary school, and the school's name."""
    ((officer, school),) = portal.rows(
        "SELECT person.username, school.name FROM units_membership post"
        " JOIN accounts_user person ON person.id = post.user_id"
        " JOIN units_unit school ON school.id = post.unit_id"
        " JOIN units_unit county ON county.id = post.county_id"
        " WHERE post.role = 'school_officer' AND county.code = %s AND school.school_type = 'primary'"
        " ORDER BY school.precedence LIMIT 1",
        COUNTY,
    )
    return officer, school


def given_a_password(portal, username):
    """What the activation of an account does in the end."""
    portal.rows(
        "UPDATE accounts_user SET password ="
        " (SELECT password FROM accounts_user WHERE username = 'secretariat')"
        " WHERE username = %s",
        username,
    )


def steps_of(person):
    person.open("/")
    return person.page.locator(".owed-title").all_inner_texts()


def test_a_school_gets_its_new_officer_who_inherits_what_was_open(user, portal):
    officer, school = school_of(portal)
    old, manager = user(officer), user(f"accounts-{COUNTY}")
    left_open = steps_of(old)
    assert left_open

    manager.open("/")
    manager.follow("任职")
    manager.write("姓名、登录名或单位", officer)
    manager.press("查询")
    manager.follow(f"{school}经办人")
    manager.sees("学校经办人", "在任")
    manager.follow("结束任职")
    manager.write("依据或原因", "调县教体局工作")
    manager.press("结束任职")
    manager.sees("已结束任职。", "已结束", "调县教体局工作")
    old.open("/")
    old.sees("目前没有待办事项")

    manager.open("/")
    manager.follow("空缺职务")
    manager.follow(school)
    manager.sees("任命")
    assert manager.page.get_by_label("角色").input_value() == "school_officer"
    manager.write("人员", "查无此人")
    manager.press("任命", status=422)
    manager.sees("没有找到可任职的这位同志")

    manager.open("/posts/")
    manager.follow("新开账号并任职")
    manager.write("姓名", "演示·新经办人")
    manager.write("登录名", NEWCOMER)
    manager.choose("单位必填", school)
    manager.choose("角色", "学校经办人")
    manager.write("职务名称", "教务处经办人")
    manager.press("开账号并任职")
    manager.sees("演示·新经办人", "教务处经办人", "在任")
    manager.open("/admin/", status=403)

    given_a_password(portal, NEWCOMER)
    newcomer = user(NEWCOMER)
    assert steps_of(newcomer) == left_open
    newcomer.follow("交接清单")
    newcomer.sees(*left_open, "前任", f"{school}经办人", "2023-05-23", "移交人（签字）")


def test_an_account_without_a_password_cannot_sign_in(visitor, user, portal):
    """The account that came with the post waits for its activation."""
    manager = user(f"accounts-{COUNTY}")
    manager.open("/posts/newcomer/")
    manager.write("姓名", "演示·未激活")
    manager.write("登录名", "not-yet-active")
    manager.page.get_by_label("单位必填").select_option(index=1)
    manager.choose("角色", "教师")
    manager.press("开账号并任职")
    person = visitor()
    person.open("/sign-in/")
    person.write("登录名", "not-yet-active")
    person.write("密码", PASSWORD)
    person.press("登录")
    person.sees("登录名或密码不正确")
