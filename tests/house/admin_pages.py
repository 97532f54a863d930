"""What the admin consists of: each page of each ModelAdmin by its kind, and who may open it."""

import re
from collections.abc import Iterable, Mapping

from django.contrib.admin import ModelAdmin

from pueredu.kit.names import permission
from pueredu.office.counter import ScopedAdmin
from tests.house.oracle import table
from tests.house.packages import PACKAGES
from tests.house.town import MISSING
from tests.house.urls import Address

# the end of a page's name, and the verb that opens it; "do" carries its verb in the address
KINDS = {
    "changelist": "view",
    "add": "add",
    "change": "view",
    "delete": "delete",
    "history": "view",
    "do": "",
    "export": "export",
    "view_add": "view",
    "view_change": "view",
}
# pages of the site itself: bureau staff and administrators open them, and they show what is theirs
SITE = {
    "index", "app_list", "autocomplete", "password_change", "password_change_done",
}  # fmt: skip
# the door itself, and what a script may ask of it
DOOR = {"login", "logout", "jsi18n"}
BLANKS = {"app_label": "studios", "content_type_id": "1", "url": "x/"}


def is_ours(model) -> bool:
    return model.__module__.split(".")[0] in PACKAGES


def name_of(address: Address) -> str:
    return address.name.removeprefix("admin:")


def model_page(address: Address, registry: Mapping) -> tuple[type, str] | None:
    """(model, kind) of a page of one ModelAdmin; None for a page of the site."""
    for model in registry:
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
        if name_of(address).startswith(prefix):
            return model, name_of(address).removeprefix(prefix)
    return None


def unclassified(addresses: Iterable[Address], registry: Mapping[type, ModelAdmin]) -> set[str]:
    """What has no row: models that nobody may view or that are not scoped, pages of unknown kind."""
    rights = {perm for perm, _ in table()}
    found = {
        f"{model._meta.label}: not a ScopedAdmin"
        for model, keeper in registry.items()
        if not isinstance(keeper, ScopedAdmin)
    }
    found |= {
        f"{model._meta.label}: no right to view it in docs/rights.csv"
        for model in registry
        if permission("view", model) not in rights
    }
    return found | {
        f"{address.name}: a page of no kind that is walked"
        for address in addresses
        if not _is_known(address, registry)
    }


def _is_known(address: Address, registry: Mapping) -> bool:
    page = model_page(address, registry)
    if page is None:
        # nameless patterns lead elsewhere: the old form of a change page, and the 404 of the site
        return name_of(address) in SITE | DOOR | {"None"}
    return page[1] in KINDS


def right_of(model, keeper, kind: str, verb: str) -> str:
    """The right that opens a page."""
    if kind != "do":
        return permission(KINDS[kind], model)
    item = next((item for item in keeper.verbs if item.verb == verb), None)
    return permission(getattr(item, "right", "") or verb, model)


def path_of(address: Address, pk: int = MISSING, verb: str = "close") -> str:
    """The address with something in every blank."""
    words = {**BLANKS, "object_id": str(pk), "verb": verb}
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: words.get(found[1], "1"), address.route)
    route = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: words.get(found[1], "1"), route)
    return "/" + route.replace("^", "").replace("$", "").replace("\\Z", "")
