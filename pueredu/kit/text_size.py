"""The large-text switch: one form, one cookie, no script."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from pueredu.kit.context import TEXT_SIZE_COOKIE

A_YEAR = 365 * 24 * 3600


@login_not_required
@require_POST
def text_size(request):
    """Remember the reader's text size in a cookie and go back to the page they came from."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    size = "large" if request.POST.get("size") == "large" else "normal"
    response.set_cookie(
        TEXT_SIZE_COOKIE,
        size,
        max_age=A_YEAR,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


text_size.access = "public"
