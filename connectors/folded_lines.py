"""Bytes of a vCard or iCalendar file in, its logical lines out: line ends, folds, soft breaks and base64 runs undone, large binaries reduced.

All of it happens on bytes, because writers fold inside a UTF-8 sequence, and block by block, because photos outweigh the text a thousandfold.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from connectors.records import LONGEST_RAW_TEXT

LONGEST_LINE = 64 * 2**20
"""Bytes of one logical line as it stands in the file; a photo of 48 MB still fits."""

LONGEST_TEXT = 2**20
"""Bytes of one logical line once binaries are reduced."""

_LONG = 512  # bytes; the binary values of shorter lines are reduced by content_lines
_BLANKS = b"\r\n\t "
_BARE_RETURN = re.compile(rb"\r(?!\n)")
_BINARY_LINE = re.compile(rb"(?i)(?:[^.:;\s]+\.)*(?:PHOTO|LOGO|SOUND|KEY|ATTACH)\s*[;:]")
_BASE64_HEADER = re.compile(rb"(?i)[^:]*;\s*(?:ENCODING\s*=\s*)?\"?(?:B|BASE64)\"?\s*[;:]")
_BASE64_TEXT = re.compile(rb"[A-Za-z0-9+/=]+\Z")
_QUOTED_PRINTABLE = re.compile(rb"(?i)[^;:]*;[^:]*QUOTED-PRINTABLE")
_BOUNDARY = re.compile(rb"(?i)(?:\xef\xbb\xbf)?(?:BEGIN|END)[ \t]*:[ \t]*(?:VCARD|VCALENDAR|VEVENT|VTODO|VJOURNAL|VTIMEZONE|VALARM)(?:[ \t\r\xa0]|\xc2\xa0)*\Z")
_DATA_URI = re.compile(rb"(?i)data:[^,]{0,200},")
_SOFT_BREAK = re.compile(rb"(?i)(?<==[0-9A-F]{2})=[ \t]*\n[ \t](?==[0-9A-F]{2})|=[ \t]*\n")  # a blank between two encoded bytes is a fold, else it is text

_TOO_LONG = f"A line is longer than {LONGEST_LINE:,} bytes; it was left out. Remove the picture or text it holds."
_TOO_MUCH_TEXT = f"A line is longer than {LONGEST_TEXT:,} bytes; it was left out. Shorten it in the program it comes from."
NO_COLON = "A line has no colon, so it names no property; it was left out."


@dataclass
class LogicalLines:
    """Logical lines with the physical line, 1-based, each begins at. refused: line, reason and raw text of what was left out."""

    lines: list[bytes] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    refused: list[tuple[int, str, bytes]] = field(default_factory=list)


def logical_lines(chunks: Iterable[bytes]) -> LogicalLines:
    """The logical lines of a file given in chunks, still encoded (UTF-8 where the file is UTF-16). Blank lines are left out."""
    unfolder = _Unfolder()
    carry = b""
    for block in _with_line_feeds(_without_utf16(chunks)):
        carry = unfolder.take(carry + block if carry else block)
        if len(carry) > LONGEST_LINE:
            carry = unfolder.skip(carry)
    unfolder.take(carry.rstrip(b"\r\n") + b"\n.")  # the full stop shows that the last line ends; it is itself left over
    unfolder.flush()
    return unfolder.found


def binary_summary(value: bytes) -> bytes:
    """`size=…;sha256=…` of a base64 value or data URI: bytes it encodes, and hash of the base64 text without blanks, so that folding does not matter.

    The text is hashed, not what it encodes: decoding takes longer than all the rest of the reading.
    """
    text = value.translate(None, _BLANKS)
    uri = _DATA_URI.match(text)
    if uri:
        text = text[uri.end() :]
    size = len(text.rstrip(b"=")) * 3 // 4
    return b"size=%d;sha256=%s" % (size, hashlib.sha256(text).hexdigest().encode())


def _without_utf16(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks as they are, or as UTF-8 when the file is UTF-16 or UTF-32, with or without its mark; NUL, which no text holds, dropped."""
    decoder: codecs.IncrementalDecoder | None = None
    is_first = True
    for chunk in chunks:
        if is_first and chunk:
            is_first = False
            encoding = _wide_encoding(chunk)
            decoder = codecs.getincrementaldecoder(encoding)(errors="replace") if encoding else None
            chunk = chunk.removeprefix(codecs.BOM_UTF8)
        if decoder:
            chunk = decoder.decode(chunk).encode("utf-8", "replace")
        yield chunk.replace(b"\0", b"") if b"\0" in chunk else chunk


