"""Forms of a page filled with whatever comes, and its address asked whatever comes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode, urlsplit

import html5lib
from django.http import QueryDict

from tests.house.walk import expected, records_of, url_of

TEXT, NUMBER, DAY, CHOICE, HIDDEN, TICK = "text", "number", "day", "choice", "hidden", "tick"
HOLD = None  # what the page itself says
FILLINGS = {
    "nothing": {TEXT: "", NUMBER: "", DAY: "", CHOICE: "", HIDDEN: HOLD, TICK: ""},
    "too much": {
        TEXT: "长" * 6_000, NUMBER: "9" * 40, DAY: "99999-99-99", CHOICE: "没有这一项", HIDDEN: HOLD, TICK: "on",
    },
    "odd": {
        TEXT: "a\x00b\u202e😀", NUMBER: "NaN", DAY: "0001-01-01", CHOICE: "-1", HIDDEN: HOLD, TICK: "-1",
    },
    "as far as it goes": {
        TEXT: "x", NUMBER: "99999", DAY: "9999-12-31", CHOICE: HOLD, HIDDEN: HOLD, TICK: HOLD,
    },
    "past the form": {
        TEXT: "1", NUMBER: "1e999", DAY: "2023-05-24", CHOICE: "9" * 30, HIDDEN: "9" * 30, TICK: "9" * 30,
    },
    "another's": {
        TEXT: "1", NUMBER: "-1", DAY: "2023-05-24", CHOICE: HOLD, HIDDEN: "x", TICK: "x",
    },
}  # fmt: skip
# what a hand can do to a form: the choices stay those of the page
TYPED = {
    name: {**filling, CHOICE: HOLD, TICK: HOLD}
    for name, filling in FILLINGS.items()
    if filling[HIDDEN] is HOLD
}
ODD_VALUES = ("", "\x00", "9" * 30, "-1", "'\"><长%", "2023-02-30")
LINK = re.compile(r'(?:href|action)="([^"]*\?[^"]*)"')
# what views read from the address without a link of the town to it
ASKED = {"county", "place", "kind", "tier", "state", "into", "by", "next", "q"}


@dataclass(frozen=True)
class Control:
    """One name of a form, of which sort, and what the page offers: the last of several choices."""

    name: str
    sort: str
    offered: str


def controls(body: str) -> list[Control]:
    """The names of all forms of a page that are sent by POST."""
    tree = html5lib.parse(body, namespaceHTMLElements=False)
    forms = [form for form in tree.iter("form") if form.get("method", "").lower() == "post"]
    inside = [item for form in forms for item in form.iter() if item.get("name")]
    return [_control(item) for item in inside if item.get("type") != "file"]


def _control(item) -> Control:
    kind = item.get("type", "text")
    if item.tag == "select":
        values = [one.get("value", "") for one in item.iter("option")]
        return Control(item.get("name"), CHOICE, values[-1] if values else "")
    sort = {
        "number": NUMBER, "date": DAY, "hidden": HIDDEN, "radio": CHOICE, "checkbox": TICK,
        "submit": HIDDEN,
    }.get(kind, TEXT)  # fmt: skip
    return Control(item.get("name"), sort, item.get("value", ""))


def filled(found: list[Control], filling: dict) -> dict[str, str]:
    return {
        one.name: one.offered if filling[one.sort] is HOLD else filling[one.sort] for one in found
    }


def answers(visitor, method: str, path: str, data=None) -> str:
    """What broke, if the request was not answered."""
    try:
        response = visitor.ask(method, path, data)
    except Exception as error:  # noqa: BLE001 - told with what was asked
        return repr(error)
    return "" if response.status_code < 500 else str(response.status_code)


def faults(visitor, path: str, fillings=FILLINGS) -> dict[str, str]:
    """What broke the forms of a page, by the filling."""
    found = controls(visitor.ask("GET", path).body)
    met = {
        name: answers(visitor, "POST", path, filled(found, filling))
        for name, filling in fillings.items()
    }
    return {name: broken for name, broken in met.items() if broken}


def questions(body: str) -> set[str]:
    """The names that the links and the forms of a page put behind a question mark."""
    tree = html5lib.parse(body, namespaceHTMLElements=False)
    forms = [form for form in tree.iter("form") if form.get("method", "get").lower() == "get"]
    asked = {item.get("name") for form in forms for item in form.iter() if item.get("name")}
    for link in LINK.findall(body):
        asked |= QueryDict(urlsplit(unescape(link)).query).keys()
    return asked | ASKED


def faults_of_asking(visitor, path: str, more: Iterable[str] = ()) -> dict[str, str]:
    """What broke a page, by the odd value that was given to everything it reads."""
    names = {*questions(visitor.ask("GET", path).body), *more}
    met = {
        value[:9]: answers(visitor, "GET", f"{path}?{urlencode(dict.fromkeys(names, value))}")
        for value in ODD_VALUES
    }
    return {value: broken for value, broken in met.items() if broken}


def first_reader(town, visitors, address):
    """Somebody who may open the page, and its address on a record of theirs."""
    return next(
        (visitor, url_of(address, record))
        for word, record in records_of(town, address).items()
        for visitor in visitors.values()
        if expected(visitor, "GET", address, word, record) == "allowed"
    )
