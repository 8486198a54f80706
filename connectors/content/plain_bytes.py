"""The bytes of a file as UTF-8 blocks without NUL, each of which knows where in the file its bytes come from."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

_HEAD = 64
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)
_LEAST = 8  # bytes that show an encoding
_WIDTHS = {"utf-16": 2, "utf-16-le": 2, "utf-16-be": 2, "utf-32": 4}


@dataclass(frozen=True)
class Block:
    """data: bytes without NUL; start: place in the file of the first; source.

    The same with NULs, where places do not follow one another.
    width: bytes of an ASCII character in the file; is_end: no block follows.
    """

    data: bytes
    start: int
    source: bytes | None = None
    width: int = 1
    is_end: bool = False

    def places(self, offsets: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The places in the file, from 0, of the bytes at these offsets of `data`.

        Those below 0 belong to the block before and are ASCII.
        """
        if self.source is None:
            return offsets + self.start
        return self.start + np.where(offsets < 0, offsets * self.width, self._places[np.maximum(offsets, 0)])

    @cached_property
    def _places(self) -> npt.NDArray[np.int64]:
        codes = np.frombuffer(self.source or b"", np.uint8)
        widths = np.full(256, self.width, np.int64)
        if self.width > 1:
            widths[0x80:0xC0] = 0  # the character was counted at its first byte
            widths[0xF0:] = 4  # two UTF-16 units
        places: npt.NDArray[np.int64] = np.append(0, np.cumsum(widths[codes]))[np.append(codes != 0, True)]
        return places


def joined(blocks: list[Block]) -> Block:
    """Blocks that follow one another as one."""
    first, last = blocks[0], blocks[-1]
    if len(blocks) == 1:
        return first
    sources = (
        None
        if all(block.source is None for block in blocks)
        else b"".join(block.data if block.source is None else block.source for block in blocks)
    )
    return Block(b"".join(block.data for block in blocks), first.start, sources, first.width, last.is_end)


def plain_blocks(chunks: Iterable[bytes]) -> Iterator[Block]:
    """The chunks as blocks, UTF-16 and UTF-32 turned into UTF-8, with or without their mark.

    A mark at the start is left out. The last is empty.
    """
    rest = iter(chunks)
    head = b""
    while len(head) < _HEAD and (chunk := next(rest, None)) is not None:
        head += chunk
    encoding = _wide_encoding(head)
    yield from _from_wide(encoding, head, rest) if encoding else _from_narrow(head, rest)


def _from_narrow(head: bytes, rest: Iterator[bytes]) -> Iterator[Block]:
    start = next((len(mark) for mark in _MARKS if head.startswith(mark)), 0)
    for chunk in chain((head[start:],), rest):
        yield _without_nul(chunk, start, 1)
        start += len(chunk)
    yield Block(b"", start, is_end=True)


def _from_wide(encoding: str, head: bytes, rest: Iterator[bytes]) -> Iterator[Block]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    width = _WIDTHS[encoding]
    start = width if encoding in ("utf-16", "utf-32") else 0  # those two are said by a mark, as wide as a character
    taken = 0
    for chunk in chain((head,), rest):
        taken += len(chunk)
        yield _without_nul(decoder.decode(chunk).encode("utf-8", "replace"), start, width)
        start = taken - len(decoder.getstate()[0])
    yield Block(b"", start, b"", width, is_end=True)


def _without_nul(data: bytes, start: int, width: int) -> Block:
    """NUL, which no text holds, dropped."""
    if width == 1 and b"\0" not in data:
        return Block(data, start)
    return Block(data.replace(b"\0", b""), start, data, width)


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
