"""The admin writes through audited actions, loses nothing that was typed and overwrites nobody."""

import re
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry

from accountability.models import MandatoryTopic, Report, TopicAnswer, YearPlan
from pueredu.calendar.models import Figure
from pueredu.loop.models import Matter
from pueredu.units.access.records import save_record
from pueredu.units.enums import Reach, Role
from pueredu.units.models import Unit
from studios.models import Studio, StudioMember
from tests.support.rights import lent_grants
from tests.support.world import AT
from training.models import Learner

SCHOOL = {
    "name": "新学校", "short_name": "新学校", "code": "N-1", "kind": "school", "school_type": "primary",
    "managing_unit": "", "precedence": 7, "since": "", "until": "", "source": "",
    "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0,
}  # fmt: skip
FIGURE = {
    "written": "72", "since": "2023-01-01", "until": "", "source": "待定", "is_provisional": "on",
    "note": "",
}  # fmt: skip


def opened(page) -> str:
    """The mark of the form: how the record looked when it was opened."""
    return re.search(r'name="_opened" value="(\w+)"', page.content.decode())[1]


def change(model, pk) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/{pk}/change/"


@pytest.fixture
def figure(db):
    return Figure.objects.create(
        key="t.hours",
        title="每年学时",
        value=72,
        unit="学时",
        since=date(2023, 1, 1),
        source="待定",
    )


def test_a_new_record_is_remembered_with_the_post_and_without_a_log_entry(sign_in, remembered):
    client = sign_in("secretariat")
    parent = Unit.objects.get(code="T-a-education_bureau")
    client.post("/admin/units/unit/add/", {**SCHOOL, "parent": parent.pk})
    assert Unit.objects.get(code="N-1").area.code == "T-a"
    assert remembered("verb", "object_label", "post", "actor") == [
        ("units.unit.add", "新学校", "测试市秘书组·市领导小组秘书组", "测试市秘书组·secretariat")
    ]
    assert LogEntry.objects.count() == 0


def test_a_change_is_remembered_field_by_field_and_no_change_not_at_all(
    sign_in, figure, remembered
):
    client = sign_in("secretariat")
    client.post(change(Figure, figure.pk), FIGURE)
    assert remembered() == []
    client.post(change(Figure, figure.pk), {**FIGURE, "written": "90"})
    assert remembered("verb", "changes") == [
        ("calendar.figure.change", {"value": ["72", "90"]}),
    ]
    assert LogEntry.objects.count() == 0


def test_a_learner_is_registered_by_the_action_that_also_places_them(world, sign_in, remembered):
    data = {
        "code": "N-1", "name": "新学员", "kind": "teacher", "school": world.units["a1"].pk,
        "stage": "primary", "status": "active", "placements-TOTAL_FORMS": 0,
        "placements-INITIAL_FORMS": 0,
        "periods-TOTAL_FORMS": 0,
        "periods-INITIAL_FORMS": 0,
    }  # fmt: skip
    sign_in("city_training").post("/admin/training/learner/add/", data)
    assert Learner.objects.get(code="N-1").placements.get().school == world.units["a1"]
    assert remembered() == [("training.learner.add", "新学员")]


@pytest.fixture
def links(world):
    """For one test the bureau may change a Matter and delete a unit."""
    with lent_grants() as grant:
        for perm in ("loop.change_matter", "units.delete_unit"):
            grant(perm, {Role.SECRETARIAT: Reach.SUBTREE})
        yield


def test_links_to_many_records_are_remembered_by_name(house, links, sign_in, remembered):
    matter = Matter.objects.get(title="食堂甲")
    finance, city = house.units["a-finance"], house.units["city-finance"]
    data = {
        "serial": matter.serial, "title": matter.title, "text": matter.text,
        "lead_unit": matter.lead_unit_id, "signatory": matter.signatory, "authority": "",
        "responsible_post": "", "supporting_units": [finance.pk, city.pk],
        "due_on": "2023-06-30", "original_due_on": "2023-06-30", "drafted_by": matter.drafted_by_id,
        "submitted_by": matter.submitted_by_id, "percent": 100, "closed_by": "",
        "issued_at_0": "2023-05-25", "issued_at_1": "09:00:00", "closed_at_0": "", "closed_at_1": "",
        "events-TOTAL_FORMS": 0, "events-INITIAL_FORMS": 0,
    }  # fmt: skip
    client = sign_in("secretariat")
    for _twice in range(2):
        client.post(change(Matter, matter.pk), data)
    assert set(matter.supporting_units.all()) == {finance, city}
    assert remembered("verb", "changes") == [
        ("loop.matter.change", {"supporting_units": ["", f"{city}、{finance}"]})
    ]


