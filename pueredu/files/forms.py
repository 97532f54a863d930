"""Fields for uploads: what is accepted is said before, what was wrong is said in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError

from pueredu.files.checks import FileRefused
from pueredu.files.enums import DisclosureLevel
from pueredu.files.judging import judge
from pueredu.files.kinds import EVIDENCE_KINDS, WORKBOOK_KINDS
from pueredu.files.limits import MAX_BYTES, MAX_WORKBOOK_BYTES, MIB

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

    from pueredu.files.kinds import FileKind

MOST_FILES = 20
REFUSED = "refused"  # the code of the error of a file that was not taken


class EvidenceInput(forms.FileInput):
    """A file, and beside it how far it may be shown; the upload's ``disclosure`` is the choice."""

    levels = forms.Select(
        choices=[(level, f"公开属性：{level.label}") for level in DisclosureLevel]
    )

    def value_from_datadict(self, data, files, name):
        found = super().value_from_datadict(data, files, name)
        level = data.get(f"{name}_disclosure", DisclosureLevel.INTERNAL)
        for upload in found if isinstance(found, list) else [found]:
            if upload:
                upload.disclosure = level
        return found

    def render(self, name, value, attrs=None, renderer=None):
        mark = {"id": f"{attrs['id']}_disclosure", "aria-label": "公开属性"}
        levels = self.levels.render(f"{name}_disclosure", DisclosureLevel.INTERNAL, mark, renderer)
        return super().render(name, value, attrs, renderer) + levels


class EvidenceField(forms.FileField):
    """One checked file; the cleaned value is the upload, for `files.actions.store_file`."""

    widget = EvidenceInput
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
        if getattr(upload, "disclosure", DisclosureLevel.INTERNAL) not in DisclosureLevel:
            raise ValidationError("请选择文件的公开属性。", code="disclosure")
        try:
            judge(upload.file, upload.name, max_bytes=self.max_bytes, kinds=self.kinds)
        except FileRefused as refused:
            raise ValidationError(f"「{upload.name}」：{refused}", code=REFUSED) from refused


class WorkbookField(EvidenceField):
    """A table to import: .xlsx, .xls, .ods or .csv. It holds people's records: always 内部."""

    widget = forms.FileInput
    kinds = WORKBOOK_KINDS
    max_bytes = MAX_WORKBOOK_BYTES


class ManyFilesInput(EvidenceInput):
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
