"""A county keeps its register and opens accounts with a table."""

from tests.journeys.tables import add_row, opened, upload

COUNTY = "530823"
SCHOOL = "演示·景东县第一幼儿园"
PASSWORD = "elf Boote auf dem Fluss"


def test_a_county_keeps_its_register_with_a_table(user, tmp_path):
    bureau = user(f"bureau-{COUNTY}")
    bureau.open("/training/learners/")
    bureau.follow("导入学员表格")
    template = bureau.download("下载本单位模板", tmp_path)
    words = {"教师编号": "5308239901", "姓名": "演示新教师", "任教单位": SCHOOL, "学段": "学前"}
    words["任教起"] = "2023-05-04"
    found = upload(bureau, "training.learners", add_row(template, words))
    assert (found["新增"], found["读取行数"] - found["相同"]) == (1, 1)
    bureau.press("确认导入")
    bureau.page.get_by_text("已写入：新增 1 行").wait_for()
    bureau.look()
    bureau.open("/training/learners/?q=演示新教师")
    bureau.follow("演示新教师", exact=False)
    bureau.sees(SCHOOL, "5308239901")


def test_a_county_opens_accounts_with_a_table(user, visitor, tmp_path):
    keeper = user(f"accounts-{COUNTY}")
    keeper.open("/imports/")
    keeper.follow("导入账号表格")
    template = keeper.download("下载本单位模板", tmp_path)
    person = {"单位": SCHOOL, "角色": "学校经办人", "联系电话": "13907150825"}
    add_row(template, {"登录名": "yanshi-jia", "姓名": "演示甲", **person})
    add_row(template, {"登录名": "yanshi-yi", "姓名": "演示乙", **person, "角色": "教师"})
    assert upload(keeper, "office.accounts", template) == {"读取行数": 2, "新增": 2}
    keeper.press("确认导入")
    keeper.page.get_by_text("已开账号 2 个").wait_for()
    keeper.look()
    codes = keeper.download("生成启用码表", tmp_path, role="button")
    sheet = opened(codes)[1]
    lines = {line[1].value: line[2].value for line in sheet.iter_rows(min_row=2)}
    assert sorted(lines) == ["yanshi-jia", "yanshi-yi"]

    newcomer = visitor()
    newcomer.open("/sign-in/")
    newcomer.follow("启用账号")
    newcomer.write("登录名", "yanshi-jia")
    newcomer.write("启用码", lines["yanshi-jia"])
    newcomer.write("新密码", PASSWORD)
    newcomer.write("再输一次新密码", PASSWORD)
    newcomer.press("启用账号")
    newcomer.write("登录名", "yanshi-jia")
    newcomer.write("密码", PASSWORD)
    newcomer.press("登录")
    newcomer.open("/imports/new/?kind=training.hours")
    newcomer.sees("导入学时表格", SCHOOL)
