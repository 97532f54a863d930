"""What the masthead of every page shows to the person who is signed in."""

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.urls import reverse

from pueredu.kit.context import house_names
from pueredu.notices.queries import unread_count
from pueredu.units.access.posts import held_posts
from pueredu.units.queries import has_demo_units

DEMO_SECONDS = 60


def masthead(request) -> dict[str, object]:
    """Context processor: ``nav_items``, ``unread_count`` and ``post_label``; three queries, all
    but the count cached with the user's posts."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav_items": [], "unread_count": 0, "post_label": ""}
    posts = held_posts(user)
    return {
        "nav_items": menu_of(user, request.path),
        "unread_count": unread_count(user),
        "post_label": posts[0].label if posts else "",
    }


def demonstration(_request) -> dict[str, object]:
    """Context processor: ``demo_data`` when the setting says so or demonstration units exist.

    The answer is kept in the process for a minute, so it costs no query a page; ``DEMO_DATA`` in
    the settings (True or False) answers without asking the database.
    """
    fixed = settings.DEMO_DATA
    if fixed is None:
        fixed = caches["process"].get_or_set("demo_data", has_demo_units, DEMO_SECONDS)
    return {"demo_data": fixed or bool(house_names()["demo_label"])}


def menu_of(user, path: str = "") -> list[dict]:
    """The entries of every app's ``menu`` (label, url name, permission) that the person may open."""
    return [
        {"title": label, "url": (url := reverse(name)), "current": url != "/" and path.startswith(url)}
        for config in apps.get_app_configs()
        for label, name, perm in getattr(config, "menu", ())
        if perm == "signed-in" or user.has_perm(perm)
    ]  # fmt: skip
