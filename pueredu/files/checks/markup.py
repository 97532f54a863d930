"""XML parts: plain UTF-8 without a document type, parsed or scanned in one pass."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError  # nosec B405 # names; defusedxml parses

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pueredu.files.checks.containers import BROKEN, odd
from pueredu.files.checks.refused import FileRefused
from pueredu.files.limits import MIB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TYPED = "内部的 XML 带有文档类型或实体定义"
ENCODED = "内部的 XML 使用了少见的编码"
LONGEST = 4 * MIB  # a tag or a text within a scanned part
# An address of the net or of a share; not C:\\ nor file:///C:/
REMOTE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]{1,}:(?!/{0,3}[a-z]:)|[\\/]{2})", re.IGNORECASE)
OUTSIDE_CONTENT = (
    "文件引用了外部内容，打开时会自动联网，不能上传。请把引用的内容粘贴进文件后再上传。"
)
DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
PLAIN = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


def parse(data: bytes, *, may_be_typed: bool = False) -> Element:
    """The root of a part; FileRefused on entities, broken XML, and on a document type unless it
    ``may_be_typed``, as drawings are; nothing is fetched for one."""
    try:
        return fromstring(data, forbid_dtd=not may_be_typed)
    except DefusedXmlException as error:
        raise odd(TYPED) from error
    except (ParseError, ValueError, LookupError) as error:
        raise FileRefused(BROKEN) from error


def scan(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Windows over a part. The last two tags and what follows them stand in the next window again,
    however long they are, so that nothing is cut in two and read by halves.

    Byte patterns mean what they say only in UTF-8: anything else is refused,
    and so is a document type.
    """
    rest, first = b"", True
    for chunk in chunks:
        window = rest + chunk
        if first:
            _check_encoding(window[:1024])
            first = False
        if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
            raise odd(TYPED)
        yield window
        rest = window[_last_but_one(window) :]
        if len(rest) > LONGEST:
            raise FileRefused(BROKEN)


def _last_but_one(window: bytes) -> int:
    """The place of the last tag but one, or the start."""
    return max(window.rfind(b"<", 0, max(window.rfind(b"<"), 0)), 0)


def _check_encoding(head: bytes) -> None:
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    declared = DECLARED.match(text)
    if not text.startswith(b"<") or text[1:2] == b"\x00":
        raise odd(ENCODED)
    if declared and declared[1].lower() not in PLAIN:
        raise odd(ENCODED)


def local(tag: str) -> str:
    """The name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """An attribute of whatever namespace; empty when there is none."""
    return next((value for key, value in element.items() if local(key) == name), "")
