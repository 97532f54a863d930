"""Text tables: they decode, and nothing binary hides in them."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from pueredu.files.checks.refused import FileRefused

# NUL is let through: the reader names the cell that carries it.
WEB_PAGE = re.compile(r"\s*<(?:!doctype|\?xml|html|head|body|script|svg|table)\b", re.IGNORECASE)
BINARY = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
ENCODINGS = ("utf-8-sig", "gb18030")


def decode_table(data: bytes) -> str:
    """The text of a .csv: UTF-8 with or without a mark, UTF-16 with one, else GB18030."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        names = ("utf-16",)
    else:
        names = ENCODINGS
    for name in names:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise FileRefused("文本的编码无法识别。请用 Excel 或 WPS 另存为“CSV UTF-8”后再上传。")


def check_csv(stream: BinaryIO) -> None:
    """FileRefused when the text does not decode or holds control characters."""
    text = decode_table(stream.read())
    if BINARY.search(text):
        raise FileRefused("文件内容不是文本表格。请用 Excel 或 WPS 另存为 .csv 后再上传。")
    if WEB_PAGE.match(text):
        raise FileRefused(
            "这是一个网页，只是改成了 .csv。请用 Excel 或 WPS 打开，另存为表格后再上传。"
        )
    if not text.strip():
        raise FileRefused("文件里没有任何文字，请检查后重新上传。")
