"""One walk: an address × methods × everybody × every record, and what was wrong with a cell.

What is expected is computed from ``docs/rights.csv`` (``oracle.py``) and the row of the address.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.urls import reverse

from tests.house.addresses import ROWS
from tests.house.policies import wrong_headers
from tests.house.town import MISSING, Record, Town
from tests.house.urls import Address
from tests.support.world import CANARY

DOORS = ("/sign-in/?next=", "/admin/login/?next=")
ANSWERED = ("GET", "HEAD", "POST")
METHODS = (*ANSWERED, "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
AREAS = {"expert": "a"}  # holds no post, but the studio of a school
NO_METHOD = "no such method"
REFUSED = "refused"  # in one way or another: the page does not know the method, whoever asks
# what a page that is only looked at may write: that one's own message was opened
BY_LOOKING = {"office:message-open": {"notices_message"}}
REFUSALS = {"sign in", "forbidden", "hidden", NO_METHOD}
OWN_WORDS = re.compile(
    r"csrfmiddlewaretoken\W+value=\W\w+|X-CSRFToken\W+\w+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)


@dataclass
class Found:
    """What a walk met. ``leaks`` are cells that carried a word of another county, and how many
    bytes of it they carried."""

    cells: int = 0
    wrong: list[str] = field(default_factory=list)
    leaks: dict[str, int] = field(default_factory=dict)

    def note(self, cell: str, complaint: str, canary_bytes: int) -> None:
        self.cells += 1
        if complaint:
            self.wrong.append(f"{cell}: {complaint}")
        if canary_bytes:
            self.leaks[cell] = canary_bytes


def uncovered(addresses: Iterable[Address]) -> set[str]:
    """Addresses without a row in the table of addresses."""
    return {item.name for item in addresses if item.name not in ROWS}


def walk(town: Town, visitors: Iterable, address: Address, methods_for) -> Found:
    """Ask everything; ``methods_for(address, key, word)`` says which methods."""
    found = Found()
    for visitor in visitors:
        answers = {}
        for word, record in records_of(town, address).items():
            for method in methods_for(address, visitor.key, word):
                response = visitor.ask(method, url_of(address, record))
                wanted = expected(visitor, method, address, word, record)
                cell = f"{visitor.key} {method} {word}"
                wrong = complaint(response, wanted)
                found.note(cell, wrong, canary_bytes(visitor, response))
                if outcome(response) == "hidden":
                    answers.setdefault(method, {})[word] = plain(response)
        found.wrong += told_apart(visitor.key, answers)
    return found


def outcome(response) -> str:
    """What an answer means to the person, in one word."""
    if response.status_code == 302 and response.url.startswith(DOORS):
        return "sign in"
    words = {403: "forbidden", 404: "hidden", 405: NO_METHOD}
    return words.get(response.status_code, "allowed" if response.status_code < 500 else "broken")


def expected(visitor, method: str, address: Address, word: str, record: Record | None) -> str:
    """What the agreed table says that this person meets at this address."""
    if method not in ANSWERED:
        return NO_METHOD
    if ("GET" if method == "HEAD" else method) not in address.methods:
        return REFUSED
    return _met(visitor, address, word, record)


def _met(visitor, address: Address, word: str, record: Record | None) -> str:
    if address.access == "public":
        return "allowed"
    if visitor.key in {"anonymous", "disabled"}:
        return "sign in"
    row = ROWS[address.name]
    if row.needs and not any(map(visitor.person.holds, row.needs)):
        return "forbidden"
    if row.record:
        return _met_of_record(visitor, address, word, record)
    is_open = address.access == "signed-in" or visitor.person.holds(address.access)
    return "allowed" if is_open else "forbidden"


def _met_of_record(visitor, address: Address, word: str, record: Record | None) -> str:
    view = ROWS[address.name].view
    if record is None or not _sees(visitor, view, record):
        return "hidden"
    if address.access not in {"signed-in", view} and not visitor.person.may(
        address.access, record.place
    ):
        return "forbidden"
    return "hidden" if word == "crossed" else "allowed"


def _sees(visitor, view: str, record: Record) -> bool:
    if view == "own":
        return record.place.person == visitor.key
    return visitor.person.may(view, record.place)


def url_of(address: Address, record: Record | None) -> str:
    if not ROWS[address.name].record:
        return reverse(address.name)
    kwargs = {"pk": record.pk if record else MISSING}
    if "<int:file>" in address.route:
        kwargs["file"] = record.file if record else MISSING
    return reverse(address.name, kwargs=kwargs)


def records_of(town: Town, address: Address) -> dict[str, Record | None]:
    """Every record of the address's kind, one that is missing, and for files the own record with
    the other's file."""
    kind = ROWS[address.name].record
    if not kind:
        return {"": None}
    records = {**town.records[kind], "missing": None}
    if "<int:file>" in address.route:
        records["crossed"] = replace(records["own"], file=records["other"].file)
    return records


def complaint(response, wanted: str) -> str:
    """What is wrong with one cell of the matrix, or nothing."""
    met = outcome(response)
    if met != wanted and not (wanted == REFUSED and met in REFUSALS):
        return f"{met} instead of {wanted} ({response.status_code})"
    return written_in_vain(response, met) or wrong_headers(response)


def written_in_vain(response, met: str) -> str:
    """A refusal changes nothing, and neither does a look."""
    if met in REFUSALS and response.written:
        return f"refused, but wrote {sorted(response.written)}"
    request = response.wsgi_request
    name = request.resolver_match.view_name if request.resolver_match else ""
    written = response.written - BY_LOOKING.get(name, set())
    if request.method in {"GET", "HEAD"} and written:
        return f"only looked at, but wrote {sorted(written)}"
    return ""


def canary_bytes(visitor, response) -> int:
    """How many bytes of the answer are a word of a county that is not this person's."""
    own = AREAS.get(visitor.key, visitor.person.area)
    foreign = [word for county, word in CANARY.items() if own not in {county, "city"}]
    return sum(response.said.count(word) * len(word.encode()) for word in foreign)


def plain(response) -> str:
    """An answer without what differs from one request to the next: tokens, and the address that
    was typed, which the page's own forms lead back to."""
    return OWN_WORDS.sub("", response.body.replace(response.wsgi_request.path, ""))


def told_apart(key: str, answers: dict[str, dict[str, str]]) -> list[str]:
    """Answers about a record that is hidden must be word for word those about a missing one."""
    return [
        f"{key} {method} {word}: not the answer for a missing record"
        for method, said in answers.items()
        for word, body in said.items()
        if "missing" in said and body != said["missing"]
    ]
