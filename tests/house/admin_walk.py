"""One walk through the admin: every page × methods × one person, on a record that is there and one
that is not, with every verb of a record's buttons."""

from collections.abc import Iterable, Iterator

from django.contrib import admin

from tests.house.admin_pages import model_page, path_of, right_of
from tests.house.policies import wrong_headers
from tests.house.town import MISSING
from tests.house.urls import Address
from tests.house.walk import (
    ANSWERED,
    NO_METHOD,
    REFUSALS,
    Found,
    canary_bytes,
    outcome,
    written_in_vain,
)


def list_of(model) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def walk_admin(visitor, addresses: Iterable[Address], methods, complaint_of) -> Found:
    """``complaint_of(visitor, address, verb, met)`` says what is wrong with an answer that was met,
    or nothing."""
    found = Found()
    for address in addresses:
        for path, verb in _paths(address):
            for method in methods:
                response = visitor.ask(method, path)
                met = outcome(response)
                wrong = complaint_of(visitor, address, verb, met)
                if method not in ANSWERED and met != NO_METHOD:
                    wrong = f"answered by {met}"
                wrong = wrong or written_in_vain(response, met) or wrong_headers(response)
                cell = f"{visitor.key} {method} {path}"
                found.note(cell, wrong, canary_bytes(visitor, response))
    return found


def outside_complaint(visitor, address: Address, verb: str, met: str) -> str:
    """Whoever does not work here is refused by every page."""
    return "" if met in REFUSALS else f"{address.name}: {met}"


def inside_complaint(visitor, address: Address, verb: str, met: str) -> str:
    """Whoever works here opens no page of a model without the right that the page asks."""
    page = model_page(address, admin.site._registry)
    if page is None or met != "allowed":
        return ""
    model, kind = page
    right = right_of(model, admin.site._registry[model], kind, verb)
    return "" if visitor.person.holds(right) else f"{met} without {right}"


def _paths(address: Address) -> Iterator[tuple[str, str]]:
    page = model_page(address, admin.site._registry)
    model, kind = page or (None, "")
    keeper = admin.site._registry.get(model)
    verbs = [item.verb for item in keeper.verbs] if kind == "do" else [""]
    takes_record = "object_id" in address.route and model is not None
    for pk in _keys(model, kind) if takes_record else [MISSING]:
        for verb in verbs:
            yield path_of(address, pk, verb or "close"), verb


def _keys(model, kind: str) -> list[int]:
    """A record that is there; one that is missing for the page that most is done on."""
    first = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
    return [MISSING] if first is None else [first, MISSING] if kind == "change" else [first]
