"""Word and Excel files: ECMA-376 packages without macros, objects, remote parts and DDE."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from pueredu.files.checks.containers import BROKEN, Budget, Container
from pueredu.files.checks.drawings import check_drawing
from pueredu.files.checks.fields import check_fields
from pueredu.files.checks.formulas import DDE, check_formulas
from pueredu.files.checks.markup import OUTSIDE_CONTENT, REMOTE, parse, scan
from pueredu.files.checks.refused import FileRefused
from pueredu.files.kinds import FileKind

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # nosec B405 # a type

MAIN = {
    FileKind.DOCX: "wordprocessingml.document.main+xml",
    FileKind.XLSX: "spreadsheetml.sheet.main+xml",
}
MACRO_TYPES = ("vbaproject", "macroenabled", "macrosheet", "vbadata", "intlmacrosheet")
ACTIVE_TYPES = ("oleobject", "activex", "control+xml")
# What may point outside: a link that a person clicks, a cached link to another workbook,
# a picture; but nothing that is fetched from the net or a share, see _check_relationship.
OUTSIDE = {
    "externalLinkPath",
    "externalLinkLongPath",
    "xlPathMissing",
    "xlStartup",
    "xlLibrary",
    "image",
}
# Programs and archives by their first bytes; a font in a file may begin with anything.
STOWAWAYS = (b"MZ", b"\x7fELF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf")
OBJECT = (
    "文件里嵌有对象（OLE、控件、程序或老式公式），不能上传。"
    "请把嵌入的对象改成图片或单独上传后，另存再试。"
)
MACRO = "文件里带有宏，不能上传。请另存为不带宏的 .docx 或 .xlsx 后再上传。"
CONNECTION = "工作簿里有外部数据连接，不能上传。请在“数据”中删除连接后再上传。"
MAX_DEPTH = 2


def check_openxml(
    stream: BinaryIO,
    kind: FileKind,
    budget: Budget | None = None,
    depth: int = 0,
) -> None:
    """Read every part once; FileRefused says what was found and what to do about it."""
    package = Container(stream, budget)
    if "[Content_Types].xml" not in package.names:
        raise FileRefused(BROKEN)
    main = _check_types(parse(package.read("[Content_Types].xml")), kind)
    if main.lstrip("/") not in package.names:
        raise FileRefused(BROKEN)
    for name in sorted(package.names - {"[Content_Types].xml"}):
        _check_name(name)
        _check_part(package, name, depth)


def _check_types(types: Element, kind: FileKind) -> str:
    found = ""
    for entry in types:
        content = entry.get("ContentType", "").lower()
        if any(word in content for word in MACRO_TYPES):
            raise FileRefused(MACRO)
        if any(word in content for word in ACTIVE_TYPES):
            raise FileRefused(OBJECT)
        if content.endswith("connections+xml"):
            raise FileRefused(CONNECTION)
        if content.endswith(MAIN[kind]):
            found = entry.get("PartName", "")
    if not found:
        raise FileRefused(
            f"文件内容与扩展名“.{kind.value}”不符。"
            "请用 WPS 或 Word、Excel 打开并另存为正确的格式后再上传。",
        )
    return found


def _check_name(name: str) -> None:
    low = name.lower()
    if "vbaproject" in low or "vbadata" in low or "/macrosheets/" in low:
        raise FileRefused(MACRO)
    if "/activex/" in low or ("/embeddings/" in low and not low.endswith((".xlsx", ".docx"))):
        raise FileRefused(OBJECT)
    if "webextensions/" in low:  # a panel of the net that opens with the file
        raise FileRefused(OBJECT)
    if low == "xl/connections.xml":
        raise FileRefused(CONNECTION)


def _check_part(package: Container, name: str, depth: int) -> None:
    low = name.lower()
    if low.endswith(".rels"):
        for link in parse(package.read(name)):
            _check_relationship(link)
    elif "/embeddings/" in low:
        _check_embedded(package, name, depth)
    elif low.startswith("word/") and low.endswith(".xml"):
        check_fields(parse(package.read(name)))
    elif low.endswith(".svg"):
        check_drawing(parse(package.read(name), may_be_typed=True))
    elif low.endswith((".xml", ".vml")):
        for window in scan(package.chunks(name)):
            _check_window(window)
    else:
        for at, chunk in enumerate(package.chunks(name)):
            if at == 0 and chunk.startswith(STOWAWAYS) and not low.endswith(".odttf"):
                raise FileRefused(OBJECT)


def _check_relationship(link: Element) -> None:
    kind = link.get("Type", "").rpartition("/")[2]
    if "vbaProject" in kind:
        raise FileRefused(MACRO)
    # aFChunk: a foreign document (HTML, RTF) that Word takes in when it opens this one
    if kind in {"oleObject", "control", "activeXControlBinary", "aFChunk"}:
        raise FileRefused(OBJECT)
    # Whatever it says of itself, an address of the net is not a part of this file.
    is_remote = REMOTE.match(link.get("Target", ""))
    is_outside = is_remote or link.get("TargetMode", "").lower() == "external"
    if kind == "hyperlink" or not is_outside:
        return
    if kind == "attachedTemplate":
        raise FileRefused(
            "文档引用了外部模板，不能上传。请在“开发工具—文档模板”中改回 Normal 后另存再上传。",
        )
    if kind not in OUTSIDE or is_remote:
        raise FileRefused(OUTSIDE_CONTENT)


def _check_embedded(package: Container, name: str, depth: int) -> None:
    # Word keeps the figures behind an honest chart as a small workbook: it is checked too.
    if depth + 1 >= MAX_DEPTH:
        raise FileRefused(OBJECT)
    inner = io.BytesIO(package.read(name))
    kind = FileKind(name.lower().rpartition(".")[2])
    check_openxml(inner, kind, package.budget, depth + 1)


def _check_window(window: bytes) -> None:
    if b"ddeLink" in window or b"oleLink" in window:
        raise FileRefused(DDE)
    if b"<oleObject" in window or b":oleObject" in window:
        raise FileRefused(OBJECT)
    check_formulas(window)
