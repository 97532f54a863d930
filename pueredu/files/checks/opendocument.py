"""OpenDocument spreadsheets (ISO/IEC 26300)."""

from __future__ import annotations

from typing import BinaryIO

from pueredu.files.checks.containers import BROKEN, Container
from pueredu.files.checks.markup import local, parse, scan
from pueredu.files.checks.openxml import DDE, MACRO, OBJECT
from pueredu.files.checks.refused import FileRefused

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
DDE_MARKS = (b"dde-link", b"dde-source", b":=DDE(", b"=DDE(")


def check_ods(stream: BinaryIO) -> None:
    """FileRefused on another type, a password, scripts, OLE objects or DDE."""
    package = Container(stream)
    if not {"mimetype", "content.xml", "META-INF/manifest.xml"} <= package.names:
        raise FileRefused(BROKEN)
    if package.read("mimetype").strip() != MIMETYPE:
        raise FileRefused("文件内容与扩展名“.ods”不符，请另存为正确的格式后再上传。")
    _check_manifest(package)
    for name in sorted(package.names - {"mimetype", "META-INF/manifest.xml"}):
        if name.startswith(("Basic/", "Scripts/")) or "/Basic/" in name:
            raise FileRefused(MACRO)
        _check_part(package, name)


def _check_manifest(package: Container) -> None:
    for element in parse(package.read("META-INF/manifest.xml")).iter():
        if local(element.tag) == "encryption-data":
            raise FileRefused("文件加了密码，无法检查。请取消密码后再上传。")
        kind = next((v for k, v in element.items() if local(k) == "media-type"), "")
        if "oleobject" in kind.lower():
            raise FileRefused(OBJECT)


def _check_part(package: Container, name: str) -> None:
    if not name.endswith(".xml"):
        for _chunk in package.chunks(name):
            pass
        return
    for window in scan(package.chunks(name)):
        if any(mark in window for mark in DDE_MARKS):
            raise FileRefused(DDE)
        if b"<script:" in window or b"<office:script " in window:
            raise FileRefused(MACRO)
