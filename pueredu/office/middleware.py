"""The doors: where a request came from, what it was refused, and no view without a mark."""

import uuid

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from pueredu.audit.context import acting_from
from pueredu.kit.errors import Refused
from pueredu.office.admin_policy import admin_policy
from pueredu.office.door import remember_refusal

METHODS = ("GET", "HEAD", "POST")
OUR_PACKAGES = ("pueredu.", "accountability.", "measures.", "training.", "studios.")


class OriginMiddleware:
    """Names the request for the audit, remembers what it was refused, and keeps signed-in pages out
    of every cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.audit_id = str(uuid.uuid4())
        address = request.META.get("REMOTE_ADDR", "")
        with acting_from(request_id=request.audit_id, address=address):
            response = self.get_response(request)
            remember_refusal(request, response)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
        if getattr(request.resolver_match, "app_name", "") == "admin":
            response._csp_update = admin_policy()
        return response


class ClosedByDefaultMiddleware:
    """Answers GET, HEAD and POST alone. Refuses to run a view of ours that does not say who may
    enter (``access``), and turns a domain refusal that no view caught into a page with its
    sentence (409)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.app_name == "admin":  # AdminSite and ScopedAdmin ask
            return
        view = getattr(view, "view_class", view)
        if view.__module__.startswith(OUR_PACKAGES) and not getattr(view, "access", None):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} has no access mark")

    def process_exception(self, request, exception):
        request.exception = exception
        if isinstance(exception, Refused):
            return render(request, "409.html", {"sentence": str(exception)}, status=409)
        return None
