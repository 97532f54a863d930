"""From a page of the portal to the admin's page of the same thing, for those who work here."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib import admin
from django.urls import resolve, reverse


def counter_url(url: str, request) -> str:
    """The admin's page of the record, verb or list at ``url``; the address itself where the admin
    has none that shows the same rows to this person."""
    parts = urlsplit(url)
    match = resolve(parts.path)
    view = getattr(match.func, "view_class", None)
    keeper = admin.site._registry.get(getattr(view, "model", None))
    if keeper is None or not keeper.has_view_permission(request):
        return url
    pk = match.kwargs.get("pk")
    return _list_url(keeper, parts.query, url) if pk is None else _record_url(keeper, view, pk)


def _record_url(keeper, view, pk: int) -> str:
    verb = getattr(view, "verb", None)
    if verb in {item.verb for item in keeper.verbs}:
        return reverse(keeper.page_name("do"), args=[pk, verb.value])
    return reverse(keeper.page_name("change"), args=[pk])


def _list_url(keeper, query: str, url: str) -> str:
    """Only if the admin's list knows every condition: else it would show other rows."""
    known = keeper.conditions()
    asked = parse_qsl(query)
    if not {name for name, _ in asked} <= set(known):
        return url
    words = urlencode([(known[name], value) for name, value in asked])
    return f"{reverse(keeper.page_name('changelist'))}?{words}"