def test_a_deletion_keeps_the_last_content(world, links, sign_in, remembered):
    client = sign_in("secretariat")
    parent = world.units["a-education_bureau"]
    unit = save_record(
        Unit(code="N-1", name="新学校", short_name="新学校", kind="school", parent=parent),
        by=None, at=AT,
    )  # fmt: skip
    page = f"/admin/units/unit/{unit.pk}/delete/"
    assert "新学校" in client.get(page).content.decode()
    client.post(page, {"post": "yes"})
    assert not Unit.objects.filter(code="N-1").exists()
    (verb, changes) = remembered("verb", "changes")[-1]
    assert (verb, changes["code"]) == ("units.unit.delete", ["", "N-1"])


def test_many_deletions_are_each_remembered(world, links, sign_in, remembered):
    parent = world.units["a-education_bureau"]
    units = [
        save_record(
            Unit(code=code, name=code, short_name=code, kind="school", parent=parent),
            by=None, at=AT,
        )
        for code in ("N-1", "N-2", "N-3")
    ]  # fmt: skip
    data = {
        "action": "delete_selected", "post": "yes", "_selected_action": [unit.pk for unit in units],
    }  # fmt: skip
    sign_in("secretariat").post("/admin/units/unit/", data)
    deleted = [label for verb, label in remembered() if verb == "units.unit.delete"]
    assert deleted == ["N-1", "N-2", "N-3"]
    assert LogEntry.objects.count() == 0


@pytest.fixture
def plan(world):
    """A plan whose only topic was answered by a county."""
    plan = YearPlan.objects.create(
        year=2023, title="实施方案", due_on=date(2023, 7, 31), lock_on=date(2023, 8, 15)
    )
    topic = MandatoryTopic.objects.create(plan=plan, no=1, title="十条措施落实")
    report = Report.objects.create(
        plan=plan, county=world.units["a"], unit=world.units["a-party_committee"]
    )
    TopicAnswer.objects.create(report=report, topic=topic, text="已落实")
    return plan


def plan_form(plan, **topic):
    lines = {
        "id": plan.topics.get().pk, "plan": plan.pk, "no": 1, "title": "十条措施落实", "text": "", **topic,
    }  # fmt: skip
    return {
        "title": "新的标题", "year": 2023, "source": "", "due_on": "2023-07-31",
        "lock_on": "2023-08-15", "topics-TOTAL_FORMS": 1, "topics-INITIAL_FORMS": 1,
        **{f"topics-0-{name}": value for name, value in lines.items()},
    }  # fmt: skip


def test_what_an_action_refuses_stands_on_the_form_and_nothing_is_lost(sign_in, plan, remembered):
    client = sign_in("secretariat")
    answer = client.post(change(YearPlan, plan.pk), plan_form(plan, DELETE="on"))
    said = answer.content.decode()
    assert answer.status_code == 200
    assert said.count("还有其他记录引用它，不能删除。") == 1
    assert 'value="新的标题"' in said
    assert "必述问题回应" not in said
    plan.refresh_from_db()
    assert (plan.title, plan.topics.count(), remembered()) == ("实施方案", 1, [])


def test_lines_are_kept_by_actions_too(sign_in, plan, remembered):
    sign_in("secretariat").post(change(YearPlan, plan.pk), plan_form(plan, text="逐条对照"))
    assert remembered("verb", "changes") == [
        ("accountability.year_plan.change", {"title": ["实施方案", "新的标题"]}),
        ("accountability.mandatory_topic.change", {"text": ["", "逐条对照"]}),
    ]


def test_a_constraint_says_its_sentence_on_the_form(sign_in, figure):
    data = {**FIGURE, "until": "2022-01-01"}
    said = sign_in("secretariat").post(change(Figure, figure.pk), data).content.decode()
    assert said.count("废止日期不能早于施行日期。") == 1
    assert 'value="2022-01-01"' in said


