"""The admin's own Content-Security-Policy: what its skin cannot do without, and no more.

Unfold's Alpine evaluates expressions, and its theme colours stand in an inline style whose hash
is computed from the skin's own templates (TRUST, Sign-in). The rest of the portal has neither.
"""

import hashlib
import re
from base64 import b64encode
from functools import cache

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import get_template

_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
# carries a constant inline style of its own, drawn only when a list has bulk actions
_LIST = "admin/change_list.html"


@cache
def admin_policy() -> dict[str, list[str]]:
    """Directives for responses under the admin; rendered and hashed once a process."""
    return {
        "script-src": ["'self'", "'unsafe-eval'"],
        "style-src": ["'self'", *_hashes(_rendered_skin()), *_hashes(_source(_LIST))],
    }


def _rendered_skin() -> str:
    request = HttpRequest()
    request.user = AnonymousUser()
    request.path = "/"
    request.META = {"SCRIPT_NAME": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    context = {**admin.site.each_context(request), "request": request}
    return get_template("unfold/layouts/skeleton.html").render(context)


def _source(name: str) -> str:
    return get_template(name).template.source


def _hashes(html: str) -> list[str]:
    return [
        f"'sha256-{b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        for style in _STYLE.findall(html)
    ]
