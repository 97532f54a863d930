"""Word and Excel files: ECMA-376 packages without macros, objects, remote parts and DDE."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, BinaryIO

from pueredu.files.checks.containers import BROKEN, Budget, Container
from pueredu.files.checks.markup import local, parse, scan
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
# a picture (but not one that is fetched from the net, see _check_target).
OUTSIDE = {
    "hyperlink",
    "externalLinkPath",
    "externalLinkLongPath",
    "xlPathMissing",
    "xlStartup",
    "xlLibrary",
    "image",
}
REMOTE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]{1,}:(?!/{0,3}[a-z]:)|[\\/]{2})", re.IGNORECASE)
# Functions that fetch from the net or start a program when the sheet is computed.
REACHING = re.compile(rb"\b(?:WEBSERVICE|RTD|CALL|REGISTER\.ID)\s*\(", re.IGNORECASE)
DDE_FIELD = re.compile(r"^\s*(?:DDE|DDEAUTO)\b", re.IGNORECASE)
FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?>([^<]*[|(][^<]*)<")
QUOTED = re.compile(rb'"[^"]*"|&quot;.*?&quot;')
OBJECT = (
    "文件里嵌有对象（OLE、控件、程序或老式公式），不能上传。"
    "请把嵌入的对象改成图片或单独上传后，另存再试。"
)
MACRO = "文件里带有宏，不能上传。请另存为不带宏的 .docx 或 .xlsx 后再上传。"
REACHING_FORMULA = (
    "表格里有会自动联网或调用程序的公式（如 WEBSERVICE、RTD），不能上传。请把公式改成数值后再上传。"
)
DDE = "文件里有能自动调用其他程序的 DDE 链接，不能上传。请删除该域或公式后再上传。"
OUTSIDE_CONTENT = (
    "文件引用了外部内容，打开时会自动联网，不能上传。请把引用的内容粘贴进文件后再上传。"
)
SCRIPT = "文件里的图形（SVG）带有脚本，不能上传。请把图形改成图片后再上传。"
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
    if low == "xl/connections.xml":
        raise FileRefused("工作簿里有外部数据连接，不能上传。请在“数据”中删除连接后再上传。")


def _check_part(package: Container, name: str, depth: int) -> None:
    low = name.lower()
    if low.endswith(".rels"):
        for link in parse(package.read(name)):
            _check_relationship(link)
    elif "/embeddings/" in low:
        _check_embedded(package, name, depth)
    elif low.startswith("word/") and low.endswith(".xml"):
        _check_fields(parse(package.read(name)))
    elif low.endswith(".svg"):
        _check_drawing(package.read(name).lower())
    elif low.endswith((".xml", ".vml")):
        for window in scan(package.chunks(name)):
            _check_window(window)
    else:
        for _chunk in package.chunks(name):
            pass


def _check_relationship(link: Element) -> None:
    kind = link.get("Type", "").rpartition("/")[2]
    if "vbaProject" in kind:
        raise FileRefused(MACRO)
    # aFChunk: a foreign document (HTML, RTF) that Word takes in when it opens this one
    if kind in {"oleObject", "control", "activeXControlBinary", "aFChunk"}:
        raise FileRefused(OBJECT)
    if link.get("TargetMode", "").lower() != "external":
        return
    if kind == "attachedTemplate":
        raise FileRefused(
            "文档引用了外部模板，不能上传。请在“开发工具—文档模板”中改回 Normal 后另存再上传。",
        )
    remote_image = kind == "image" and REMOTE.match(link.get("Target", ""))
    if kind not in OUTSIDE or remote_image:
        raise FileRefused(OUTSIDE_CONTENT)


def _check_drawing(drawing: bytes) -> None:
    if b"<script" in drawing or b"javascript:" in drawing or b"<!entity" in drawing:
        raise FileRefused(SCRIPT)


def _check_embedded(package: Container, name: str, depth: int) -> None:
    # Word keeps the figures behind an honest chart as a small workbook: it is checked too.
    if depth + 1 >= MAX_DEPTH:
        raise FileRefused(OBJECT)
    inner = io.BytesIO(package.read(name))
    kind = FileKind(name.lower().rpartition(".")[2])
    check_openxml(inner, kind, package.budget, depth + 1)


def _check_fields(root: Element) -> None:
    """Word lets a field's instruction be cut into runs, and fields lie inside fields."""
    open_fields: list[list[str]] = []
    for element in root.iter():
        tag = local(element.tag)
        if tag == "fldSimple":
            _check_instruction(_attribute(element, "instr"))
        elif tag == "instrText" and open_fields:
            open_fields[-1].append(element.text or "")
        elif tag == "fldChar":
            step = _attribute(element, "fldCharType")
            if step == "begin":
                open_fields.append([])
            elif step == "end" and open_fields:
                _check_instruction("".join(open_fields.pop()))
    for field in open_fields:
        _check_instruction("".join(field))


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.items() if local(key) == name), "")


def _check_instruction(instruction: str) -> None:
    if DDE_FIELD.match(instruction):
        raise FileRefused(DDE)


def _check_window(window: bytes) -> None:
    if b"ddeLink" in window or b"oleLink" in window:
        raise FileRefused(DDE)
    if b"<oleObject" in window or b":oleObject" in window:
        raise FileRefused(OBJECT)
    for formula in FORMULA.finditer(window):
        spoken = QUOTED.sub(b"", formula[1])
        # In a formula a bar outside quotes is nothing but a DDE call: cmd|'/c …'!A0
        if b"|" in spoken:
            raise FileRefused(DDE)
        if REACHING.search(spoken):
            raise FileRefused(REACHING_FORMULA)
