"""Fields for uploads: what is accepted is said before, what was wrong is said in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError

from pueredu.files.checks import FileRefused
from pueredu.files.enums import EVIDENCE_KINDS, WORKBOOK_KINDS
from pueredu.files.judging import judge
from pueredu.files.limits import MAX_BYTES, MAX_WORKBOOK_BYTES, MIB

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

    from pueredu.files.enums import FileKind

MOST_FILES = 20
REFUSED = "refused"  # the code of the error of a file that was not taken


class EvidenceField(forms.FileField):
    """One checked file; the cleaned value is the upload, for `files.actions.store_file`."""

    kinds: Sequence[FileKind] = EVIDENCE_KINDS  # of the class; a form may narrow them
    max_bytes = MAX_BYTES
    default_error_messages = {
        "required": "请选择要上传的文件。",
        "empty": "这是一个空文件（0 字节），请检查后重新上传。",
        "invalid": "没有收到文件，请重新选择后上传。",
        "missing": "没有收到文件，请重新选择后上传。",
    }

    def __init__(self, *, kinds: Sequence[FileKind] | None = None, **kwargs):
        self.kinds = tuple(kinds or self.kinds)
        accepted = "、".join(f".{kind.value}" for kind in self.kinds)
        size = self.max_bytes // MIB
        kwargs.setdefault("help_text", f"可上传 {accepted}，每个不超过 {size} MB。")
        super().__init__(**kwargs)
        suffixes = [f".{kind.value}" for kind in self.kinds]
        suffixes += [".jpeg"] if ".jpg" in suffixes else []
        self.widget.attrs["accept"] = ",".join(suffixes)

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            self._check(upload)
        return upload

    def _check(self, upload: UploadedFile) -> None:
        try:
            judge(upload.file, upload.name, max_bytes=self.max_bytes, kinds=self.kinds)
        except FileRefused as refused:
            raise ValidationError(f"「{upload.name}」：{refused}", code=REFUSED) from refused


class WorkbookField(EvidenceField):
    """A table to import: .xlsx, .xls, .ods or .csv."""

    kinds = WORKBOOK_KINDS
    max_bytes = MAX_WORKBOOK_BYTES


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class EvidenceListField(EvidenceField):
    """Several checked files; the cleaned value is a list, empty when nothing was sent."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        uploads = [data] if data and not isinstance(data, list | tuple) else list(data or ())
        if not uploads:
            super().clean(None, initial)
            return []
        if len(uploads) > MOST_FILES:
            raise ValidationError(f"一次最多上传 {MOST_FILES} 个文件，请分次上传。", code="many")
        errors, cleaned = [], []
        for upload in uploads:
            try:
                cleaned.append(super().clean(upload))
            except ValidationError as error:
                errors += error.error_list
        if errors:
            raise ValidationError(errors)
        return cleaned
