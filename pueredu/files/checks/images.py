"""Pictures: their own structure, walked without decoding a pixel."""

from __future__ import annotations

import re
import struct
import zlib
from typing import BinaryIO

from pueredu.files.checks.refused import FileRefused
from pueredu.files.limits import MAX_PIXELS

BROKEN = "图片已损坏或不完整，请重新拍照或另存后再上传。"
HIDING = "图片里藏有别的内容（网页代码或另一个文件），不能上传。请重新截图或另存后再上传。"
WEB_CODE = re.compile(rb"<(?:!doctype|html|script|\?php|svg)\b", re.IGNORECASE)
WORDS = {b"tEXt", b"iTXt", b"zTXt"}
END_OF_ZIP, PART_OF_ZIP = b"PK\x05\x06", b"PK\x01\x02"
PDF, NEAR_PDF = b"%PDF-", 1024  # readers look for this mark so far behind the start
START_OF_FRAME = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
START_OF_SCAN = 0xDA
STANDALONE = {0x01, *range(0xD0, 0xD8)}


def check_jpg(stream: BinaryIO) -> None:
    """Walk the segments to the first scan; a phone may append a film after the end mark."""
    data = stream.read()
    at, pixels = 2, 0
    while True:
        marker, at = _next_marker(data, at)
        if marker in STANDALONE:
            continue
        (length,) = struct.unpack(">H", _slice(data, at, 2))
        if marker in START_OF_FRAME:
            height, width = struct.unpack(">HH", _slice(data, at + 3, 4))
            pixels = max(pixels, width * height)
        at += length
        if marker == START_OF_SCAN:
            break
    _check_pixels(pixels)
    if WEB_CODE.search(data[:at]) or _is_another(data):
        raise FileRefused(HIDING)
    if data.find(b"\xff\xd9", at) < 0:
        raise FileRefused(BROKEN)


def _next_marker(data: bytes, at: int) -> tuple[int, int]:
    if _slice(data, at, 1) != b"\xff":
        raise FileRefused(BROKEN)
    while _slice(data, at, 1) == b"\xff":
        at += 1
    marker = data[at]
    if marker in {0x00, 0xD8, 0xD9}:
        raise FileRefused(BROKEN)
    return marker, at + 1


def check_png(stream: BinaryIO) -> None:
    """Walk the chunks with their checksums from IHDR to IEND."""
    data = stream.read()
    at, names = 8, []
    while not names or names[-1] != b"IEND":
        length, name = struct.unpack(">I4s", _slice(data, at, 8))
        body = _slice(data, at + 8, length)
        (checksum,) = struct.unpack(">I", _slice(data, at + 8 + length, 4))
        if zlib.crc32(name + body) != checksum:
            raise FileRefused(BROKEN)
        if not names:
            if name != b"IHDR" or length != 13:
                raise FileRefused(BROKEN)
            width, height = struct.unpack(">II", body[:8])
            _check_pixels(width * height)
        if name in WORDS and WEB_CODE.search(body):
            raise FileRefused(HIDING)
        names.append(name)
        at += 12 + length
    if at != len(data) or _is_another(data):
        raise FileRefused(HIDING)
    if b"IDAT" not in names:
        raise FileRefused(BROKEN)


def _is_another(data: bytes) -> bool:
    """Whether it opens as a document too, or as an archive, which is read from its end."""
    at = data.rfind(END_OF_ZIP, max(0, len(data) - 65_557))
    return PDF in data[:NEAR_PDF] or (at >= 0 and PART_OF_ZIP in data[:at])


def _slice(data: bytes, at: int, length: int) -> bytes:
    piece = data[at : at + length]
    if len(piece) != length:
        raise FileRefused(BROKEN)
    return piece


def _check_pixels(pixels: int) -> None:
    if pixels <= 0:
        raise FileRefused(BROKEN)
    if pixels > MAX_PIXELS:
        raise FileRefused("图片尺寸过大，请缩小后再上传。")
