"""Compound files ([MS-CFB]): just enough to list the streams and read one."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from pueredu.files.checks.refused import FileRefused

BROKEN = "文件已损坏或结构异常，无法检查。请在 WPS 或 Excel 中打开，另存为 .xlsx 后再上传。"
LAST = 0xFFFFFFFA  # sector numbers from here on are marks, not places
HEADER = 512
ENTRY = 128


@dataclass(frozen=True)
class Entry:
    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    start: int
    size: int


class CompoundFile:
    """The directory of a compound file; every chain is bounded by the file's own size."""

    def __init__(self, data: bytes):
        if len(data) < HEADER:
            raise FileRefused(BROKEN)
        self.data = data
        self.sector = 1 << struct.unpack_from("<H", data, 30)[0]
        if self.sector not in {512, 4096}:
            raise FileRefused(BROKEN)
        self.table = self._allocation()
        (directory,) = struct.unpack_from("<I", data, 48)
        self.entries = self._directory(self._chain(directory))
        self.small_from = struct.unpack_from("<I", data, 56)[0]

    def stream(self, entry: Entry) -> bytes:
        """The bytes of a stream; those kept in the mini stream are found there."""
        if entry.size >= self.small_from:
            return self._chain(entry.start)[: entry.size]
        root = next((one for one in self.entries if one.kind == 5), None)
        if root is None:
            raise FileRefused(BROKEN)
        (first,) = struct.unpack_from("<I", self.data, 60)
        raw = self._chain(first)
        table = struct.unpack(f"<{len(raw) // 4}I", raw)
        mini, pieces, at = self._chain(root.start), [], entry.start
        while at < LAST and len(pieces) <= len(table):
            pieces.append(mini[at * 64 : at * 64 + 64])
            at = table[at] if at < len(table) else LAST
        return b"".join(pieces)[: entry.size]

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self.sector
        piece = self.data[start : start + self.sector]
        if not piece:
            raise FileRefused(BROKEN)
        return piece.ljust(self.sector, b"\x00")

    def _allocation(self) -> list[int]:
        places = list(struct.unpack_from("<109I", self.data, 76))
        more, count = struct.unpack_from("<II", self.data, 68)
        per = self.sector // 4
        for _ in range(min(count, len(self.data) // self.sector)):
            if more >= LAST:
                break
            numbers = struct.unpack(f"<{per}I", self._at(more))
            places += numbers[:-1]
            more = numbers[-1]
        table: list[int] = []
        for place in places:
            if place < LAST:
                table += struct.unpack(f"<{per}I", self._at(place))
        return table

    def _chain(self, start: int) -> bytes:
        pieces, at = [], start
        while at < LAST:
            pieces.append(self._at(at))
            if at >= len(self.table) or len(pieces) > len(self.table):
                raise FileRefused(BROKEN)
            at = self.table[at]
        return b"".join(pieces)

    def _directory(self, raw: bytes) -> list[Entry]:
        entries = []
        for at in range(0, len(raw), ENTRY):
            (length,) = struct.unpack_from("<H", raw, at + 64)
            kind = raw[at + 66]
            if kind in {1, 2, 5} and 2 <= length <= 64:
                name = raw[at : at + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", raw, at + 116)
                entries.append(Entry(name, kind, start, size))
        return entries