def _wide_encoding(head: bytes) -> str | None:
    """The encoding of two or four bytes a character that these first bytes show, if any."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) and head[4:8].count(0) == 3:
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[:64:2], head[1:64:2]
    if len(odd) >= 4 and odd.count(0) * 2 > len(odd) and not even.count(0):
        return "utf-16-le"
    if len(even) >= 4 and even.count(0) * 2 > len(even) and not odd.count(0):
        return "utf-16-be"
    return None


def _with_line_feeds(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes with every line end a line feed or CRLF: CR and CRCRLF become line feeds. A CR at the end of a chunk waits for the next."""
    held = b""
    for chunk in chunks:
        kept = held + chunk if held else chunk
        held = kept[len(kept.rstrip(b"\r")) :] if kept.endswith(b"\r") else b""
        kept = kept.removesuffix(held)
        if _BARE_RETURN.search(kept):
            # CRCRLF: text-mode writing of CRLF on Windows
            kept = kept.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        yield kept
    yield b"\n" * len(held)


class _Unfolder:
    """Takes blocks in order and joins what belongs to one logical line."""

    def __init__(self) -> None:
        self.found = LogicalLines()
        self.number = 1  # physical line of the first byte not yet taken
        self.open: list[bytes] = []  # parts of a line that may go on
        self.open_number = 0
        self.is_soft_broken = False  # the open line is quoted-printable and ended in `=`
        self.sealed = 0  # the last line of this count cannot be continued: a blank line or an orphan came after it
        self.is_skipping = False

    def take(self, data: bytes) -> bytes:
        """Takes the logical lines that are complete in these bytes; returns the rest."""
        codes = np.frombuffer(data, np.uint8)
        breaks = np.flatnonzero(codes[:-1] == 10)
        after = codes[breaks + 1]
        ordinals = np.flatnonzero((after != 32) & (after != 9))
        ends = breaks[ordinals]
        if not len(ends):
            return data
        starts = np.concatenate(([0], ends[:-1] + 1)).tolist()
        numbers = (np.concatenate(([0], ordinals[:-1] + 1)) + self.number).tolist()
        folds = np.diff(ordinals, prepend=-1) > 1
        is_crlf = (codes[ends - 1] == 13) & (ends > 0)
        self._take_items(data, zip(starts, (ends - is_crlf).tolist(), numbers, folds.tolist(), strict=True))
        self.number += int(ordinals[-1]) + 1
        return data[int(ends[-1]) + 1 :]

    def skip(self, data: bytes) -> bytes:
        """Leaves out the beginning of a line that is too long, but for its last byte."""
        if not self.is_skipping:
            self.flush()
            self._refuse(self.number, _TOO_LONG, data)
            self.is_skipping = True
        self.number += data.count(b"\n", 0, len(data) - 1)
        return data[-1:]

    def flush(self) -> None:
        """Ends the open line, if any."""
        if self.open:
            parts, self.open = self.open, []
            self.is_soft_broken = False
            self._add(b"".join(parts), self.open_number)

    def _take_items(self, data: bytes, items: Iterable[tuple[int, int, int, bool]]) -> None:
        """items: start, end, physical line and whether it is folded, of each logical line."""
        lines, numbers = self.found.lines, self.found.numbers
        for start, end, number, is_folded in items:
            if start == end and not self.open:
                self.sealed = len(lines)
                continue
            item = data[start:end]
            if is_folded or self.open or self.is_skipping or end - start > _LONG or b":" not in item or item[-1] in b"= \t":
                self._take_item(item, number)
            else:
                lines.append(item)
                numbers.append(number)

    def _take_item(self, item: bytes, number: int) -> None:
        if self.is_skipping:
            self.is_skipping = False
            return
        if len(item) > _LONG and _BINARY_LINE.match(item) and not self.is_soft_broken:
            self.flush()
            self._add(item, number)
            return
        item = item.replace(b"\r\n", b"\n")
        first, _, rest = item.partition(b"\n")
        if rest and (not first or _BOUNDARY.match(first)):
            # an indented line after BEGIN:VCARD is a line of its own, not a longer name of the component
            self._take_line(first, number)
            item, number = rest, number + 1
        self._take_line(self._unfolded(item), number)

    def _unfolded(self, item: bytes) -> bytes:
        if b"=" in item and (self.is_soft_broken or _QUOTED_PRINTABLE.match(item)):
            item = _SOFT_BREAK.sub(b"", item)
        return item.replace(b"\n ", b"").replace(b"\n\t", b"")

    def _take_line(self, item: bytes, number: int) -> None:
        if self.is_soft_broken and self._continues(item):
            return
        if self.open and b":" not in item and _BASE64_TEXT.match(item.rstrip()):
            self.open.append(item)
            return
        self.flush()
        if item.endswith((b"=", b"= ", b"=\t")) and _QUOTED_PRINTABLE.match(item):
            self.open, self.open_number = [item.rstrip(b" \t")[:-1]], number
            self.is_soft_broken = True
        elif b":" in item:
            self._add(item, number)
        elif not item.strip():
            self.sealed = len(self.found.lines)
        else:
            self._take_orphan(item, number)

    def _continues(self, item: bytes) -> bool:
        """True when the item continues a quoted-printable line that ended in `=`."""
        if not item or _BOUNDARY.match(item) or len(self.open) > LONGEST_TEXT // 64:
            return False
        text = item.rstrip(b" \t")
        self.is_soft_broken = text.endswith(b"=")
        self.open.append(text[:-1] if self.is_soft_broken else item)
        if not self.is_soft_broken:
            self.flush()
        return True

    def _take_orphan(self, item: bytes, number: int) -> None:
        """A line without a colon: more of the base64 value before it, as vCard 2.1 writes them, or refused with the orphans it follows."""
        lines, refused = self.found.lines, self.found.refused
        if len(lines) > self.sealed and _BASE64_TEXT.match(item.rstrip()) and _BASE64_HEADER.match(lines[-1]):
            self.open, self.open_number = [lines.pop(), item], self.found.numbers.pop()
            return
        if len(lines) == self.sealed and refused and refused[-1][1] == NO_COLON:
            line, reason, raw = refused[-1]
            refused[-1] = (line, reason, raw if len(raw) > LONGEST_RAW_TEXT else raw + b"\n" + item[:LONGEST_RAW_TEXT])
        else:
            self._refuse(number, NO_COLON, item)
        self.sealed = len(lines)

    def _add(self, item: bytes, number: int) -> None:
        """Adds a line, reduced when it is a binary, unless it is too long."""
        line = _reduced(item) if len(item) > _LONG else item
        if len(line) > LONGEST_TEXT:
            self._refuse(number, _TOO_MUCH_TEXT, line)
        else:
            self.found.lines.append(line)
            self.found.numbers.append(number)

    def _refuse(self, number: int, reason: str, raw: bytes) -> None:
        self.found.refused.append((number, reason, raw[: LONGEST_RAW_TEXT * 4]))


def _reduced(item: bytes) -> bytes:
    """The line, unfolded, with a binary value replaced by its summary."""
    if _BINARY_LINE.match(item):
        header, _, value = item.partition(b":")
        header = re.sub(rb"\r?\n[ \t]", b"", header)
        is_declared = _BASE64_HEADER.match(header + b":") or _DATA_URI.match(value[:300].translate(None, _BLANKS))
        if is_declared or _BASE64_TEXT.match(value.translate(None, _BLANKS)):
            return header + b":" + binary_summary(value)
    return item.replace(b"\r\n", b"\n").replace(b"\n ", b"").replace(b"\n\t", b"")
