"""Every address × GET and POST × everybody × own, sibling, other county, missing.

What is expected is computed from ``docs/rights.csv`` and the row of the address; foreign and
missing records are answered alike; what is refused writes nothing; no page for a person of one
县(区) carries the canary of the other.
"""

import pytest
from django.urls import reverse

from tests.house.addresses import ROWS
from tests.house.oracle import NOBODY, carries, may
from tests.house.town import MISSING, Record, Town
from tests.house.urls import Address, portal_patterns
from tests.support.world import CANARY

ADDRESSES = {item.name: item for item in portal_patterns()}
# a session is looked after, a refusal counted and remembered; nothing else may it write
QUIET_TABLES = {"accounts_session", "audit_tally", "audit_entry", "audit_link"}
DOORS = ("/sign-in/?next=", "/admin/login/?next=")
NO_METHOD = "no such method"
REFUSALS = {"sign in", "forbidden", "hidden", NO_METHOD}
POWERLESS = {
    "disabled", "former", "nobody", "system_admin", "audit_admin", "city_finance", "inspector",
}  # fmt: skip
TIES = {"a1_head": "host", "b1_head": "host", "expert": "host", "a_deputy": "deputy"}

pytestmark = pytest.mark.usefixtures("no_unknown_variables", "quiet")


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(ADDRESSES) == set(ROWS)


def test_every_address_is_marked():
    assert [item.name for item in ADDRESSES.values() if not item.access] == []


def test_what_is_public_is_one_literal_set():
    public = {item.name for item in ADDRESSES.values() if item.access == "public"}
    assert public == {
        "office:sign-in", "office:sign-in-code", "accounts:activate", "accounts:privacy",
        "text-size", "ops:livez", "ops:readyz",
    }  # fmt: skip


def outcome(response) -> str:
    """What an answer means to the person, in one word."""
    if response.status_code == 302 and response.url.startswith(DOORS):
        return "sign in"
    words = {403: "forbidden", 404: "hidden", 405: NO_METHOD}
    return words.get(response.status_code, "allowed" if response.status_code < 500 else "broken")


def expected(town: Town, key: str, address: Address, record: Record | None) -> str:
    """What the agreed table says that this person meets at this address."""
    if address.access == "public":
        return "allowed"
    if key in {"anonymous", "disabled"}:
        return "sign in"
    row, post = ROWS[address.name], town.posts.get(key)
    ties = frozenset({TIES[key]}) if key in TIES else frozenset()
    if row.needs and not any(carries(post, ties, right) for right in row.needs):
        return "forbidden"
    if not row.record:
        signed_in = address.access == "signed-in"
        return _may_or(signed_in or carries(post, ties, address.access))
    if record is None or not _sees(key, post, row.view, record):
        return "hidden"
    plain = address.access in {"signed-in", row.view}
    return _may_or(plain or may(key, post, address.access, record.place))


def _may_or(is_granted: bool) -> str:  # noqa: FBT001 - a word for each side
    return "allowed" if is_granted else "forbidden"


def _sees(key: str, post, view: str, record: Record) -> bool:
    if view == "own":
        return record.place.person == key
    return may(key, post, view, record.place)


def url_of(address: Address, record: Record | None) -> str:
    if not ROWS[address.name].record:
        return reverse(address.name)
    kwargs = {"pk": record.pk if record else MISSING}
    if "<int:file>" in address.route:
        kwargs["file"] = record.file if record else MISSING
    return reverse(address.name, kwargs=kwargs)


def records_of(town: Town, address: Address) -> dict[str, Record | None]:
    kind = ROWS[address.name].record
    return {**town.records[kind], "missing": None} if kind else {"": None}


def leaks(town: Town, key: str, response) -> bool:
    """Whether the answer carries a word of the county that is not this person's."""
    post = town.posts.get(key)
    area = post.area if post else {"expert": "a"}.get(key, "")
    if area == "city":
        return False
    return any(word in response.said for county, word in CANARY.items() if county != area)


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_everybody_meets_what_was_agreed(town, visitors, name):
    address, wrong = ADDRESSES[name], []
    for word, record in records_of(town, address).items():
        for key, visitor in visitors.items():
            wanted = expected(town, key, address, record)
            for method in methods_for(address, key, word):
                response = visitor.ask(method, url_of(address, record))
                is_method = method in address.methods
                said = complaint(town, visitor, response, wanted if is_method else NO_METHOD)
                wrong += [f"{key} {method} {word}: {said}"] if said else []
    assert wrong == []


def methods_for(address: Address, key: str, word: str) -> set[str]:
    """GET and POST; the one that a page does not know is tried on the first record only, and
    people without any right are shown one record that is there and one that is not."""
    if key in POWERLESS and word not in {"", "own", "missing"}:
        return set()
    return {"GET", "POST"} if word in {"", "own"} else address.methods


def complaint(town: Town, visitor, response, wanted: str) -> str:
    """What is wrong with one cell of the matrix, or nothing."""
    met = outcome(response)
    if wanted == NO_METHOD and met in REFUSALS:
        wanted = met
    if met != wanted:
        return f"{met} instead of {wanted} ({response.status_code})"
    if met in REFUSALS and visitor.written - QUIET_TABLES:
        return f"refused, but wrote {sorted(visitor.written)}"
    return "a word of the other county" if leaks(town, visitor.key, response) else ""


def test_former_and_unposted_people_carry_nothing(town):
    assert {key for key in NOBODY if key in town.posts} == set()
