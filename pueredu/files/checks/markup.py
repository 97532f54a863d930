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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TYPED = "内部的 XML 带有文档类型或实体定义"
ENCODED = "内部的 XML 使用了少见的编码"
OVERLAP = 64 * 1024
DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
PLAIN = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


def parse(data: bytes) -> Element:
    """The root of a part; FileRefused on a document type, entities or broken XML."""
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise odd(TYPED) from error
    except (ParseError, ValueError, LookupError) as error:
        raise FileRefused(BROKEN) from error


def scan(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Windows over a part that overlap by 64 KB, so that no token is cut in two.

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
        rest = window[-OVERLAP:]


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
