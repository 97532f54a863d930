"""A small Pu'er for tests: one city, two 县(区), their organs, a few schools, one person a role.

Names carry a canary per county (甲 and 乙), so that a leak can be seen in any body.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from pueredu.accounts.models import User
from pueredu.units.enums import Role, SchoolType, UnitKind
from pueredu.units.models import Membership, Unit

TODAY = date(2023, 5, 25)
AT = datetime(2023, 5, 25, 1, 0, tzinfo=UTC)
SINCE = date(2020, 1, 1)
CANARY = {"a": "金丝雀甲", "b": "金丝雀乙"}

ORGANS = {
    "party_committee": UnitKind.PARTY_COMMITTEE,
    "government": UnitKind.GOVERNMENT,
    "education_bureau": UnitKind.EDUCATION_BUREAU,
    "finance": UnitKind.DEPARTMENT,
}


@dataclass
class World:
    """``units`` and ``people`` by short keys such as ``a``, ``a-finance``, ``a1``."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    posts: list[Membership] = field(default_factory=list)

    def person(self, key: str) -> User:
        """A fresh user object, as at the start of a request."""
        return User.objects.get(pk=self.people[key].pk)


def build_world() -> World:
    """City, counties ``a`` and ``b``; school ``a1``, central school ``a2`` with point ``a3``;
    school ``b1``; a school ``c1`` directly under the city.

    Saved row by row once a process; every other test is given the same rows at once."""
    if not KEPT:
        KEPT.append(_saved())
        return deepcopy(KEPT[0])
    world = deepcopy(KEPT[0])
    for rows in (world.units.values(), world.people.values(), world.posts):
        type(next(iter(rows))).objects.bulk_create(rows)
    return world


KEPT: list[World] = []


def _saved() -> World:
    world = World()
    _units(world)
    _people(world)
    return world


def _units(world: World) -> None:
    city = _unit(world, "city", UnitKind.CITY, None, "测试市")
    _organs(world, "city", "测试市")
    _unit(
        world,
        "city-secretariat",
        UnitKind.SECRETARIAT,
        world.units["city-education_bureau"],
        "测试市秘书组",
    )
    for key in ("a", "b"):
        _unit(world, key, UnitKind.COUNTY, city, f"{CANARY[key]}县")
        _organs(world, key, f"{CANARY[key]}县")
    school = UnitKind.SCHOOL
    _school(world, "a1", school, "a-education_bureau", f"{CANARY['a']}一小")
    _school(world, "a2", UnitKind.CENTRAL_SCHOOL, "a-education_bureau", f"{CANARY['a']}中心学校")
    _school(world, "a3", UnitKind.TEACHING_POINT, "a2", f"{CANARY['a']}教学点")
    _school(world, "b1", school, "b-education_bureau", f"{CANARY['b']}一小")
    _school(world, "c1", school, "city-education_bureau", "市直一中")


def _unit(world, key, kind, parent, name, **fields) -> Unit:
    world.units[key] = Unit.objects.create(
        code=f"T-{key}", kind=kind, parent=parent, name=name, short_name=name,
        precedence=len(world.units), **fields,
    )  # fmt: skip
    return world.units[key]


def _organs(world, area: str, name: str) -> None:
    for slug, kind in ORGANS.items():
        _unit(world, f"{area}-{slug}", kind, world.units[area], f"{name}{kind.label}{slug[:3]}")


def _school(world, key, kind, parent, name) -> None:
    _unit(world, key, kind, world.units[parent], name, school_type=SchoolType.PRIMARY)


def _people(world: World) -> None:
    city = {
        "secretariat": ("city-secretariat", Role.SECRETARIAT),
        "secretariat2": ("city-secretariat", Role.SECRETARIAT),
        "city_staff": ("city-education_bureau", Role.CITY_STAFF),
        "city_training": ("city-education_bureau", Role.CITY_TRAINING),
        "city_leader": ("city-party_committee", Role.CITY_LEADER),
        "city_finance": ("city-finance", Role.CITY_DEPARTMENT),
        "inspector": ("city-education_bureau", Role.INSPECTOR),
        "system_admin": ("city-education_bureau", Role.SYSTEM_ADMIN),
        "security_admin": ("city-education_bureau", Role.SECURITY_ADMIN),
        "audit_admin": ("city-education_bureau", Role.AUDIT_ADMIN),
    }
    for key, (unit, role) in city.items():
        _person(world, key, unit, role)
    for area in ("a", "b"):
        _person(world, f"{area}_party_office", f"{area}-party_committee", Role.COUNTY_PARTY_OFFICE)
        _person(world, f"{area}_government", f"{area}-government", Role.COUNTY_GOVERNMENT)
        _person(world, f"{area}_bureau", f"{area}-education_bureau", Role.COUNTY_BUREAU)
        _person(world, f"{area}_finance", f"{area}-finance", Role.COUNTY_DEPARTMENT)
        _person(world, f"{area}_leader", f"{area}-party_committee", Role.COUNTY_LEADER)
        _person(world, f"{area}_accounts", f"{area}-education_bureau", Role.COUNTY_ACCOUNTS)
        _person(world, f"{area}1_head", f"{area}1", Role.SCHOOL_HEAD)
        _person(world, f"{area}1_officer", f"{area}1", Role.SCHOOL_OFFICER)
        _person(world, f"{area}1_teacher", f"{area}1", Role.TEACHER)
    _person(world, "a2_officer", "a2", Role.CENTRAL_SCHOOL)
    _person(world, "a3_teacher", "a3", Role.TEACHER)
    _person(world, "c1_officer", "c1", Role.SCHOOL_OFFICER)
    _person(world, "former", "city-secretariat", Role.SECRETARIAT, until=date(2020, 12, 31))
    _person(world, "disabled", "city-secretariat", Role.SECRETARIAT, is_active=False)
    world.people["nobody"] = User.objects.create(username="nobody", name="无职务")


def _person(world, key, unit, role, *, is_active=True, until=None) -> None:
    name = f"{world.units[unit].short_name}·{key}"
    user = User.objects.create(username=key, name=name, is_active=is_active)
    world.people[key] = user
    world.posts.append(
        Membership.objects.create(
            user=user, unit=world.units[unit], role=role, since=SINCE, until=until
        )
    )
