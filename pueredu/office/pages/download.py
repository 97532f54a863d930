"""A file, served only through the permission of the record that owns it."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect

from pueredu.files.actions import verify_file
from pueredu.files.serving import serve
from pueredu.office.pages.base import Page, RecordMixin


class DownloadPage(RecordMixin, Page):
    """Declare ``model`` and ``get_attachments(record)``; the url gives ``pk`` and ``file``. GET takes
    the file, POST hashes its stored bytes anew and says whether they are still the same."""

    def get(self, request, *args, **kwargs):
        return serve(self.find(self.get_record()))

    def post(self, request, *args, **kwargs):
        record = self.get_record()
        attachment = self.find(record)
        if verify_file(attachment, by=request.user, at=self.at):
            messages.success(request, f"「{attachment.name}」校验一致，与上传时完全相同。")
        else:
            sentence = (
                f"「{attachment.name}」校验不一致：文件丢失或已不是上传时的内容。请联系系统管理员。"
            )
            messages.error(request, sentence)
        return HttpResponseRedirect(record.get_absolute_url())

    def find(self, record):
        """The file of the url among the record's own; 404 otherwise."""
        for attachment in self.get_attachments(record):
            if attachment.pk == self.kwargs["file"]:
                return attachment
        raise Http404

    def get_attachments(self, record):
        """Every file of the record, also those of its parts."""
        raise NotImplementedError
