"""The other half of the probes: what an admin whose ``get_queryset`` alone is scoped lets through.

The clerk is scoped as tests/house/probing.py says. Where the action behind the page refuses as well,
the page is taken away and the action still does.
"""

import pytest

from accountability.models import YearPlan
from measures.models import GroupPost, LeadingGroup
from pueredu.loop.models import Matter, MatterEvent
from pueredu.office.counter import ScopedInline
from pueredu.office.counter.checks import CounterChecks
from studios.models import Activity
from tests.house.probing import (
    CHOICES,
    KEEPERS,
    OTHER,
    ROWS,
    SEAT,
    SEEING,
    Clerk,
    closed,
    closed_twice,
    lent_keys,
    list_of,
    page_of,
    undone,
)
from training.models import Learner

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture(scope="module")
def keys(town):
    with lent_keys() as grant:
        yield grant


@pytest.fixture
def clerk(town, keys):
    return Clerk(town.world.people["a_bureau"])


def group(town, word):
    return LeadingGroup.objects.get(pk=town.records["group"][word].pk)


def new_learner(school):
    return {
        "code": "N-1", "name": "新学员", "kind": "teacher", "school": school.pk, "stage": "primary",
        "status": "active", "placements-TOTAL_FORMS": 0, "placements-INITIAL_FORMS": 0,
        "periods-TOTAL_FORMS": 0, "periods-INITIAL_FORMS": 0,
    }  # fmt: skip


def group_form(found, **more):
    return {
        "area": found.area_id, "name": found.name, "secretariat": "", "source": "测试",
        "posts-TOTAL_FORMS": 0, "posts-INITIAL_FORMS": 0, **more,
    }  # fmt: skip


def line(**words):
    return {f"posts-0-{name}": value for name, value in words.items()} | {"posts-TOTAL_FORMS": 1}


def test_many_deletions_take_no_foreign_row(clerk, town):
    pk = town.records["activity"]["other"].pk
    data = {"action": "delete_selected", "index": 0, "_selected_action": pk, "post": "yes"}

    def probe():
        said = clerk.post(list_of(Activity), data).said
        return OTHER in said or not Activity.objects.filter(pk=pk).exists()

    closed_twice(probe, ROWS)


def test_a_foreign_record_is_not_changed(clerk, town):
    foreign = group(town, "other")
    data = group_form(foreign, name="改名")

    def probe():
        clerk.post(page_of(LeadingGroup, foreign.pk), data)
        return group(town, "other").name == "改名"

    closed_twice(probe, ROWS, *SEEING)


def test_a_new_record_takes_no_foreign_place(clerk, town):
    def probe():
        clerk.post(f"{list_of(Learner)}add/", new_learner(town.world.units["b1"]))
        return Learner.objects.filter(code="N-1").exists()

    closed_twice(probe, CHOICES)
    with undone():
        clerk.post(f"{list_of(Learner)}add/", new_learner(town.world.units["a1"]))
        assert Learner.objects.filter(code="N-1").exists()


def test_a_record_is_not_tied_to_a_foreign_one(clerk, town):
    own, foreign = group(town, "own"), town.world.units["b-government"]

    def probe():
        clerk.post(page_of(LeadingGroup, own.pk), group_form(own, secretariat=foreign.pk))
        return group(town, "own").secretariat_id == foreign.pk

    closed(probe, CHOICES)


def test_a_line_is_not_tied_to_a_foreign_record(clerk, town):
    own, foreign = group(town, "own"), town.world.units["b-government"]

    def probe():
        data = group_form(own, **line(**SEAT, unit=foreign.pk, group=own.pk))
        clerk.post(page_of(LeadingGroup, own.pk), data)
        return GroupPost.objects.filter(unit=foreign).exists()

    closed(probe, CHOICES)


def test_a_line_of_a_foreign_record_is_not_changed(clerk, town):
    own, other = group(town, "own"), group(town, "other")
    with undone():
        foreign = GroupPost.objects.create(group=other, **SEAT)
        words = {**SEAT, "title": "改名", "id": foreign.pk, "group": own.pk}
        data = group_form(own, **line(**words)) | {"posts-INITIAL_FORMS": 1}
        clerk.post(page_of(LeadingGroup, own.pk), data)
        foreign.refresh_from_db()
        assert (foreign.title, foreign.group_id) == ("席位", other.pk)
        assert not GroupPost.objects.filter(title="改名").exists()


def test_what_hangs_on_a_line_is_not_named_when_it_may_not_go(clerk, town):
    plan = YearPlan.objects.get(year=2023)
    topic = plan.topics.get()
    words = {"id": topic.pk, "plan": plan.pk, "no": 1, "title": topic.title, "DELETE": "on"}
    data = {
        "title": plan.title, "year": 2023, "source": "", "due_on": "2023-07-31",
        "lock_on": "2023-08-15", "topics-TOTAL_FORMS": 1, "topics-INITIAL_FORMS": 1,
        **{f"topics-0-{name}": value for name, value in words.items()},
    }  # fmt: skip

    def probe():
        return "必述问题回应" in clerk.post(page_of(YearPlan, plan.pk), data).said

    closed(probe, (ScopedInline, "get_formset"))


def test_a_bulk_act_reaches_no_foreign_row(clerk, town):
    pk = town.records["matter"]["other"].pk
    data = {"action": "chase", "_selected_action": pk}

    def probe():
        said = clerk.post(list_of(Matter), data).said
        clerk.post(list_of(Matter), data | {"confirmed": "yes", "text": ""})
        return OTHER in said or MatterEvent.objects.filter(matter=pk, verb="chase").exists()

    closed(probe, ROWS)


def test_a_pop_up_takes_no_foreign_place(clerk, town):
    data = new_learner(town.world.units["b1"]) | {"_popup": "1"}
    with undone():
        said = clerk.post(f"{list_of(Learner)}add/?_popup=1", data).said
        assert (OTHER in said, Learner.objects.filter(code="N-1").exists()) == (False, False)


def test_a_list_that_is_edited_in_place_is_banned(monkeypatch):
    keeper = KEEPERS[Learner]
    monkeypatch.setattr(keeper, "list_editable", ("subject",))
    assert [error.id for error in CounterChecks().check(keeper)] == ["counter.E001"]
    monkeypatch.undo()
    declared = {name for keeper in KEEPERS.values() for name in keeper.list_editable}
    assert declared == set()
