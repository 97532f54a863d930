"""Every address × GET and POST × everybody × own, sibling, other county, missing.

``make matrix`` (tests/house/long) walks every method and everybody; here are those that tell most.
"""

import pytest

from tests.house.addresses import ROWS
from tests.house.oracle import NOBODY
from tests.house.urls import portal_patterns
from tests.house.walk import uncovered, walk

ADDRESSES = {item.name: item for item in portal_patterns()}
POWERLESS = {
    "disabled", "former", "nobody", "system_admin", "audit_admin", "city_finance", "inspector",
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("no_unknown_variables", "quiet", "looked_up_once")


def test_every_address_has_a_row_and_every_row_an_address():
    assert uncovered(ADDRESSES.values()) == set()
    assert set(ROWS) - set(ADDRESSES) == set()


def test_every_row_finds_its_record_in_the_town(town):
    assert {row.record for row in ROWS.values()} - {""} - set(town.records) == set()


def test_every_address_is_marked():
    assert [item.name for item in ADDRESSES.values() if not item.access] == []


def test_what_is_public_is_one_literal_set():
    public = {item.name for item in ADDRESSES.values() if item.access == "public"}
    assert public == {
        "office:sign-in", "office:sign-in-code", "accounts:activate", "accounts:privacy",
        "text-size", "ops:livez", "ops:readyz",
        # who is shown a printed 学时证明 has no account; off by default (PROOF_PAGE)
        "proof",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_everybody_meets_what_was_agreed(town, visitors, name):
    found = walk(town, visitors.values(), ADDRESSES[name], briefly)
    assert (found.wrong, found.leaks) == ([], {})
    assert found.cells > len(visitors)


def briefly(address, key: str, word: str) -> set[str]:
    """GET and POST; the one that a page does not know is tried on the first record only, people
    without any right are shown one record that is there and one that is not, and only the city's
    people those of its own schools."""
    is_far = word == "city" and not key.startswith(("city", "c1"))
    if is_far or (key in POWERLESS and word not in {"", "own", "missing"}):
        return set()
    return {"GET", "POST"} if word in {"", "own"} else address.methods


def test_former_and_unposted_people_carry_nothing(town):
    assert {key for key in NOBODY if key in town.posts} == set()
