"""A session from its seats to the hours in the teacher's year, as four people do it."""

from tests.journeys.person import PHONE

COUNTY = "530826"
TITLE = "旅程·课堂观察培训"
DATES = {"开班日期": "2023-06-20", "结班日期": "2023-06-22", "报名截止": "2023-06-12"}


def names_of(portal) -> dict[str, str]:
    """The 县(区), a 中心学校 of it, and two of its teachers, the first with an account."""
    county, school, code = portal.rows(
        "SELECT c.short_name, s.short_name, s.code FROM units_unit s JOIN units_unit c"
        " ON c.id = s.area_id WHERE c.code = %s AND s.kind = 'central_school' ORDER BY s.code",
        f"{COUNTY}",
    )[0]
    people = portal.rows(
        "SELECT l.name, u.username FROM training_learner l JOIN units_unit s ON s.id = l.school_id"
        " LEFT JOIN accounts_user u ON u.id = l.user_id WHERE s.code = %s AND l.kind = 'teacher'"
        " ORDER BY u.username NULLS LAST, l.code",
        code,
    )
    (first, account), (second, _) = people[0], people[1]
    return {
        "county": county, "school": school, "filer": f"central-{code}",
        "first": first, "second": second, "account": account,
    }  # fmt: skip


def opened(person, name: str = TITLE):
    person.open("/training/sessions/")
    person.follow(name, exact=False)


def test_seats_go_down_names_come_up_and_hours_arrive(user, portal):
    """One of two misses a morning of three days; nobody types an hour."""
    who, city = names_of(portal), user("training")
    city.open("/training/programmes/new/")
    city.write("项目名称", TITLE)
    city.choose("培训对象", "教师")
    city.press("保存")
    city.follow("新增班次")
    city.write("班次名称", "第一期")
    city.write("地点", "市教师发展中心")
    city.write("名额", "10")
    for label, day in DATES.items():
        city.write(label, day)
    city.press("保存")
    city.follow("分配名额")
    city.write(who["county"], "4")
    city.press("保存")
    city.follow("发布班次")
    city.press("发布班次")

    bureau = user(f"bureau-{COUNTY}")
    opened(bureau)
    bureau.follow(who["county"])
    bureau.write(who["school"], "2")
    bureau.press("保存")
    bureau.sees("已分到学校")

    school = user(who["filer"], viewport=PHONE)
    opened(school)
    school.follow("报名")
    for name in (who["first"], who["second"]):
        school.page.get_by_label(name, exact=True).check()
    school.press("报名")
    school.sees("已录取 2 人", who["first"], who["second"])

    opened(city)
    city.follow("截止报名")
    city.press("截止报名")
    weeks_pass(portal)
    called = user("training", viewport=PHONE)
    opened(called)
    called.follow("签到")
    called.page.get_by_label(who["first"], exact=True).uncheck()
    called.press("保存签到")
    called.sees("缺勤 1 人")
    for _ in range(5):
        called.press("保存签到")
    opened(city)
    city.follow("确认结班")
    city.press("确认结班")

    teacher = user(who["account"], viewport=PHONE)
    teacher.open("/training/mine/")
    teacher.sees(TITLE, "待审核")
    hours = portal.rows(
        "SELECT sum(c.hours) FROM training_hoursclaim c JOIN training_learner l ON l.id = c.learner_id"
        " JOIN training_hoursbatch b ON b.id = c.batch_id WHERE b.title LIKE %s GROUP BY l.name"
        " ORDER BY 1",
        f"%{TITLE}%",
    )
    assert [float(row[0]) for row in hours] == [15, 18]


def weeks_pass(portal) -> None:
    """The trial's clock cannot be turned, so the session is moved back."""
    portal.rows(
        "UPDATE training_trainingsession s SET since = since - 35, until = until - 35,"
        " enrolment_closes_on = enrolment_closes_on - 35 FROM training_programme p"
        " WHERE p.id = s.programme_id AND p.title = %s RETURNING s.id",
        TITLE,
    )
