"""File names as they are kept, and the kind that a name promises."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pueredu.files.checks.refused import FileRefused
from pueredu.files.kinds import FileKind
from pueredu.files.limits import MAX_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

# Cc control, Cf format (bidi, zero width), Cs surrogates, Co private use, Cn unassigned,
# Zl and Zp line and paragraph separators.
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
SPELLINGS = {"jpeg": "jpg", "jpe": "jpg"}
SAVE_AS = {
    "doc": "docx",
    "wps": "docx",
    "rtf": "docx",
    "odt": "docx",
    "dot": "docx",
    "xls": "xlsx",
    "et": "xlsx",
    "ods": "xlsx",
    "xlsb": "xlsx",
    "heic": "jpg",
    "webp": "jpg",
    "bmp": "png",
    "gif": "png",
    "ofd": "pdf",
}
MACRO = {"docm", "dotm", "xlsm", "xltm", "xlam", "xla", "pptm", "potm", "ppsm", "ppam"}


def clean_name(name: str) -> str:
    """The name without folders, invisible characters and what Windows forbids; NFC, short."""
    name = unicodedata.normalize("NFC", name)
    name = "".join(letter for letter in name if unicodedata.category(letter) not in HIDDEN)
    name = re.split(r"[\\/]", name)[-1]
    name = re.sub(r'[<>:"|?*]', "_", name)
    name = re.sub(r"\s+", " ", name).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        return name[:MAX_NAME]
    return f"{stem.strip()[: MAX_NAME - len(extension) - 1]}.{extension}"[-MAX_NAME:]


def kind_of_name(name: str, kinds: Sequence[FileKind]) -> FileKind:
    """The kind promised by the extension; FileRefused when it is none of `kinds`."""
    stem, _, extension = name.rpartition(".")
    extension = extension.lower()
    extension = SPELLINGS.get(extension, extension)
    if stem and extension in {kind.value for kind in kinds}:
        return FileKind(extension)
    accepted = "、".join(f".{kind.value}" for kind in kinds)
    if not stem or not extension.isalnum():
        raise FileRefused(f"文件名“{name}”没有扩展名，看不出类型。本处接受 {accepted}。")
    if extension in MACRO:
        raise FileRefused("带宏的文件不能上传。请另存为不带宏的 .docx 或 .xlsx 后再上传。")
    target = SAVE_AS.get(extension)
    if target in {kind.value for kind in kinds}:
        raise FileRefused(f"不接受“.{extension}”文件，请打开后另存为 .{target} 再上传。")
    raise FileRefused(f"不接受“.{extension}”文件。本处接受 {accepted}。")
