"""Handing a file out, after the owner's view has asked its permission."""

from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse

from pueredu.files.enums import CONTENT_TYPES
from pueredu.files.models import Attachment
from pueredu.files.storage import path_of


def serve(attachment: Attachment):
    """The file as a download that no browser opens in place or stores.

    With FILES_X_ACCEL the web server in front sends the bytes. Raises 404 when they are gone.
    """
    if settings.FILES_X_ACCEL:
        response = HttpResponse()
        response["X-Accel-Redirect"] = (
            f"{settings.FILES_X_ACCEL}{attachment.sha256[:2]}/{attachment.sha256}"
        )
    else:
        try:
            response = FileResponse(path_of(attachment.sha256).open("rb"))
        except FileNotFoundError as error:
            raise Http404 from error
        response["Content-Length"] = attachment.size
    response["Content-Type"] = CONTENT_TYPES[attachment.kind]
    response["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(attachment.name, safe='')}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
