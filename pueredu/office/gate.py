"""The gate behind the sign-in: where a request really comes from, and what somebody who is signed
in must finish before anything else."""

from django.conf import settings
from django.http import HttpResponseNotFound
from django.http.request import split_domain_port
from django.middleware.security import SecurityMiddleware
from django.shortcuts import redirect
from django.urls import reverse

from pueredu.accounts.profiles import must_change_password
from pueredu.kit import clock
from pueredu.units.access.posts import held_posts
from pueredu.units.enums import ADMINISTRATORS

PASSWORD, SECOND_FACTOR = "accounts:password-change", "accounts:second-factor"
# what stays open meanwhile: the way out, the size of the text, the words on personal data
ALWAYS_OPEN = frozenset(
    {"office:sign-out", "admin:logout", "text-size", "accounts:privacy", "ops:livez", "ops:readyz"}
)


class SecurityHeadersMiddleware(SecurityMiddleware):
    """Gives the headers of Django's own middleware to what that one refuses itself: its redirect to
    TLS asks for the host, and an unknown one ends there, before it sets any."""

    def process_request(self, request):
        return None


class ClientAddressMiddleware:
    """Behind a proxy every request has the proxy's address; CLIENT_ADDRESS_HEADER names the header
    in which the proxy itself writes the address of who asks. Limits and audit read REMOTE_ADDR."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.CLIENT_ADDRESS_HEADER:
            address = request.headers.get(settings.CLIENT_ADDRESS_HEADER, "")
            request.META["REMOTE_ADDR"] = address or request.META.get("REMOTE_ADDR", "")
        return self.get_response(request)


class PlainQuestionMiddleware:
    """Leaves NUL out of what an address asks: no text of the database can hold it, and it broke
    whatever page looked for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = request.META.get("QUERY_STRING", "")
        request.META["QUERY_STRING"] = asked.replace("%00", "")
        return self.get_response(request)


class ProofHostMiddleware:
    """PROOF_HOST answers the page that verifies proofs, with its static files, and nothing else: no
    sign-in, no session, no admin. The portal's own hosts then do not have the page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.PROOF_HOST and (request.path == reverse("proof")) != is_proof_host(request):
            return HttpResponseNotFound("没有这个页面。", content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def is_proof_host(request) -> bool:
    """Whether the request came to PROOF_HOST, on whichever port."""
    return split_domain_port(request.get_host())[0] == settings.PROOF_HOST


class UnfinishedMiddleware:
    """A password that must be changed, or a second factor that the post demands, leads to its page
    and nowhere else until it is done."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        here = request.resolver_match.view_name
        if not request.user.is_authenticated or here in ALWAYS_OPEN:
            return None
        page = unfinished(request.user)
        return redirect(page) if page and page != here else None


def unfinished(user) -> str:
    """The name of the page that must be finished first; empty for none."""
    if must_change_password(user, clock.now()):
        return PASSWORD
    return SECOND_FACTOR if lacks_second_factor(user) else ""


def lacks_second_factor(user) -> bool:
    """Whether a post of the person demands a second factor that this session does not have."""
    if not settings.REQUIRE_SECOND_FACTOR or user.is_verified():
        return False
    return any(post.role in ADMINISTRATORS for post in held_posts(user))
