"""The history as sentences: who, when, for whom, what from what to what, and why."""

from datetime import date

import pytest
from django.urls import reverse

from pueredu.accounts.models import User
from pueredu.audit.actions import remember
from pueredu.audit.models import Entry
from pueredu.loop import actions
from pueredu.office.history import changes_of, history_of
from pueredu.office.words import known_verbs, model_label, split, verb_label
from pueredu.units.access.acts import acting
from pueredu.units.access.paper import PaperAct
from pueredu.units.access.records import save_record
from pueredu.units.models import Membership, Unit
from tests.support import matters
from tests.support.figures import load_figures
from tests.support.world import AT, TODAY


def changed(record, **fields):
    """Save fresh values of a record as the secretariat."""
    fresh = type(record).objects.get(pk=record.pk)
    for name, value in fields.items():
        setattr(fresh, name, value)
    return save_record(fresh, by=None, at=AT, reason="区划调整")


def sentences(record) -> list[list[str]]:
    return [line["changes"] for line in history_of(record)]


def test_a_line_says_who_when_for_whom_what_and_why(world):
    unit = world.units["a1"]
    words = {"reason": "更名", "paper": PaperAct("王局长", TODAY)}
    with acting("change", unit, by=world.person("secretariat"), at=AT, **words) as locked:
        locked.short_name = "甲县第一小学"
    (line,) = history_of(unit)
    assert (line["who"], line["at"], line["for_whom"], line["what"]) == (
        world.people["secretariat"].name, AT, "王局长", "修改",
    )  # fmt: skip
    assert (line["unit"], line["reason"]) == ("测试市秘书组·市领导小组秘书组", "更名")
    assert line["changes"] == [
        "把“简称”从 金丝雀甲一小 改为 甲县第一小学",
    ]
    assert line["paper"] == "2023-05-25"


def test_choices_days_and_answers_read_as_the_screen_shows_them(world):
    unit = changed(world.units["a1"], school_type="junior", until=date(2024, 7, 31))
    assert sentences(unit) == [["把“学校类型”从 小学 改为 初级中学", "填写“撤并日期”：2024-07-31"]]
    unit = changed(unit, until=None, is_demo=True)
    assert sentences(unit)[0] == ["清空“撤并日期”（原为 2024-07-31）", "把“演示数据”从 否 改为 是"]


def test_a_relation_reads_as_the_name_of_what_it_points_to(world):
    post = Membership.objects.get(user=world.people["a1_teacher"])
    changed(post, unit=world.units["b1"], title="班主任")
    assert sentences(post) == [["把“单位”从 金丝雀甲一小 改为 金丝雀乙一小", "填写“职务”：班主任"]]


def test_what_a_relation_pointed_to_may_be_gone(world):
    unit = world.units["a1"]
    changes = {"managing_unit": ["", "999999"], "parent": ["x", ""]}
    remember("units.unit.change", unit, by=None, at=AT, changes=changes)
    assert sentences(unit) == [["清空“上级”（原为 编号 x）", "填写“提级管理单位”：编号 999999"]]


def test_masked_values_stay_masked(world):
    user = world.people["a_bureau"]
    with acting("change", user, by=None, at=AT) as locked:
        locked.phone, locked.email = "13800000000", "a@example.org"
    assert sentences(user) == [["改了“联系电话”（内容不显示）", "填写“电子邮箱”：a@example.org"]]
    assert "13800000000" not in str(list(Entry.objects.values()))


def test_a_new_record_does_not_tell_every_first_value(world):
    unit = save_record(
        Unit(code="T-n", kind="school", parent=world.units["a-education_bureau"], name="新校", short_name="新校"),
        by=None,
        at=AT,
    )  # fmt: skip
    (line,) = history_of(unit)
    assert (line["what"], line["changes"]) == ("建立", [])
    assert [str(change) for change in changes_of([Entry.objects.about(unit).get()])[0]][:2] == [
        "填写“代码”：T-n", "填写“类别”：学校",
    ]  # fmt: skip


def test_the_moment_and_the_doer_of_the_act_are_not_told_twice(world, errands):
    load_figures()
    matter = matters.closed(world)
    (close, *_) = history_of(matter)
    assert (close["what"], close["changes"]) == ("核验通过", ["把“状态”从 待核验 改为 已完成"])


