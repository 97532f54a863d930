"""OpenDocument spreadsheets (ISO/IEC 26300)."""

from __future__ import annotations

import re
from typing import BinaryIO

from pueredu.files.checks.containers import BROKEN, Container
from pueredu.files.checks.formulas import DDE, NUMBERED, check_attributes
from pueredu.files.checks.markup import OUTSIDE_CONTENT, REMOTE, local, parse, scan
from pueredu.files.checks.openxml import MACRO, OBJECT
from pueredu.files.checks.refused import FileRefused

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
DDE_MARKS = (b"dde-link", b"dde-source", b"=DDE(")
SCRIPTS = re.compile(rb"<(?:script:|[^\s<>/:]+:(?:event-listener|script)[\s/>])")
LINK = re.compile(rb"""<([^\s<>/]+)[^<]*?\bhref\s*=\s*["']([^"']*)""")


def check_ods(stream: BinaryIO) -> None:
    """FileRefused on another type, a password, scripts, OLE objects, DDE or what is fetched."""
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
        if SCRIPTS.search(window):
            raise FileRefused(MACRO)
        check_attributes(window)
        _check_links(window)


def _check_links(window: bytes) -> None:
    """A link that a person clicks (text:a) may lead anywhere."""
    for tag, target in LINK.findall(window):
        is_clicked = tag.rpartition(b":")[2] == b"a"
        is_remote = REMOTE.match(target.decode("utf-8", "replace")) or NUMBERED.search(target)
        if is_remote and not is_clicked:
            raise FileRefused(OUTSIDE_CONTENT)
