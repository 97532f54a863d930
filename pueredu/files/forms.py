"""Form fields for evidence: the check runs with the form, so the sentence stands at the field."""

from collections.abc import Sequence

from django import forms

from pueredu.files.checks import FileRefused, inspect_file
from pueredu.files.enums import EVIDENCE_KINDS, FileKind

SECRECY = "本系统为非涉密系统，严禁上传国家秘密。"


class ManyFilesInput(forms.ClearableFileInput):
    """The browser's own file input, for several files."""

    allow_multiple_selected = True


class EvidenceField(forms.FileField):
    """One checked file of the allowed kinds."""

    default_error_messages = {
        "required": "请选择要上传的文件。",
        "empty": "文件是空的（0 字节），请重新导出后上传。",
    }
    widget = forms.FileInput

    def __init__(self, *, kinds: Sequence[FileKind] = EVIDENCE_KINDS, **kwargs):
        self.kinds = tuple(kinds)
        kwargs.setdefault("help_text", f"可上传：{'、'.join(f'.{kind}' for kind in self.kinds)}。")
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(f".{kind}" for kind in self.kinds)

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if upload:
            self._check(upload)
        return upload

    def _check(self, upload) -> None:
        try:
            inspect_file(upload, upload.name, kinds=self.kinds)
        except FileRefused as error:
            raise forms.ValidationError(f"「{upload.name}」：{error}") from error


class EvidenceListField(EvidenceField):
    """Several checked files; gives a list, empty when none was chosen."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        uploads = [item for item in (data or []) if item]
        if self.required and not uploads:
            raise forms.ValidationError(self.error_messages["required"])
        return [super(EvidenceListField, self).clean(item, initial) for item in uploads]
