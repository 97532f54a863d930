"""The grid, the to-do list and the open-loop line of this room."""

from datetime import date

from measures import queries
from measures.actions import issue_commitment
from measures.models import Measure
from pueredu.loop import actions as loop
from pueredu.loop.enums import Lamp
from tests.measures.papers import PAPER
from tests.support.loops import loops_of
from tests.support.world import AT, TODAY


def cells(world, key, today=TODAY):
    """``{row title: [(county, lamp, closed, total)]}`` as one person sees the grid."""
    found = queries.grid(world.person(key), today)
    return {
        row.title: [(cell.county, cell.lamp, cell.closed, cell.total) for cell in row.cells]
        for row in found.rows
    }


def withdraw(task, world):
    loop.withdraw_matter(task.matter, by=world.person("secretariat"), at=AT, text="交办有误")


def test_a_theme_nobody_was_handed_is_never_green(commitment, world):
    assert cells(world, "secretariat") == {
        "双组长": [(world.units[key], Lamp.NONE, 0, 0) for key in ("a", "b")]
    }


def test_a_cell_shows_the_worst_of_its_lamps(issued, world):
    assert cells(world, "city_leader")["双组长"][0][1] == Lamp.GREEN
    late = cells(world, "city_leader", date(2024, 1, 1))["双组长"]
    assert late == [(world.units[key], Lamp.RED, 0, 1) for key in ("a", "b")]


def test_far_behind_is_red_but_not_called_late_before_its_date(issued, world):
    words = [
        [cell.words for cell in queries.grid(world.person("secretariat"), day).rows[0].cells]
        for day in (date(2023, 12, 31), date(2024, 1, 1))
    ]
    assert words == [["严重滞后"] * 2, ["逾期"] * 2]


def test_withdrawn_matters_count_nowhere(issued, world):
    withdraw(issued.tasks[0], world)
    assert cells(world, "secretariat")["双组长"] == [
        (world.units["a"], Lamp.NONE, 0, 0),
        (world.units["b"], Lamp.GREEN, 0, 1),
    ]


def test_a_county_sees_its_own_column_only(issued, world):
    found = cells(world, "a_government")
    assert found == {"双组长": [(world.units["a"], Lamp.GREEN, 0, 1)]}


def test_what_has_no_theme_gets_a_row_of_its_own(world, commitment, make_commitment):
    other = make_commitment("other", theme=None)
    issue_commitment(other, by=world.person("secretariat"), at=AT, **PAPER)
    found = queries.grid(world.person("secretariat"), TODAY)
    assert [row.title for row in found.rows] == ["双组长", "其他承诺"]
    assert found.rows[1].cells[0].url.endswith("unthemed=1")


def test_of_several_the_cell_says_how_many_are_kept(world, issued, make_commitment):
    issue_commitment(make_commitment("second"), by=world.person("secretariat"), at=AT, **PAPER)
    (row,) = queries.grid(world.person("secretariat"), TODAY).rows
    assert [cell.words for cell in row.cells] == ["正常 0/2", "正常 0/2"]


def test_a_mapped_theme_stands_under_its_number(commitment, theme, world):
    theme.measure = Measure.objects.create(no=3)
    theme.save()
    (row,) = queries.grid(world.person("secretariat"), TODAY).rows
    assert row.number == "第3条"


def test_the_grid_costs_the_same_for_one_and_three_themes(
    issued, world, theme, django_assert_num_queries
):
    for n in (1, 2, 3):
        user = world.person("secretariat")
        with django_assert_num_queries(5):
            queries.grid(user, TODAY)
        type(theme).objects.create(code=f"more{n}", title=f"主题{n}", quote="x", source="x")


def test_an_unissued_promise_is_owed_by_those_who_may_issue_it(commitment, world):
    found = {key: queries.owed(world.person(key), TODAY) for key in world.people}
    owing = {key for key, items in found.items() if items}
    assert owing == {"secretariat", "secretariat2", "city_staff"}
    (item,) = found["secretariat"]
    assert (item.title, item.verb) == (commitment.title, "交办各县(区)")


def test_a_county_is_not_counted_what_the_city_has_yet_to_hand_over(commitment, world):
    assert loops_of(queries, world.person("a_government"), TODAY) == []


def test_duties_and_facts_are_not_counted_as_unkept_promises(world, commitment, make_commitment):
    make_commitment("duty", kind="standing_duty")
    make_commitment("fact", kind="stated_fact")
    make_commitment("city", lead_organ="", lead_unit=world.units["city-finance"])
    (line,) = loops_of(queries, world.person("secretariat"), TODAY)
    assert (line.label, line.count, line.oldest) == ("尚未交办的承诺", 1, commitment.title)


def test_an_issued_promise_is_silent_here_and_counted_by_its_matters(issued, world):
    assert queries.owed(world.person("secretariat"), TODAY) == []
    assert loops_of(queries, world.person("secretariat"), TODAY) == []
