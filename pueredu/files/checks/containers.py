"""Zip containers: bounded before they are opened, counted while they are unpacked."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO

from pueredu.files.checks.refused import FileRefused
from pueredu.files.limits import MAX_DIRECTORY, MAX_ENTRIES, MAX_PART, MAX_UNPACKED, MIB

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 256 * 1024
HEADER = 30  # the fixed part of a local header
END = b"PK\x05\x06"
END64 = b"PK\x06\x07"
PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
BROKEN = "文件已损坏或结构异常，无法检查。请用原来的软件打开并另存后再上传。"


def odd(what: str) -> FileRefused:
    """The refusal of a file whose structure is not that of an honest one."""
    return FileRefused(f"文件结构异常：{what}。请用原来的软件打开并另存后再上传。")


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
    # No office program writes a comment; what stands there is another file behind this one.
    if at + 22 != len(tail):
        raise odd("压缩包后面还附有别的内容")
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
    for is_so, what in (
        (twice, "内部有两个同名的部件"),
        (prefixed, "压缩包前面还附有别的内容"),
        (_overlap(entries), "内部的部件相互重叠，疑似压缩炸弹"),
        (any(_leads_away(entry) for entry in entries), "内部有指向别处的路径"),
        (any(entry.compress_type not in PLAIN for entry in entries), "使用了少见的压缩方法"),
    ):
        if is_so:
            raise odd(what)
    Budget().spend(sum(entry.file_size for entry in entries))  # what it says of itself
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise FileRefused("文件加了密码，无法检查。请取消密码后再上传。")


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether parts share packed bytes: a bomb of few bytes unpacks the same ones many times."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    return any(
        one.header_offset + HEADER + len(one.orig_filename) + one.compress_size
        > after.header_offset
        for one, after in pairwise(ordered)
    )


def _leads_away(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    if stat.S_ISLNK(entry.external_attr >> 16):
        return True
    return "\\" in name or "\x00" in name or name.startswith("/") or ".." in name.split("/")
