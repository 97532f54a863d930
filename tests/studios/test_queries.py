"""What other rooms and the desk read."""

from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal

from studios import actions, queries
from tests.studios.conftest import HELD_ON, name, propose, record
from tests.support.loops import loops_of
from tests.support.world import AT, TODAY


def confirmed(world, activity):
    return actions.confirm_activity(activity, by=world.person("a1_head"), at=AT)


def test_training_gets_the_confirmed_attendances_of_those_present(activity, world):
    assert queries.attendances_to_recognise() == []
    confirmed(world, activity)
    rows = queries.attendances_to_recognise()
    assert [row.learner_code for row in rows] == ["H-a1", "T-1", "G-9"]
    wanted = {
        "learner_code": "T-1",
        "name": "教师T-1",
        "school_id": world.units["a1"].pk,
        "county_id": world.units["a"].pk,
        "title": "同课异构公开课",
        "kind": "open_lesson",
        "held_on": HELD_ON,
        "hours": Decimal("4.0"),
        "studio_name": activity.studio.name,
    }
    assert asdict(rows[1]) == {**wanted, "attendance_id": rows[1].attendance_id}
    assert rows[2].school_id is None


def test_who_remembers_the_last_id_misses_none_that_was_confirmed_late(studio, world):
    host = world.person("a1_head")
    early = record(world, studio, host=host, title="先登记")
    late = record(world, studio, host=host, title="后登记")
    confirmed(world, late)
    seen = queries.attendances_to_recognise()
    confirmed(world, early)
    rest = queries.attendances_to_recognise(after_id=seen[-1].attendance_id)
    assert [row.title for row in seen] == ["后登记"] * 3
    assert [row.title for row in rest] == ["先登记"] * 3
    assert queries.attendances_to_recognise(rest[-1].attendance_id) == []


def test_attendances_come_in_portions(activity, world, django_assert_num_queries):
    confirmed(world, activity)
    with django_assert_num_queries(1):
        assert len(queries.attendances_to_recognise(limit=2)) == 2


def test_coverage_counts_what_is_named_and_within_its_term(studio, other, world):
    lines = queries.coverage(world.person("city_training"), TODAY)
    assert [(line.county.code, line.count, line.wanted) for line in lines] == [
        ("T-a", 1, 1),
        ("T-b", 1, 1),
    ]
    after = studio.until + timedelta(1)
    assert [line.count for line in queries.coverage(world.person("city_training"), after)] == [0, 0]


def test_other_kinds_do_not_cover(world, kinds, clock):
    name(world, propose(world, "a1", kind="teacher"))
    propose(world, "b1")
    lines = queries.coverage(world.person("secretariat"), TODAY)
    numbers = [(line.count, line.others, line.proposed, line.missing) for line in lines]
    assert numbers == [(0, 1, 0, 1), (0, 0, 1, 1)]


def test_a_county_sees_its_own_line_only(studio, other, world, django_assert_num_queries):
    user = world.person("a_bureau")
    assert user.has_perm("studios.view_studio")
    with django_assert_num_queries(1):
        lines = queries.coverage(user, TODAY)
    assert [line.county for line in lines] == [world.units["a"]]
    assert queries.coverage(world.person("a1_head"), TODAY) == []


def test_before_anything_was_laid_down_nothing_is_missing(world, db):
    assert list(queries.gaps(world.person("city_training"), date(2019, 1, 1))) == []


def test_upper_rooms_read_the_counts(studio, world):
    assert queries.first_rank_by_county(TODAY) == {world.units["a"].pk: 1}


def titles(found) -> list[tuple[str, str]]:
    return [(item.title, item.verb) for item in found]


def test_a_county_with_a_gap_is_asked_to_propose_until_it_did(world, kinds, clock):
    assert titles(queries.owed(world.person("a_bureau"), TODAY)) == [
        ("金丝雀甲县尚缺 1 个一级校长工作室", "去申报")
    ]
    propose(world, "a1")
    assert queries.owed(world.person("a_bureau"), TODAY) == []
    assert titles(queries.owed(world.person("city_training"), TODAY)) == [
        ("金丝雀甲一小工作室", "去命名")
    ]


def test_the_host_owes_the_confirmation_of_what_was_held(activity, world):
    host = world.person("a1_head")
    record(world, activity.studio, host=host, held_on=TODAY + timedelta(3))
    owed = queries.owed(host, TODAY)
    assert titles(owed) == [("确认参加人员：同课异构公开课", "去确认")]
    assert owed[0].due_on == HELD_ON
    confirmed(world, activity)
    assert queries.owed(world.person("a1_head"), TODAY) == []


def test_a_term_that_ended_is_owed_by_the_city(studio, world):
    after = studio.until + timedelta(1)
    assert titles(queries.owed(world.person("city_training"), after)) == [(studio.name, "办理届满")]


def test_each_open_loop_counts_its_list(activity, other, world, kinds):
    propose(world, "b1", kind="teacher", name="又一个")
    loops = loops_of(queries, world.person("city_training"), TODAY)
    assert [(loop.label, loop.count, loop.overdue, loop.oldest) for loop in loops] == [
        ("待命名的工作室", 1, 0, "又一个"),
        ("待确认的工作室活动", 1, 1, "同课异构公开课"),
    ]
    assert loops_of(queries, world.person("a1_teacher"), TODAY) == []


def test_a_gap_is_an_open_loop_of_its_county(other, world):
    loops = loops_of(queries, world.person("a_bureau"), TODAY)
    assert [(loop.label, loop.count) for loop in loops] == [("缺一级校长工作室的县(区)", 1)]
    assert loops_of(queries, world.person("b_bureau"), TODAY) == []
