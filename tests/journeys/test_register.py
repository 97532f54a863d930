"""The register lives: a teacher moves school, and takes the year along but not the past; a rule is
changed, and what it recognised stays."""

from tests.journeys.test_training import hours_of

COUNTY = "530828"
MOVER = """
SELECT l.id, l.name, u.username, s.id, s.name, n.id, n.name, n.code
FROM training_learner l
JOIN accounts_user u ON u.id = l.user_id
JOIN units_unit s ON s.id = l.school_id
JOIN units_unit c ON c.id = l.county_id AND c.code = %s
JOIN training_learneryear y ON y.learner_id = l.id AND y.hours > 0
JOIN units_unit n ON n.area_id = c.id AND n.kind = s.kind AND n.id <> s.id AND n.is_demo
JOIN units_membership m ON m.unit_id = n.id AND m.role IN ('school_officer', 'central_school_officer')
WHERE l.kind = 'teacher' AND l.status = 'active' ORDER BY l.code, n.code LIMIT 1
"""
RECEIVER = """
SELECT u.username FROM units_membership m JOIN accounts_user u ON u.id = m.user_id
WHERE m.unit_id = %s AND m.role IN ('school_officer', 'central_school_officer') ORDER BY m.id LIMIT 1
"""
HELD = """
SELECT sum(hours), sum(entry_count) FROM training_schooltotal WHERE school_id = %s
"""


def test_a_teacher_moves_to_another_school(user, portal):
    """The county moves somebody: the hours stay at the old school, the year goes along, the new
    school has the person on its roster."""
    pk, name, username, old_id, old, new_id, new, code = portal.rows(MOVER, COUNTY)[0]
    teacher = user(username)
    before, held = hours_of(teacher), portal.rows(HELD, old_id)
    bureau = user(f"bureau-{COUNTY}")
    bureau.open(f"/training/learners/{pk}/")
    bureau.follow("调动")
    bureau.sees(old, "已认定和已申报的学时留在原单位", "原单位的申报人员")
    bureau.write("新单位", code)
    bureau.write("调动日期", "2023-05-22")
    bureau.choose("事由", "市管校聘")
    bureau.press("调动", twice=True)
    bureau.sees("任教经历", "市管校聘", "首次登记", new, old)

    assert portal.rows(HELD, old_id) == held
    assert hours_of(teacher) == before
    teacher.open("/messages/")
    teacher.sees(f"{name}调到")
    receiver = user(portal.rows(RECEIVER, new_id)[0][0])
    receiver.open("/training/roster/")
    receiver.sees(name)


WAITING = """
SELECT b.id, min(c.held_on)::text, min(c.hours) FROM training_hoursbatch b
JOIN training_hoursclaim c ON c.batch_id = b.id AND NOT c.is_void
WHERE b.state = 'verified' AND c.form = 'teaching_research' AND c.level = 'school'
GROUP BY b.id ORDER BY b.id LIMIT 1
"""
ENTRIES = """
SELECT count(*), sum(e.hours) FROM training_ledgerentry e
JOIN training_ruleversion r ON r.id = e.rule_id
WHERE r.code = 'teaching_research_school' AND r.hours_per_unit {} 0.5
"""


def test_the_bureau_changes_a_rule(user, portal):
    """Drafted, looked at, put in force: a line of after that day counts by the new version, what is
    recognised stays as it is."""
    batch, day, hours = portal.rows(WAITING)[0]
    old = portal.rows(ENTRIES.format("<>"))
    training = user("training")
    training.open("/training/rules/?form=teaching_research&state=in_force")
    training.go(training.page.locator("main tr", has_text="校级").get_by_role("link"))
    training.follow("拟新版本")
    training.write("计量单位", "学时")
    training.write("每单位学时", "0.5")
    training.write("施行日期", day)
    training.write("来源", "演示数据（拟稿）")
    training.press("保存并看影响")
    training.sees("拟定中", "施行后影响到谁", "已认定的", "条不变")
    training.follow("施行")
    training.sees("施行后不能再改")
    training.write("依据的文件", "演示数据（无文号）")
    training.press("施行", twice=True)
    training.sees("已施行")
    training.open(f"/training/batches/{batch}/")
    training.follow("认定")
    training.press("认定")
    assert portal.rows(ENTRIES.format("<>")) == old
    lines, counted = portal.rows(ENTRIES.format("="))[0]
    assert (lines > 0, counted) == (True, lines * hours / 2)
