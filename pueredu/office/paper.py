"""The lines of an act that was signed on paper, as one field of any form; its value is a PaperAct."""

from dataclasses import replace
from datetime import datetime

from django import forms
from django.utils.html import format_html_join

from pueredu.files.actions import store_file
from pueredu.files.forms import EvidenceField
from pueredu.files.kinds import FileKind
from pueredu.units.access.paper import PaperAct

SCANS = (FileKind.PDF, FileKind.JPG, FileKind.PNG)


class PaperWidget(forms.MultiWidget):
    """Each line with a label of its own, in one fieldset."""

    use_fieldset = True

    def __init__(self, fields):
        self.labels = [field.label for field in fields]
        super().__init__([field.widget for field in fields])

    def decompress(self, value):
        return [getattr(value, name, None) for name in ("signatory", "signed_on", "number", "scan")]

    def use_required_attribute(self, initial):
        return False  # the number and the scan never are

    def render(self, name, value, attrs=None, renderer=None):
        parts = self.get_context(name, value, attrs)["widget"]["subwidgets"]
        rows = [
            (part["attrs"]["id"], label, line.render(part["name"], part["value"], part["attrs"], renderer))
            for line, part, label in zip(self.widgets, parts, self.labels, strict=True)
        ]  # fmt: skip
        return format_html_join("", '<div class="field"><label for="{}">{}</label>{}</div>', rows)


class PaperField(forms.MultiValueField):
    """Four lines; all empty is None, unless the field is required. ``has_scan`` is for pages that
    take files."""

    default_error_messages = {
        "required": "请填写签批人（职务）和签批日期。",
        "incomplete": "线下办理须同时填写签批人（职务）和签批日期。",
        "invalid": "日期应写成 2023-12-31 这样的形式。",
    }

    def __init__(
        self, *, label="线下办理", signatory="签批人（职务）", has_scan: bool = True, **kwargs
    ):
        lines = [
            forms.CharField(label=signatory, max_length=80),
            forms.DateField(label="签批日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")),
            forms.CharField(label="文号（可不填）", max_length=60, required=False),
            EvidenceField(label="扫描件（可不填）", kinds=SCANS, required=False),
        ]  # fmt: skip
        lines = lines if has_scan else lines[:3]
        lines[1].error_messages["invalid"] = self.default_error_messages["invalid"]
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", "在纸质件上签批的，由经办人在此代录；领导不需登录本平台。")
        super().__init__(
            lines, label=label, require_all_fields=False, widget=PaperWidget(lines), **kwargs
        )

    def compress(self, data_list):
        return PaperAct(*data_list) if data_list else None


def with_kept_scan(words: dict, model, *, by, at: datetime) -> dict:
    """A form's words with the scan of its paper stored; call it in the transaction of the act."""
    paper = words.get("paper")
    if paper is None or not paper.scan:
        return words
    scan = store_file(paper.scan, by=by, at=at, owner_label=model._meta.label_lower, kinds=SCANS)
    return {**words, "paper": replace(paper, scan=scan)}
