from datetime import date

import pytest

from pueredu.accounts.models import User
from studios import actions
from studios.actions import Guest, HostEntry, Record
from studios.models import Activity, ActivityKind, Studio, StudioMember
from tests.support.figures import load_figures
from tests.support.world import AT

HELD_ON = date(2023, 5, 24)


def propose(world, key: str, *, kind: str = "first_rank_principal", name: str = "") -> Studio:
    """A studio at ``a1`` or ``b1``, proposed by its county with the school's head as host."""
    school = world.units[key]
    studio = Studio(name=name or f"{school.short_name}工作室", kind=kind, school=school)
    host = HostEntry("主持人", f"H-{key}", world.people[f"{key}_head"])
    return actions.propose_studio(studio, by=world.person(f"{key[0]}_bureau"), at=AT, host=host)


def name(world, studio: Studio, *, since: date = date(2023, 5, 1), until=None) -> Studio:
    return actions.name_studio(
        studio,
        by=world.person("city_training"),
        at=AT,
        named_on=date(2023, 5, 1),
        source="正式文本待录入",
        since=since,
        until=until,
    )


def enrol(world, studio: Studio, key: str, code: str, kind: str = "member") -> StudioMember:
    member = StudioMember(
        studio=studio,
        kind=kind,
        name=f"教师{code}",
        learner_code=code,
        school=world.units[key],
        since=date(2023, 5, 2),
    )
    return actions.add_member(member, by=world.person("city_training"), at=AT)


def record(world, studio: Studio, *, host: User, held_on: date = HELD_ON, **words) -> Activity:
    """A drafted activity: the host and T-1 present, T-2 away, one guest."""
    activity = Activity(
        studio=studio,
        kind=ActivityKind.objects.get(code="open_lesson"),
        held_on=held_on,
        **{"title": "同课异构公开课", "hours": 4, **words},
    )
    roster = tuple(studio.members.in_force(held_on).in_roster_order())
    away = {"T-2"}
    present = frozenset(member.learner_code for member in roster) - away
    guests = (Guest("G-9", "客人"),)
    return actions.record_activity(activity, by=host, at=AT, record=Record(roster, present, guests))


@pytest.fixture
def kinds(db):
    load_figures()
    return ActivityKind.objects.create(code="open_lesson", title="公开课", source="测试")


@pytest.fixture
def proposed(world, kinds, clock) -> Studio:
    """County a's proposal, waiting for the city."""
    return propose(world, "a1")


@pytest.fixture
def studio(world, proposed) -> Studio:
    """County a's named studio: host a1_head, members T-1 (a1) and T-2 (a2)."""
    studio = name(world, proposed)
    enrol(world, studio, "a1", "T-1")
    enrol(world, studio, "a2", "T-2")
    return studio


@pytest.fixture
def other(world, kinds, clock) -> Studio:
    """County b's named studio."""
    return name(world, propose(world, "b1"))


@pytest.fixture
def activity(world, studio) -> Activity:
    """A draft of the day before."""
    return record(world, studio, host=world.person("a1_head"))
