"""PDF: no scripts, no programs, no attachments, no encryption (ISO 32000-1, 7.5 and 12.6).

Names may be spelt with #-escapes and may hide in object streams, so both are undone.
What cannot be read (encryption, rare filters on object streams) is refused with a reason.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from bisect import bisect_left
from typing import BinaryIO

from pueredu.files.checks.containers import Budget
from pueredu.files.checks.pdfsyntax import LONGEST, dictionary_end
from pueredu.files.checks.refused import FileRefused

BROKEN = "PDF 已损坏或不完整，请重新导出或扫描后再上传。"
UNREADABLE = "PDF 的内部结构无法检查，请用“打印成 PDF”重新生成后再上传。"
BEHIND = "PDF 的结尾之后还附有别的内容，不能上传。请用“打印成 PDF”重新生成后再上传。"
MOST_BEHIND = 1024  # where readers look for the end mark
OPENS = "PDF 打开时会自动访问网址或别的文件，不能上传。请用“打印成 PDF”重新生成后再上传。"
AGAIN = "请用“打印成 PDF”重新生成后再上传。"
REASONS = {
    "JavaScript": f"PDF 里带有脚本（JavaScript），不能上传。{AGAIN}",
    "Rendition": f"PDF 里带有自动播放动作，不能上传。{AGAIN}",
    "Launch": f"PDF 里有启动其他程序的动作，不能上传。{AGAIN}",
    "ImportData": f"PDF 里有导入外部数据的动作，不能上传。{AGAIN}",
    "SubmitForm": f"PDF 里有向外提交表单的动作，不能上传。{AGAIN}",
    "GoToE": f"PDF 里有打开内嵌文件的动作，不能上传。{AGAIN}",
    "EmbeddedFile": "PDF 里嵌有附件，不能上传。请把附件取出单独上传。",
    "FileAttachment": "PDF 里嵌有附件，不能上传。请把附件取出单独上传。",
    "OnInstantiate": f"PDF 里的三维模型带有脚本，不能上传。{AGAIN}",
    "EmbeddedFiles": "PDF 里嵌有附件，不能上传。请把附件取出单独上传。",
    "RichMedia": f"PDF 里嵌有多媒体程序，不能上传。{AGAIN}",
    "XFA": f"PDF 是可编程表单（XFA），不能上传。{AGAIN}",
    "Encrypt": f"PDF 加了密码或权限限制，无法检查，不能上传。请取消限制，或{AGAIN}",
}
END = rb"(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])"


def _spelt(name: str) -> bytes:
    letters = [b"(?:%c|#(?i:%02x))" % (code, code) for code in name.encode()]
    return b"".join(letters)


ACTIVE = re.compile(rb"/(?:" + b"|".join(_spelt(name) for name in REASONS) + rb")" + END)
# The file itself may lack its type; two letters alone would be found in any picture.
EMBEDDED = re.compile(
    rb"/" + _spelt("EF") + rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*)*(?:<<|\d+\s+\d+\s+R" + END + rb")"
)
FIRST = re.compile(rb"/" + _spelt("First") + END)
COUNT = re.compile(rb"/" + _spelt("N") + END)
PREDICTOR = re.compile(rb"/" + _spelt("Predictor") + END + rb"\s*(?!1\b)")
OUTSIDE = re.compile(rb"/" + _spelt("F") + END)
FILTER = re.compile(
    rb"/(?:" + _spelt("Filter") + rb")" + END + rb"\s*(\[[^\]]*\]|/[^\s/<>\[\]()]+|\d)"
)
FILTERED = re.compile(rb"/(?:" + _spelt("Filter") + rb")" + END)
OBJ = re.compile(rb"\bobj" + END)
STREAM = re.compile(rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*)*stream(?:\r\n|\n|\r)")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
FLATE = {b"FlateDecode", b"Fl"}
HEX = {b"ASCIIHexDecode", b"AHx"}
BASE85 = {b"ASCII85Decode", b"A85"}
# What is done when the document or a page opens: an action there, or a reference to one.
OPENING = re.compile(
    rb"/(?:"
    + _spelt("OpenAction")
    + rb"|"
    + _spelt("AA")
    + rb")"
    + END
    + rb"\s*(?:(\d+)\s+\d+\s+R)?"
)
LEAVING = re.compile(rb"/(?:" + _spelt("URI") + rb"|" + _spelt("GoToR") + rb")" + END)
MOST_OBJECTS = 500_000


def check_pdf(stream: BinaryIO) -> None:
    """Scan the file and its object streams for names that act."""
    data = stream.read()
    end = data.rfind(b"%%EOF")
    if b"startxref" not in data or end < 0:
        raise FileRefused(BROKEN)
    if end < len(data) - MOST_BEHIND:
        raise FileRefused(BEHIND)
    _check_names(data)
    _check_openings(data, data)
    firsts = [match.start() for match in FIRST.finditer(data)]
    budget = Budget()
    for count, match in enumerate(OBJ.finditer(data)):
        if count > MOST_OBJECTS:
            raise FileRefused(UNREADABLE)
        near = bisect_left(firsts, match.end())
        if near < len(firsts) and firsts[near] < match.end() + LONGEST:
            _check_object(data, match.end(), budget)


def _check_object(data: bytes, at: int, budget: Budget) -> None:
    """Every reader needs /First and /N in an object stream; /Type it may forgive."""
    end = dictionary_end(data, at)
    head = data[at : end or at + LONGEST]
    if not (FIRST.search(head) and COUNT.search(head)):
        return
    if end is None:
        raise FileRefused(UNREADABLE)
    if body := STREAM.match(data, end):
        unpacked = _unpacked(data, body.end(), head, budget)
        _check_names(unpacked)
        _check_openings(unpacked, data)


def _check_names(data: bytes) -> None:
    if found := ACTIVE.search(data):
        raise FileRefused(REASONS[_plain(found[0][1:]).decode()])
    if EMBEDDED.search(data):
        raise FileRefused(REASONS["EmbeddedFile"])


def _check_openings(text: bytes, data: bytes) -> None:
    """``text`` is the file or what was packed in it, ``data`` the file, where objects are found."""
    for opening in OPENING.finditer(text):
        place, at = text, opening.end()
        if number := opening[1]:
            found = re.search(rb"\b" + number + rb"\s+\d+\s+obj" + END, data)
            if not found:
                continue
            place, at = data, found.end()
        end = dictionary_end(place, at)
        if end is None or LEAVING.search(place, at, end):
            raise FileRefused(OPENS)


def _plain(name: bytes) -> bytes:
    return ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), name)


def _unpacked(data: bytes, start: int, head: bytes, budget: Budget) -> bytes:
    if PREDICTOR.search(head) or OUTSIDE.search(head):
        raise FileRefused(UNREADABLE)
    names = _filters(head)
    if names and names[0] in FLATE:
        # The word endstream may stand inside packed bytes; zlib knows its own end.
        body = _inflate(memoryview(data)[start:], budget)
        names = names[1:]
    else:
        end = data.find(b"endstream", start)
        body = data[start : end if end >= 0 else len(data)]
        budget.spend(len(body))
    for name in names:
        body = _undone(name, body, budget)
    return body


def _undone(name: bytes, body: bytes, budget: Budget) -> bytes:
    if name in FLATE:
        return _inflate(memoryview(body), budget)
    if name in HEX:
        return _text_filter(lambda raw: bytes.fromhex(raw.decode("ascii")), body, b">")
    if name in BASE85:
        return _text_filter(base64.a85decode, body, b"~>")
    raise FileRefused(UNREADABLE)


def _filters(head: bytes) -> list[bytes]:
    found = FILTER.findall(head)
    if len(found) > 1 or any(value[:1].isdigit() for value in found):
        raise FileRefused(UNREADABLE)
    if not found and FILTERED.search(head):
        raise FileRefused(UNREADABLE)
    names = re.findall(rb"/([^\s/<>\[\]()]+)", found[0]) if found else []
    return [_plain(name) for name in names]


def _inflate(data: memoryview, budget: Budget) -> bytes:
    unpacker, pieces, at = zlib.decompressobj(), [], 0
    step = 256 * 1024
    try:
        while not unpacker.eof and (unpacker.unconsumed_tail or at < len(data)):
            fresh = unpacker.unconsumed_tail or data[at : at + step]
            at += 0 if unpacker.unconsumed_tail else step
            piece = unpacker.decompress(fresh, step)
            budget.spend(len(piece))
            pieces.append(piece)
    except zlib.error as error:
        # What was unpacked before the fault is what a lenient reader would see, too.
        if not pieces:
            raise FileRefused(UNREADABLE) from error
    return b"".join(pieces)


def _text_filter(decode, body: bytes, end: bytes) -> bytes:
    try:
        return decode(body.partition(end)[0].strip().removeprefix(b"<~"))
    except (ValueError, binascii.Error) as error:
        raise FileRefused(UNREADABLE) from error
