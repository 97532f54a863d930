"""Zip containers: bounded before they are opened, counted while they are unpacked."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from pueredu.files.checks.refused import FileRefused
from pueredu.files.limits import MAX_DIRECTORY, MAX_ENTRIES, MAX_PART, MAX_UNPACKED, MIB

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 256 * 1024
END = b"PK\x05\x06"
END64 = b"PK\x06\x07"
BROKEN = "文件已损坏或结构异常，无法检查。请用原来的软件打开并另存后再上传。"


class Budget:
    """Unpacked bytes that are still allowed; one budget for a file and what lies in it."""

    def __init__(self, left: int = MAX_UNPACKED):
        self.left = left

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            most = MAX_UNPACKED // MIB
            raise FileRefused(f"文件解开后超过 {most} MB，疑似压缩炸弹，不能上传。")


class Container:
    """An opened zip whose directory is sane. Contents are trusted only as they are read."""

    def __init__(self, stream: BinaryIO, budget: Budget | None = None):
        self.budget = budget or Budget()
        _check_directory(stream)
        try:
            self.zip = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, OSError, UnicodeDecodeError) as error:
            raise FileRefused(BROKEN) from error
        self.entries = [entry for entry in self.zip.infolist() if not entry.is_dir()]
        _check_entries(self.zip.infolist())
        self.names = {entry.filename for entry in self.entries}

    def chunks(self, name: str) -> Iterator[bytes]:
        """The entry's bytes in pieces, each counted against the budget."""
        try:
            with self.zip.open(name) as part:
                while chunk := part.read(CHUNK):
                    self.budget.spend(len(chunk))
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise FileRefused(BROKEN) from error

    def read(self, name: str) -> bytes:
        """One whole part, at most MAX_PART bytes."""
        pieces, size = [], 0
        for chunk in self.chunks(name):
            size += len(chunk)
            if size > MAX_PART:
                raise FileRefused(f"文件中的部件“{name}”过大，无法检查。请拆分后再上传。")
            pieces.append(chunk)
        return b"".join(pieces)


def _check_directory(stream: BinaryIO) -> None:
    # zipfile builds its whole list before we could count it, so the end record is read first.
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 65_557 - 20))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < 22:
        raise FileRefused(BROKEN)
    entries, directory = struct.unpack("<HI", tail[at + 10 : at + 16])
    if entries > MAX_ENTRIES:
        raise FileRefused(f"文件内含 {entries} 个部件，超过上限 {MAX_ENTRIES} 个，不能上传。")
    if directory > MAX_DIRECTORY or tail[max(0, at - 20) : at].startswith(END64):
        raise FileRefused(BROKEN)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise FileRefused(f"文件内含 {len(entries)} 个部件，超过上限 {MAX_ENTRIES} 个，不能上传。")
    names = [entry.filename.casefold() for entry in entries]
    # Two parts of one name: the checker would read the one, the reader the other.
    twice = len(set(names)) != len(names)
    # Bytes before the first part mean that the file is also something else.
    prefixed = bool(entries) and min(entry.header_offset for entry in entries) != 0
    if twice or prefixed or any(_is_odd(entry) for entry in entries):
        raise FileRefused(BROKEN)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise FileRefused("文件加了密码，无法检查。请取消密码后再上传。")


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    unsafe = "\\" in name or "\x00" in name or name.startswith("/") or ".." in name.split("/")
    return unsafe or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
