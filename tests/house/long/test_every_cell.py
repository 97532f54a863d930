"""``make matrix``: every address × every method × everybody × every record, portal and admin."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.house.addresses import ROWS
from tests.house.admin_pages import DOOR, name_of, unclassified
from tests.house.admin_walk import inside_complaint, outside_complaint, walk_admin
from tests.house.urls import admin_patterns, portal_patterns
from tests.house.visitors import digest
from tests.house.walk import METHODS, canary_bytes, outcome, uncovered, walk

ADDRESSES = {item.name: item for item in portal_patterns()}
PAGES = [item for item in admin_patterns() if name_of(item) not in DOOR]
LISTS = sorted(
    name for name, item in ADDRESSES.items() if not ROWS[name].record and "GET" in item.methods
)
ENTER = "office.enter_admin"
PARTS = 8  # of everybody: the workers share them

pytestmark = pytest.mark.usefixtures("no_unknown_variables", "quiet")


def test_no_pattern_is_left_out(note):
    left = uncovered(ADDRESSES.values()) | unclassified(admin_patterns(), admin.site._registry)
    note(**{"uncovered patterns": len(left)})
    assert left == set()


def counted(note, found) -> tuple:
    note(
        cells=found.cells,
        mismatches=len(found.wrong),
        **{"canary bytes": sum(found.leaks.values())},
    )
    return found.wrong, found.leaks


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_every_method_is_answered_as_agreed(town, everybody, name, note):
    found = walk(town, everybody.values(), ADDRESSES[name], every)
    assert counted(note, found) == ([], {})


def every(_address, _key: str, _word: str) -> tuple[str, ...]:
    return METHODS


@pytest.mark.parametrize("part", range(PARTS))
def test_every_method_of_the_admin_is_answered_as_agreed(everybody, part, note):
    for visitor in list(everybody.values())[part::PARTS]:
        complaint_of = inside_complaint if visitor.person.holds(ENTER) else outside_complaint
        found = walk_admin(visitor, PAGES, METHODS, complaint_of)
        assert counted(note, found) == ([], {})


@pytest.mark.parametrize("name", LISTS)
def test_no_question_in_the_address_opens_the_other_county(town, everybody, name, note):
    """Filters, searches and places are asked for the other county's keys."""
    leaks, cells = {}, 0
    for visitor in everybody.values():
        for query in foreign_queries(town):
            response = visitor.ask("GET", f"{reverse(name)}?{query}")
            assert outcome(response) != "broken"
            cells += 1
            leaks[f"{visitor.key} {query}"] = canary_bytes(visitor, response)
    note(cells=cells, **{"canary bytes": sum(leaks.values())})
    assert {cell: found for cell, found in leaks.items() if found} == {}


def foreign_queries(town) -> list[str]:
    """The same key under every name that a list of ours or of the admin may give it."""
    found = []
    for county, school in (("a", "a1"), ("b", "b1")):
        words = {
            "county": town.world.units[county].pk,
            "area": town.world.units[county].pk,
            "school": town.world.units[school].pk,
            "unit": town.world.units[school].pk,
            "place": town.world.units[school].pk,
            "learner": town.records["learner"]["own" if county == "a" else "other"].pk,
            "studio": town.records["studio"]["own" if county == "a" else "other"].pk,
        }
        found += [f"{name}={value}" for name, value in words.items()]
    return [*found, "q=金", "q=小", "page=2", "state=closed&year=2023", "kind=training.hours"]


def test_nothing_that_was_walked_stayed(town):
    assert digest() == town.rows
