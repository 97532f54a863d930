"""A school gets its new officer from the county's account manager; what was open goes with the post."""

COUNTY = "530826"
NEWCOMER = "new-officer-01"
OWN_PASSWORD = "drei Esel tragen Tee"


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


def activated(person, username, code):
    """The person comes with the code on paper, sets a password and signs in with it."""
    person.open("/sign-in/")
    person.follow("启用账号")
    person.write("登录名", username)
    person.write("启用码", code)
    for label in ("新密码", "再输一次新密码"):
        person.write(label, OWN_PASSWORD)
    person.press("启用账号")
    person.write("登录名", username)
    person.write("密码", OWN_PASSWORD)
    return person.press("登录")


def steps_of(person):
    person.open("/")
    return person.page.locator(".owed-title").all_inner_texts()


def test_a_school_gets_its_new_officer_who_inherits_what_was_open(user, visitor, portal):
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
    assert old.path == "/sign-in/"
    old.sign_in(officer)
    old.sees("您目前没有职务")

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
    manager.sees("已任命演示·新经办人", "教务处经办人", "请给本人发放启用码")
    manager.press("发放启用码")
    code = manager.page.locator(".code-big").first.inner_text()
    manager.open("/admin/", status=403)

    newcomer = activated(visitor(), NEWCOMER, code)
    assert steps_of(newcomer) == left_open
    newcomer.follow("交接清单")
    newcomer.sees(*left_open, "前任", f"{school}经办人", "2023-05-23", "移交人（签字）")


def test_a_colleague_does_one_matter_until_it_is_taken_back(user, portal):
    ((matter, title),) = portal.rows(
        "SELECT matter.id, matter.title FROM loop_mattergrant tie"
        " JOIN loop_matter matter ON matter.id = tie.content_object_id"
        " JOIN accounts_user person ON person.id = tie.user_id"
        " WHERE person.username = 'finance-530802'"
    )
    lead, deputy = user("bureau-530802"), user("finance-530802")
    deputy.open("/")
    deputy.follow(title)
    assert (deputy.shows("提请核验"), deputy.shows("结束代办")) == (True, False)
    lead.open(f"/matters/{matter}/")
    lead.sees("代办人", "思茅区财政局联络员")
    lead.follow("委托代办")
    lead.press("委托代办", status=422)
    lead.sees("请选择代办人")
    lead.page.get_by_label("代办人").select_option(index=1)
    lead.press("委托代办")
    lead.sees("「委托代办」已完成。")
    deputy.open(f"/matters/{matter}/", status=404)
    lead.follow("结束代办")
    lead.press("结束代办")
    assert not lead.shows("结束代办")
