"""A file, served only through the permission of the record that owns it."""

from django.http import Http404

from pueredu.files.serving import serve
from pueredu.office.pages.base import Page, RecordMixin


class DownloadPage(RecordMixin, Page):
    """Declare ``model`` and ``get_attachments(record)``; the url gives ``pk`` and ``file``."""

    def get(self, request, *args, **kwargs):
        for attachment in self.get_attachments(self.get_record()):
            if attachment.pk == self.kwargs["file"]:
                return serve(attachment)
        raise Http404

    def get_attachments(self, record):
        """Every file of the record, also those of its parts."""
        raise NotImplementedError
