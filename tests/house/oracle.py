"""What the agreed table ``docs/rights.csv`` says about a person and a record.

The table is read here and nowhere compared with itself: how far a word of it reaches is spelled out
below from DESIGN §6, without the code under test.
"""

import csv
from dataclasses import dataclass
from functools import cache

from pueredu.units.enums import Role
from tests.house.packages import ROOT

TABLE = ROOT / "docs/rights.csv"
WORDS = ("permission", "only", "why")
TIES = ("host", "deputy")
NOBODY = ("anonymous", "disabled", "former", "nobody")


@dataclass(frozen=True)
class Place:
    """Whose a record is, in the short keys of the test world. All empty: the whole house's."""

    county: str = ""
    school: str = ""
    unit: str = ""
    person: str = ""
    host: str = ""
    deputy: str = ""
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
def cells(permission: str, only: str = "") -> dict[str, str]:
    """The holders of a permission over everything, and over the kind of record that ``only``
    names, as ``kind=commitment``."""
    return {**table().get((permission, ""), {}), **table().get((permission, only), {})}


def carries(post: Post | None, ties: frozenset[str], permission: str) -> bool:
    """Whether a person holds the permission over anything at all."""
    held = {holder for (perm, _), row in table().items() if perm == permission for holder in row}
    return (post is not None and post.role in held) or bool(ties & held)


def may(key: str, post: Post | None, permission: str, place: Place) -> bool:
    """Whether the table lets the person ``key`` with this post do this to a record at ``place``."""
    row = cells(permission, place.only)
    if any(getattr(place, tie) == key and row.get(tie) == "grant" for tie in TIES):
        return True
    if post is None or post.role not in row:
        return False
    reach = row[post.role]
    return place.is_everybodys or REACHES[reach](key, post, place)


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