def test_what_the_line_says_already_is_not_told_twice(world, errands):
    load_figures()
    (issue, _) = history_of(matters.issued(world))
    assert (issue["for_whom"], issue["paper"]) == ("秘书长", "2023-05-24")
    assert issue["changes"] == [
        "填写“原定时限”：2023-06-30", "填写“办理时限”：2023-06-30", "把“状态”从 草稿 改为 待签收",
    ]  # fmt: skip
    unit = world.units["a1"]
    remember(
        "x.y.return", unit, by=None, at=AT, reason="请补充", changes={"source": ["", "请补充"]}
    )
    assert sentences(unit) == [[]]


def test_a_long_text_is_cut_in_a_line(world):
    remember(
        "units.unit.change", world.units["a1"], by=None, at=AT, changes={"source": ["", "长" * 200]}
    )
    assert sentences(world.units["a1"]) == [[f"填写“来源”：{'长' * 80}…"]]


def test_a_detail_that_is_no_column_is_the_auditor_s_only(world):
    unit = world.units["a1"]
    details = {"tasks": ["思茅区 1", "宁洱县 2", "墨江县 3"], "digest": ["", "abc"], "count": 3}
    remember("units.unit.change", unit, by=None, at=AT, changes=details)
    assert sentences(unit) == [[]]
    (told,) = changes_of([Entry.objects.about(unit).get()])
    assert [str(change) for change in told] == [
        "填写“count”：3", "填写“digest”：abc", "填写“tasks”：思茅区 1、宁洱县 2、墨江县 3",
    ]  # fmt: skip


def test_a_record_of_a_kind_that_is_gone_keeps_its_text(world):
    entry = remember(
        "old.thing.change", world.units["a1"], by=None, at=AT, changes={"x": ["1", "2"]}
    )
    entry.object_type = "old.thing"
    ((told,),) = changes_of([entry])
    assert (str(told), model_label("old.thing"), model_label("")) == (
        "把“x”从 1 改为 2", "old.thing", "",
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_a_history_costs_one_query_and_one_for_each_model_pointed_to(
    world, django_assert_num_queries, count
):
    post = Membership.objects.get(user=world.people["a1_teacher"])
    for n in range(count):
        post = changed(post, unit=world.units[("b1", "a1", "c1")[n]], precedence=n + 1)
    with django_assert_num_queries(2):
        assert len(history_of(post)) == count
    plain = changed(world.units["a2"], precedence=count)
    with django_assert_num_queries(1):
        history_of(plain)


def test_the_portal_shows_the_sentences(world, errands, sign_in):
    load_figures()
    matter = actions.extend_matter(
        matters.received(world), by=world.person("secretariat"), at=AT, due_on=date(2023, 9, 30), text="汛期",
    )  # fmt: skip
    page = sign_in("a_government").get(matter.get_absolute_url()).content.decode()
    assert "把“办理时限”从 2023-06-30 改为 2023-09-30" in page
    assert page.count("timeline-changes") == 3  # issued, received, extended


def test_the_admin_shows_the_sentences(world, sign_in):
    unit = changed(world.units["a1"], source="编办批复")
    page = sign_in("secretariat").get(reverse("admin:units_unit_history", args=[unit.pk]))
    assert "填写“来源”：编办批复" in page.content.decode()


def test_verbs_have_their_words_and_unknown_ones_stay():
    assert verb_label("accounts.user.sign_in", User) == "登录"
    assert verb_label("task.training.tasks.pull") == "后台任务 training.tasks.pull"
    assert verb_label("command.tick") == "管理命令 tick"
    assert verb_label("desk.view_cockpit") == "查看"
    assert verb_label("old.thing.whirl") == "whirl"
    assert known_verbs()["accountability.report.accept"] == "述职报告：接收"
    assert known_verbs()["training.hours_batch.verify"].endswith("：审核通过")
    assert split("loop.report_progress_matter")[0] == "loop.matter.report_progress"
    assert split("desk.view_cockpit") == ("desk.view_cockpit", None)
