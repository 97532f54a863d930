"""What a person owes, and what is still open: the number is the list's."""

from datetime import timedelta
from functools import partial

import pytest

from pueredu.loop import queries
from pueredu.loop.models import Matter
from pueredu.loop.queries import open_by_area, open_matters, owed
from tests.support import matters
from tests.support.loops import loops_of
from tests.support.world import TODAY

pytestmark = pytest.mark.usefixtures("errands")


def steps(world, key):
    return [(item.title, item.verb) for item in owed(world.person(key), TODAY)]


def test_the_next_step_stands_on_the_desk_of_whoever_may_take_it(world):
    matters.issued(world, title="一")
    matters.received(world, title="二")
    matters.submitted(world, title="三")
    matters.closed(world, title="四")
    assert steps(world, "a_government") == [("一", "签收"), ("二", "去办理")]
    assert steps(world, "city_staff") == [("三", "核验通过")]
    assert steps(world, "b_government") == []
    assert steps(world, "city_leader") == []


def test_a_draft_is_nobody_s_debt(world):
    matters.draft(world)
    assert (
        steps(world, "a_government"),
        loops_of(queries, world.person("secretariat"), TODAY),
    ) == (
        [],
        [],
    )


def test_the_meter_counts_what_its_list_shows_and_names_the_oldest(world):
    matters.issued(world, title="近", due_on=TODAY + timedelta(5))
    matters.issued(world, title="远", due_on=TODAY + timedelta(50))
    matters.issued(world, unit="b-government", title="他县", due_on=TODAY)
    matters.closed(world, title="完")
    (line,) = loops_of(queries, world.person("secretariat"), TODAY + timedelta(1))
    assert (line.label, line.count, line.overdue, line.oldest) == ("交办件", 3, 1, "他县")
    (line,) = loops_of(queries, world.person("a_government"), TODAY)
    assert (line.count, line.overdue, line.oldest) == (2, 0, "近")
    assert open_matters(world.person("a_government")).count() == 2


def test_a_list_of_what_is_owed_costs_the_same_for_one_and_for_three(
    world, django_assert_num_queries
):
    for number in (1, 3):
        while Matter.objects.count() < number:
            matters.issued(world, title=f"第 {Matter.objects.count()} 件")
        user = world.person("a_government")
        with django_assert_num_queries(3):
            assert len(owed(user, TODAY)) == number


def test_each_area_has_its_own_line_even_when_nothing_is_open(world):
    matters.issued(world, title="近", due_on=TODAY)
    matters.issued(world, title="远", due_on=TODAY + timedelta(9))
    areas = [world.units["a"], world.units["b"]]
    lines = open_by_area(world.person("secretariat"), areas, TODAY + timedelta(1))
    assert [(line.area, line.count, line.overdue) for line in lines] == [
        (world.units["a"], 2, 1), (world.units["b"], 0, 0),
    ]  # fmt: skip
    assert (lines[0].soonest.title, lines[1].soonest) == ("近", None)
    assert lines[0].url == f"/matters/?county={world.units['a'].pk}&open=1"


@pytest.mark.parametrize("read", [owed, partial(loops_of, queries)], ids=["owed", "loops"])
def test_the_desk_s_reads_cost_one_query_each_beside_posts_and_ties(
    world, read, django_assert_num_queries
):
    for number in (1, 3):
        while Matter.objects.count() < number:
            matters.submitted(world, title=f"第 {Matter.objects.count()} 件")
        user = world.person("city_staff")
        with django_assert_num_queries(3):
            assert read(user, TODAY)
