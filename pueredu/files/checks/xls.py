"""Excel 97-2003 workbooks ([MS-XLS]): a compound file around one stream of records."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

from pueredu.files.checks.compound import BROKEN, CompoundFile
from pueredu.files.checks.openxml import DDE, MACRO, OBJECT
from pueredu.files.checks.refused import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCKED = "文件加了打开密码，无法检查。请在 WPS 或 Excel 中取消密码后再上传。"
FILEPASS, BOUNDSHEET, SUPBOOK, BOF = 0x2F, 0x85, 0x1AE, 0x809
MACRO_SHEET, MODULE_SHEET = 1, 6


def check_xls(stream: BinaryIO) -> None:
    """FileRefused on another content, a password, macros, embedded objects or DDE links."""
    compound = CompoundFile(stream.read())
    names = {entry.name for entry in compound.entries}
    if "EncryptedPackage" in names:
        raise FileRefused(LOCKED)
    if names & {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA", "Macros"}:
        raise FileRefused(MACRO)
    # LibreOffice writes \x01Ole beside the workbook itself; an embedded object lies in MBD….
    if any(name.startswith("MBD") or name == "\x01Ole10Native" for name in names):
        raise FileRefused(OBJECT)
    book = next((one for one in compound.entries if one.name in {"Workbook", "Book"}), None)
    if book is None or book.kind != 2:
        raise FileRefused("文件内容不是 Excel 工作簿，请另存为 .xlsx 后再上传。")
    for number, body in _records(compound.stream(book)):
        _check_record(number, body)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    if len(data) < 4 or struct.unpack_from("<H", data)[0] & 0xFF != BOF & 0xFF:
        raise FileRefused(BROKEN)
    at = 0
    while at + 4 <= len(data):
        number, length = struct.unpack_from("<HH", data, at)
        yield number, data[at + 4 : at + 4 + length]
        at += 4 + length


def _check_record(number: int, body: bytes) -> None:
    if number == FILEPASS:
        raise FileRefused(LOCKED)
    if number == BOUNDSHEET and len(body) > 5 and body[5] in {MACRO_SHEET, MODULE_SHEET}:
        raise FileRefused(MACRO)
    # A path with the separator 3 names a program and a topic: a DDE or OLE link.
    if number == SUPBOOK and len(body) > 4 and b"\x03" in body[4:] and body[5:6] != b"\x01":
        raise FileRefused(DDE)