def test_who_may_not_keep_a_record_there_reads_so_on_the_form(world, sign_in):
    """A right that ends at the own county, where the form itself offers the whole tree."""
    with lent_grants() as grant:
        grant("office.enter_admin", {Role.COUNTY_BUREAU: Reach.SUBTREE})
        grant("units.add_unit", {Role.COUNTY_BUREAU: Reach.SUBTREE})
        grant("units.view_unit", {Role.COUNTY_LEADER: Reach.SUBTREE})
        client = sign_in("a_bureau")
        data = {**SCHOOL, "parent": "", "kind": "city"}
        answer = client.post("/admin/units/unit/add/", data)
    assert answer.content.decode().count("您的职务没有这项权限。") == 1
    assert not Unit.objects.filter(code="N-1").exists()


def test_a_record_that_was_changed_meanwhile_is_told_and_not_overwritten(sign_in, figure):
    mine, theirs = sign_in("secretariat"), sign_in("secretariat2")
    form = mine.get(change(Figure, figure.pk))
    theirs.post(change(Figure, figure.pk), {**FIGURE, "written": "80"})

    data = {**FIGURE, "written": "90", "_opened": opened(form)}
    again = mine.post(change(Figure, figure.pk), data)
    figure.refresh_from_db()
    assert (again.status_code, figure.value) == (200, 80)
    said = again.content.decode()
    assert "您打开之后，测试市秘书组·secretariat2于 2023-05-25 09:00 已修改这条记录" in said
    assert ("数值现为「80」" in said, 'value="90"' in said) == (True, True)

    knowing = mine.post(change(Figure, figure.pk), {**data, "_opened": opened(again)})
    figure.refresh_from_db()
    assert (knowing.status_code, figure.value) == (302, 90)


def test_an_error_of_ones_own_does_not_make_the_form_forget_when_it_was_opened(sign_in, figure):
    mine, theirs = sign_in("secretariat"), sign_in("secretariat2")
    mark = opened(mine.get(change(Figure, figure.pk)))
    theirs.post(change(Figure, figure.pk), {**FIGURE, "written": "80"})
    wrong = mine.post(change(Figure, figure.pk), {**FIGURE, "source": "", "_opened": mark})
    assert opened(wrong) == mark


def test_a_line_that_was_changed_meanwhile_counts_as_a_change_of_its_record(sign_in, plan):
    mine, theirs = sign_in("secretariat"), sign_in("secretariat2")
    mark = opened(mine.get(change(YearPlan, plan.pk)))
    theirs.post(change(YearPlan, plan.pk), plan_form(plan, text="对方所写"))
    answer = mine.post(
        change(YearPlan, plan.pk), {**plan_form(plan, text="我写的"), "_opened": mark}
    )
    assert (answer.status_code, plan.topics.get().text) == (200, "对方所写")


def test_an_untouched_record_saves_at_once(sign_in, figure):
    client = sign_in("secretariat")
    mark = opened(client.get(change(Figure, figure.pk)))
    answer = client.post(change(Figure, figure.pk), {**FIGURE, "written": "90", "_opened": mark})
    assert answer.status_code == 302


def test_fields_that_a_workflow_moves_are_not_typed(sign_in, plan):
    page = sign_in("secretariat").get(change(YearPlan, plan.pk))
    fields = set(page.context["adminform"].form.fields)
    assert fields == {"title", "year", "source", "due_on", "lock_on"}


def test_what_a_record_points_to_stays_a_choice(world, sign_in):
    """A link beyond one's own sight is not cut by saving something else."""
    school, account = world.units["a1"], world.people["b1_teacher"]
    studio = Studio.objects.create(name="工作室", kind="teacher", school=school)
    member = StudioMember.objects.create(
        studio=studio, name="成员", learner_code="M-1", school=school, user=account, since=AT.date()
    )
    with lent_grants() as grant:
        for perm in ("office.enter_admin", "studios.change_studio_member"):
            grant(perm, {Role.COUNTY_BUREAU: Reach.SUBTREE})
        client = sign_in("a_bureau")
        form = client.get(change(StudioMember, member.pk)).context["adminform"].form
        data = {name: form[name].value() or "" for name in form.fields}
        client.post(change(StudioMember, member.pk), {**data, "name": "成员甲"})
    member.refresh_from_db()
    assert (member.name, member.user) == ("成员甲", account)
