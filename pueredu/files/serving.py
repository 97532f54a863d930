"""The one way out for files; there is no url here, a room's view asks for the right first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header

from pueredu.files import storage
from pueredu.files.kinds import CONTENT_TYPES

if TYPE_CHECKING:
    from pueredu.files.models import Attachment

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "no-store, private",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def serve(attachment: Attachment) -> HttpResponse:
    """The file as a download. Raises Http404 when its bytes are missing on the disk.

    With FILES_X_ACCEL (the internal location of the web server, as "/_files/") the server
    sends the bytes; its key is ASCII, the name travels in the disposition only.
    """
    if prefix := settings.FILES_X_ACCEL:
        response = HttpResponse()
        response["X-Accel-Redirect"] = f"{prefix}{storage.key_of(attachment.sha256)}"
    else:
        response = _from_disk(attachment)
    response["Content-Type"] = CONTENT_TYPES[attachment.kind]
    response["Content-Disposition"] = content_disposition_header(True, attachment.name)
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _from_disk(attachment: Attachment) -> FileResponse:
    try:
        return FileResponse(storage.path_of(attachment.sha256).open("rb"))
    except FileNotFoundError as error:
        raise Http404 from error
