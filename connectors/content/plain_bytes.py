"""The bytes of a file as UTF-8 blocks without NUL."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from itertools import chain

_HEAD = 64
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)
_LEAST = 8  # bytes that show an encoding


def plain_blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks as blocks, UTF-16 and UTF-32 turned into UTF-8, with or without their mark.

    A mark at the start is left out.
    """
    rest = iter(chunks)
    head = b""
    while len(head) < _HEAD and (chunk := next(rest, None)) is not None:
        head += chunk
    encoding = _wide_encoding(head)
    yield from _from_wide(encoding, head, rest) if encoding else _from_narrow(head, rest)


def _from_narrow(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    start = next((len(mark) for mark in _MARKS if head.startswith(mark)), 0)
    for chunk in chain((head[start:],), rest):
        yield _without_nul(chunk)


def _from_wide(encoding: str, head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for chunk in chain((head,), rest):
        yield _without_nul(decoder.decode(chunk).encode("utf-8", "replace"))


def _without_nul(data: bytes) -> bytes:
    """NUL, which no text holds, dropped."""
    return data.replace(b"\0", b"") if b"\0" in data else data


def _wide_encoding(head: bytes) -> str | None:
    """The encoding of two or four bytes a character that these first bytes show, if any."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) and head[4:8].count(0) == 3:
        return "utf-32"
    # the first lines have letters of Latin, and so NULs
    if head.startswith(_MARKS[:2]) and (b"\0" in head or len(head) == 2):
        return "utf-16"
    first, second = head[:_HEAD:2].count(0), head[1:_HEAD:2].count(0)
    if max(first, second) * 4 <= len(head[:_HEAD]) or len(head) < _LEAST:
        return None
    # a few characters, 一 for one, have a NUL where the others have none
    return "utf-16-le" if second > first * 4 else "utf-16-be" if first > second * 4 else None
