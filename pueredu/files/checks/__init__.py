"""Whether a file is what it says it is and carries nothing that acts by itself.

Pure: reads the file it is given, writes nothing, knows no model. Source: TRUST, Files.
"""

from __future__ import annotations

import hashlib
import io
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pueredu.files.checks.images import check_jpg, check_png
from pueredu.files.checks.names import clean_name, kind_of_name
from pueredu.files.checks.opendocument import check_ods
from pueredu.files.checks.openxml import check_openxml
from pueredu.files.checks.pdf import check_pdf
from pueredu.files.checks.refused import FileRefused
from pueredu.files.checks.tables import check_csv
from pueredu.files.checks.xls import check_xls
from pueredu.files.kinds import EVIDENCE_KINDS, FileKind
from pueredu.files.limits import MAX_BYTES, MIB

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["FileRefused", "Inspected", "clean_name", "inspect_file"]

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGIC = (
    (b"PK\x03\x04", "zip"),
    (OLE_MAGIC, "ole"),
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
)
FAMILY = {
    FileKind.DOCX: "zip",
    FileKind.XLSX: "zip",
    FileKind.ODS: "zip",
    FileKind.XLS: "ole",
    FileKind.PDF: "pdf",
    FileKind.JPG: "jpg",
    FileKind.PNG: "png",
    FileKind.CSV: "text",
}
CHECKS = {
    FileKind.DOCX: lambda stream: check_openxml(stream, FileKind.DOCX),
    FileKind.XLSX: lambda stream: check_openxml(stream, FileKind.XLSX),
    FileKind.ODS: check_ods,
    FileKind.XLS: check_xls,
    FileKind.PDF: check_pdf,
    FileKind.JPG: check_jpg,
    FileKind.PNG: check_png,
    FileKind.CSV: check_csv,
}


@dataclass(frozen=True)
class Inspected:
    """What is known of a file that passed: `sha256` as 64 hex digits, `size` in bytes."""

    kind: FileKind
    sha256: str
    size: int
    name: str


def inspect_file(
    source: Path | bytes | BinaryIO,
    name: str,
    *,
    max_bytes: int = MAX_BYTES,
    kinds: Sequence[FileKind] = EVIDENCE_KINDS,
) -> Inspected:
    """Pass a file or raise FileRefused with a sentence for its sender.

    Extension, content and structure must agree. A stream is read from its start
    and left at its start, open.
    """
    name = clean_name(name)
    kind = kind_of_name(name, kinds)
    with _opened(source) as stream:
        size = stream.seek(0, io.SEEK_END)
        _check_size(size, max_bytes)
        stream.seek(0)
        _check_family(kind, stream.read(1024))
        stream.seek(0)
        CHECKS[kind](stream)
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
    return Inspected(kind=kind, sha256=sha256, size=size, name=name)


@contextmanager
def _opened(source: Path | bytes | BinaryIO) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    elif isinstance(source, Path):
        with source.open("rb") as stream:
            yield stream
    else:
        yield source


def _check_size(size: int, max_bytes: int) -> None:
    if size == 0:
        raise FileRefused("这是一个空文件（0 字节），请检查后重新上传。")
    if size > max_bytes:
        mine, most = size / MIB, max_bytes / MIB
        raise FileRefused(f"文件有 {mine:.1f} MB，超过上限 {most:.0f} MB，请压缩或分开上传。")


def _check_family(kind: FileKind, head: bytes) -> None:
    found = next((family for magic, family in MAGIC if head.startswith(magic)), "text")
    if found == FAMILY[kind]:
        return
    if found == "ole" and FAMILY[kind] == "zip":
        raise FileRefused(
            "文件加了打开密码，或是旧版格式只改了扩展名。请在 WPS 或 Word、Excel 中打开，"
            f"取消密码并另存为 .{kind.value} 后再上传。",
        )
    raise FileRefused(
        f"文件内容与扩展名“.{kind.value}”不符。请用原来的软件打开并另存为正确的格式后再上传。",
    )
