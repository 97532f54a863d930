"""Accounts are tied to learners by the register's table: by evidence, never moved, never untied."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from pueredu.audit.models import Entry
from pueredu.kit.errors import Refused
from pueredu.units.models import Membership
from pueredu.workbooks import actions as jobs
from tests.support.world import AT, TODAY
from tests.training.sessions import announced, enrol, states
from tests.training.test_import_learners import apply, check, person
from tests.training.test_views import text
from tests.training.workbooks import counts, sentences
from training import actions, queries
from training.models import Direction, Learner

__all__ = ["apply", "check"]


def named(room, key: str, name: str, *, unit: str = "", role: str = "teacher") -> None:
    """The account ``key`` bears this name, and has a post in ``unit`` besides."""
    user = room.world.people[key]
    user.name = name
    user.save()
    if unit:
        post = Membership(user=user, unit=room.world.units[unit], role=role, since="2020-01-01")
        post.save()


@pytest.fixture
def officer(room):
    """The officer of school a1 teaches there too, as a1-1 and under that name."""
    named(room, "a1_officer", "教师a1-1")


def tie(code="a1-1", account="a1_officer", school="T-a1", **words) -> list:
    return person(code, f"教师{code}", school, 登录名=account, **words)


def account_of(code: str) -> str | None:
    learner = Learner.objects.select_related("user").get(code=code)
    return learner.user and learner.user.username


def template(client) -> list[list]:
    address = f"{reverse('workbooks:import-job-template')}?kind=training.learners"
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(address).streaming_content)))
    return [[cell.value for cell in line] for line in book.worksheets[0].iter_rows(min_row=3)]


def test_a_tied_teacher_reads_the_own_hours(officer, apply, check, sign_in):
    page = reverse("training:my-hours")
    assert "没有对应的学员" in text(sign_in("a1_officer").get(page))
    job = apply([tie()])
    assert (counts(job), job.outcome) == ({"read": 1, "changed": 1}, {"added": 0, "changed": 1})
    assert "教师a1-1" in text(sign_in("a1_officer").get(page))
    assert counts(check([tie()])) == {"read": 1, "same": 1}


def test_a_new_learner_comes_with_the_account(room, apply, check):
    named(room, "a1_officer", "新老师")
    job = apply([person("N-1", 登录名="a1_officer")])
    assert (counts(job), account_of("N-1")) == ({"read": 1, "new": 1}, "a1_officer")
    assert counts(check([person("N-1", 登录名="a1_officer")])) == {"read": 1, "same": 1}


def test_an_empty_cell_unties_nobody(apply):
    apply([tie("a1-0", None, 职称="高级教师")])
    assert account_of("a1-0") == "a1_teacher"


def test_a_central_school_and_its_points_are_one(room, apply):
    named(room, "a2_officer", "教师a3-1")
    assert counts(apply([tie("a3-1", "a2_officer", "T-a3")])) == {"read": 1, "changed": 1}


def test_every_fault_is_named(officer, room, check):
    named(room, "a1_head", "教师a2-0")
    named(room, "b1_head", "教师a2-1")
    named(room, "b1_teacher", "教师a3-1", unit="a3")
    named(room, "a2_officer", "教师a3-2")
    named(room, "a_bureau", "教师a1-1", unit="a1")
    job = check([
        tie("a1-0", "a1_officer"),
        tie("a1-1", "a_bureau"),
        tie("a2-0", "a1_head", "T-a2"),
        tie("a2-1", "b1_head", "T-a2"),
        tie("a3-0", "a2_officer", "T-a3"),
        tie("a3-1", "b1_teacher", "T-a3"),
        person("N-1", 登录名="nobody-at-all"),
        person("N-2", 登录名="a1_head"),
    ])  # fmt: skip
    assert counts(job) == {"read": 8, "error": 8}
    nobody = "请核对；没有账号的，先由账号管理员开立并任职"
    assert sentences(job) == [
        "登录名“a1_head”写在不止一位学员的行里，一个账号只属于一人：第 4 行等 2 处",
        "第 2 行登录名“a1_officer”是另一个姓名的账号，请核对登录名和姓名",
        "第 3 行不能登记自己的账号，请由其他有权限的同志办理",
        f"第 5 行本地区没有登录名为“b1_head”的在任账号，{nobody}",
        "第 6 行登录名“a2_officer”是另一个姓名的账号，请核对登录名和姓名",
        "第 7 行账号“b1_teacher”已对应另一位学员，请核对登录名",
        f"第 8 行本地区没有登录名为“nobody-at-all”的在任账号，{nobody}",
    ]
    assert "教师b1-0" not in "".join(sentences(job))


def test_a_post_in_another_school_of_the_county_or_one_that_is_over_is_no_evidence(room, check):
    named(room, "a1_head", "教师a2-0")
    assert sentences(check([tie("a2-0", "a1_head", "T-a2")])) == [
        "第 2 行账号“a1_head”在“T-a2”没有任职，请核对；任职由账号管理员登记"
    ]
    named(room, "a1_head", "教师a1-1")
    Membership.objects.filter(user__username="a1_head").update(until=date(2023, 5, 24))
    (said,) = sentences(check([tie("a1-1", "a1_head")]))
    assert "本地区没有登录名为“a1_head”的在任账号" in said


def test_the_table_changes_no_account_for_another(room, check):
    named(room, "a1_officer", "教师a1-0")
    assert sentences(check([tie("a1-0", "a1_officer")])) == [
        "第 2 行该学员已对应另一个账号，表格不能更换；请由市级培训管理部门先解除原来的对应"
    ]


def test_an_undone_import_unties_what_it_tied_and_no_more(officer, room, apply):
    named(room, "a1_head", "新老师")
    job = apply([tie(), tie("a1-0", None, 职称="高级教师"), person("N-1", 登录名="a1_head")])
    assert (account_of("a1-1"), account_of("N-1")) == ("a1_officer", "a1_head")
    jobs.undo_import_job(job, by=room.world.person("a_bureau"), at=AT)
    assert (account_of("a1-1"), account_of("a1-0")) == (None, "a1_teacher")
    assert not Learner.objects.filter(code="N-1").exists()


def test_a_learner_who_used_the_account_is_not_taken_out(room, apply):
    named(room, "a1_head", "新老师")
    job = apply([person("N-1", 登录名="a1_head")])
    user, ability = room.world.person("a1_head"), Direction.objects.get(code="ability")
    new = Learner.objects.get(code="N-1")
    actions.answer_needs(new, [ability], by=user, at=AT, today=TODAY)
    with pytest.raises(Refused, match="其他记录，不能撤销"):
        jobs.undo_import_job(job, by=room.world.person("a_bureau"), at=AT)
    assert account_of("N-1") == "a1_head"


def test_a_learner_who_was_given_another_account_is_not_taken_out(room, apply):
    job = apply([person("N-1")])
    Learner.objects.filter(code="N-1").update(user=room.world.people["a1_head"])
    with pytest.raises(Refused, match="账号"):
        jobs.undo_import_job(job, by=room.world.person("a_bureau"), at=AT)


def test_accounts_that_came_later_are_proposed_where_name_and_school_leave_no_doubt(
    officer, room, apply, check, sign_in
):
    named(room, "a2_officer", "教师a3-1")
    named(room, "a1_head", "教师a2-0")
    lines = template(sign_in("a_bureau"))
    found = {line[0]: line[10] for line in lines if line[10]}
    assert found == {
        "a1-0": "a1_teacher", "a3-0": "a3_teacher", "a1-1": "a1_officer", "a3-1": "a2_officer",
    }  # fmt: skip
    assert counts(apply(lines)) == {"read": 7, "same": 5, "changed": 2}
    assert (account_of("a1-1"), account_of("a3-1")) == ("a1_officer", "a2_officer")
    assert counts(check(template(sign_in("a_bureau")))) == {"read": 7, "same": 7}


@pytest.mark.parametrize("many", ["learners", "accounts"])
def test_where_two_bear_the_name_nothing_is_proposed(many, officer, room):
    if many == "accounts":
        named(room, "a1_head", "教师a1-1")
    else:
        Learner.objects.filter(code="a1-0").update(name="教师a1-1")
    assert queries.proposed_accounts([room.world.units["a"].pk], TODAY) == {}


def test_proposals_cost_two_queries_and_none_is_for_who_left(
    officer, room, django_assert_num_queries
):
    areas, learner = [room.world.units["a"].pk], room.learners["a1-1"]
    with django_assert_num_queries(2):
        assert queries.proposed_accounts(areas, TODAY) == {learner.pk: "a1_officer"}
    named(room, "a1_head", "教师a2-0", unit="a2")
    named(room, "a2_officer", "教师a2-1")
    with django_assert_num_queries(2):
        assert len(queries.proposed_accounts(areas, TODAY)) == 3
    actions.retire_learner(learner, by=None, at=AT, on=date(2023, 5, 2))
    assert learner.pk not in queries.proposed_accounts(areas, TODAY)


def test_nobody_ties_or_unties_the_own_account_in_the_admin(room):
    city = room.world.person("city_training")
    learner = Learner.objects.get(code="a1-1")
    learner.user = city
    with pytest.raises(Refused, match="本人的账号"):
        actions.change_learner(learner, by=city, at=AT)
    with pytest.raises(Refused, match="本人的账号"):
        actions.add_learner(
            Learner(code="N-1", name="新老师", school=learner.school, user=city), by=city, at=AT
        )
    Learner.objects.filter(pk=learner.pk).update(user=city)
    learner = Learner.objects.get(pk=learner.pk)
    learner.user = None
    with pytest.raises(Refused, match="本人的账号"):
        actions.change_learner(learner, by=city, at=AT)
    learner.user, learner.subject = city, "物理"
    assert actions.change_learner(learner, by=city, at=AT).subject == "物理"
    learner.stage = "kindergarten"  # for which nothing is required
    with pytest.raises(Refused, match="本人的登记"):
        actions.change_learner(learner, by=city, at=AT)


def test_nobody_moves_or_ends_the_own_record(room):
    city = room.world.person("city_training")
    learner = Learner.objects.get(code="a1-1")
    Learner.objects.filter(pk=learner.pk).update(user=city)
    words = {"by": city, "at": AT}
    for act in (
        lambda: actions.leave_learner(learner, on=TODAY, **words),
        lambda: actions.retire_learner(learner, on=TODAY, **words),
        lambda: actions.depart_learner(learner, on=TODAY, why="moved_away", **words),
        lambda: actions.transfer_learner(
            learner, school=room.world.units["a2"], reason="rotation", since=TODAY, **words
        ),
    ):
        with pytest.raises(Refused, match="本人的登记请由其他同志办理"):
            act()
    actions.leave_learner(learner, on=TODAY, by=room.world.person("a_bureau"), at=AT)
    with pytest.raises(Refused, match="本人的登记请由其他同志办理"):
        actions.resume_learner(learner, on=TODAY, **words)


def test_nobody_changes_what_the_own_hours_go_by_in_a_table(check, room):
    Learner.objects.filter(code="a1-1").update(user=room.world.person("a_bureau"))
    job = check([tie("a1-1", None, 学段="学前")])
    assert sentences(job) == ["第 2 行本人的类别、学段和状态请由其他同志更改"]


def test_who_retires_by_the_table_gives_back_the_seat(room, apply):
    session = announced(room)
    enrol(room, session, "a1-0")
    apply([tie("a1-0", None, 状态="已退休", 状态起="2023-05-01", 任教起=None)])
    assert states(session) == {"a1-0": "withdrawn"}
    assert Entry.objects.get(verb="training.enrolment.withdraw").reason == "已退休"
