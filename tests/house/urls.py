"""Every address of the portal and of the admin, with the view and its mark."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RegexPattern


@dataclass(frozen=True)
class Address:
    """One url pattern: its full name, its view (the class, for class-based views) and its mark."""

    name: str
    route: str
    view: object
    access: str

    @property
    def is_admin(self) -> bool:
        return self.name.startswith("admin:")

    @property
    def methods(self) -> set[str]:
        """GET and POST as far as the view answers them."""
        if not isinstance(self.view, type):
            return {"POST"}
        allowed = {name.upper() for name in self.view.http_method_names if hasattr(self.view, name)}
        return allowed & {"GET", "POST"}


def _walk(resolver, namespace: str, route: str):
    for item in resolver.url_patterns:
        path = route + str(item.pattern)
        if isinstance(item, URLPattern):
            view = getattr(item.callback, "view_class", item.callback)
            access = getattr(view, "access", "")
            yield Address(f"{namespace}{item.name}", path, view, access)
        else:
            inner = f"{namespace}{item.namespace}:" if item.namespace else namespace
            yield from _walk(item, inner, path)


def patterns_of(urlconf) -> list[Address]:
    """Every address of a url configuration: a module's name or a list of patterns."""
    return list(_walk(URLResolver(RegexPattern(r"^/"), urlconf), "", ""))


@cache
def all_patterns() -> list[Address]:
    return patterns_of(settings.ROOT_URLCONF)


@cache
def portal_patterns() -> list[Address]:
    """What people outside the bureau may meet."""
    return [item for item in all_patterns() if not item.is_admin]


@cache
def admin_patterns() -> list[Address]:
    return [item for item in all_patterns() if item.is_admin]
