"""Where a PDF dictionary ends: strings and comments may hold any word (ISO 32000-1, 7.2-7.3)."""

from __future__ import annotations

import re

LONGEST = 64 * 1024
TOKEN = re.compile(
    rb"<<|>>|\(|<[^<>]*>|%[^\r\n]*|/?[^\x00\t\n\x0c\r ()<>\[\]{}/%]+|[\x00\t\n\x0c\r ]+|.",
    re.DOTALL,
)
BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)


def dictionary_end(data: bytes, at: int) -> int | None:
    """The place after the dictionary that follows `at`.

    `at` itself when something else follows; None when no end comes within 64 KB.
    """
    depth, place, limit = 0, at, at + LONGEST
    while place < min(limit, len(data)):
        token = TOKEN.match(data, place)
        place = token.end()
        word = token[0]
        if word == b"<<":
            depth += 1
        elif word == b">>":
            depth -= 1
        elif word == b"(":
            place = _string_end(data, place, limit)
        elif depth == 0 and not (word.isspace() or word[:1] in b"%\x00"):
            return at
        if depth == 0 and word == b">>":
            return place
    return None


def _string_end(data: bytes, at: int, limit: int) -> int:
    depth = 1
    for match in BRACKET.finditer(data, at, limit):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if depth == 0:
            return match.end()
    return limit
