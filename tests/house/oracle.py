"""What the agreed tables ``docs/rights.csv`` and ``docs/flows.csv`` say about a person and a record.

The first is who may, the second when. They are read here and nowhere compared with themselves: how
far a word of them reaches is spelled out below from DESIGN §6, without the code under test.
"""

import csv
from dataclasses import dataclass
from functools import cache

from pueredu.units.enums import Role
from tests.house.packages import ROOT

TABLE, FLOWS = ROOT / "docs/rights.csv", ROOT / "docs/flows.csv"
WORDS = ("permission", "only", "why")
TIES = ("host", "deputy")
NOBODY = ("anonymous", "disabled", "former", "nobody")


@dataclass(frozen=True)
class Place:
    """Whose a record is, in the short keys of the test world. All empty: the whole house's.

    ``only`` says of which kind it is, in the words of the table: ``kind=commitment``. ``keeper`` is
    the 县(区) whose account manager keeps the account of a person of its schools.
    """

    county: str = ""
    school: str = ""
    unit: str = ""
    person: str = ""
    host: str = ""
    deputy: str = ""
    keeper: str = ""
    only: str = ""

    @property
    def is_everybodys(self) -> bool:
        ties = any(getattr(self, tie) for tie in TIES)
        return not (self.county or self.school or self.unit or self.person or ties)


@dataclass(frozen=True)
class Post:
    """Where a person of the test world stands."""

    role: str
    unit: str
    area: str
    schools: frozenset[str] = frozenset()

    @property
    def is_city(self) -> bool:
        return self.area == "city"


@cache
def table() -> dict[tuple[str, str], dict[str, str]]:
    """``{(permission, only): {holder: reach}}`` as people agreed on it."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return {
            (row["permission"], row["only"]): {
                holder: reach for holder, reach in row.items() if holder not in WORDS and reach
            }
            for row in csv.DictReader(stream)
        }


@cache
def edges() -> dict[tuple[str, str], tuple[frozenset[str], str]]:
    """``{(record, verb): (states it starts from, state it ends in)}``; "" leaves it as it is."""
    with FLOWS.open(encoding="utf-8", newline="") as stream:
        return {
            (row["record"], row["verb"]): (frozenset(row["from"].split("|")), row["to"])
            for row in csv.DictReader(stream)
        }


def cells(permission: str, only: str = "") -> list[tuple[str, str]]:
    """(holder, reach) of a permission over records of the kind that ``only`` names."""
    return [
        cell
        for condition, row in _rows_of(permission)
        if _meets(only, condition)
        for cell in row.items()
    ]


@cache
def _rows_of(permission: str) -> list[tuple[str, dict[str, str]]]:
    return [(only, row) for (perm, only), row in table().items() if perm == permission]


def _meets(only: str, condition: str) -> bool:
    """Whether ``tier=school county=city`` fulfils ``tier=city|school``."""
    facts = dict(fact.split("=") for fact in only.split())
    asked = dict(part.split("=") for part in condition.split())
    return all(facts.get(column) in values.split("|") for column, values in asked.items())


@dataclass(frozen=True)
class Person:
    """Somebody of the town by a short key, the post held today and the ties."""

    key: str
    post: Post | None = None
    ties: frozenset[str] = frozenset()

    @property
    def area(self) -> str:
        """Where the person belongs, "" for nowhere; an expert belongs to no office."""
        return self.post.area if self.post else ""

    def holds(self, permission: str) -> bool:
        """Whether the table gives the right over anything at all."""
        held = {holder for _, row in _rows_of(permission) for holder in row}
        return (self.post is not None and self.post.role in held) or bool(self.ties & held)

    def may(self, permission: str, place: Place) -> bool:
        """Whether the table gives the right over a record at ``place``."""
        return any(self.reaches(*cell, place) for cell in cells(permission, place.only))

    def reaches(self, holder: str, reach: str, place: Place) -> bool:
        """Whether one cell is this person's and covers a record at ``place``."""
        if reach == "grant":
            return holder in self.ties and getattr(place, holder) == self.key
        if self.post is None or self.post.role != holder:
            return False
        if place.keeper and holder == "county_account_manager":
            return place.keeper == self.post.area
        return place.is_everybodys or REACHES[reach](self.key, self.post, place)


def _self(key: str, post: Post, place: Place) -> bool:
    return place.person == key


def _own(key: str, post: Post, place: Place) -> bool:
    """The own organ; for records without one, the own school or the whole own area."""
    if place.unit:
        return place.unit == post.unit
    if post.schools:
        return place.school == post.unit
    return place.county == post.area


def _subtree(key: str, post: Post, place: Place) -> bool:
    """The city all, an organ its area, a school itself and the points it files for."""
    if post.schools:
        return (place.school or place.unit) in post.schools
    return post.is_city or (place.county != "" and place.county == post.area)


def _below(key: str, post: Post, place: Place) -> bool:
    """The same without oneself: the city all, an organ the schools of its area."""
    if post.schools:
        return place.school in post.schools - {post.unit}
    return post.is_city or (place.school != "" and place.county == post.area)


REACHES = {"self": _self, "own": _own, "subtree": _subtree, "below": _below}
ROLES = {str(role) for role in Role}
