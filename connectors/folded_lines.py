"""Bytes of a vCard or iCalendar file in, its logical lines out: line ends, folds, soft breaks and base64 runs undone, large binaries reduced.

All of it happens on bytes, because writers fold inside a UTF-8 sequence, and block by block, because photos outweigh the text a thousandfold.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from connectors.binaries import is_base64_text, is_declared_base64, may_be_binary, reduced
from connectors.plain_bytes import Block, plain_blocks
from connectors.records import LONGEST_RAW_TEXT

LONGEST_LINE = 64 * 2**20
"""Bytes of one logical line as it stands in the file; a photo of 48 MB still fits."""

LONGEST_TEXT = 2**20
"""Bytes of one logical line once binaries are reduced."""

_LONG = 512  # bytes; the binary values of shorter lines that need no joining are reduced by content_lines
_BARE_RETURN = re.compile(rb"\r[^\n]")
_RETURNS = re.compile(rb"\r++(?!\n)")
_LINE_END = re.compile(rb"\r*\n")
_QUOTED_PRINTABLE = re.compile(rb"(?i)[^;:]*;[^:]*QUOTED-PRINTABLE")
_INLINE_CARD = re.compile(rb"(?i)(?:[^.:;\s]+\.)*AGENT[^:\n]*:[ \t]*BEGIN:VCARD[ \t]*\n")  # each line of the card is indented, as a fold is
_BOUNDARY = re.compile(rb"(?i)(?:\xef\xbb\xbf)?(?:BEGIN|END)[ \t]*:[ \t]*(?:VCARD|VCALENDAR|VEVENT|VTODO|VJOURNAL|VTIMEZONE|VALARM)(?:[ \t\r\xa0]|\xc2\xa0)*\Z")
_SOFT_BREAK = re.compile(rb"(?i)(?<==[0-9A-F]{2})=[ \t]*\n[ \t](?==[0-9A-F]{2})|=[ \t]*\n")  # a blank between two encoded bytes is a fold, else it is text

_TOO_LONG = f"A line is longer than {LONGEST_LINE:,} bytes; it was left out. Remove the picture or text it holds."
_TOO_MUCH_TEXT = f"A line is longer than {LONGEST_TEXT:,} bytes; it was left out. Shorten it in the program it comes from."
NO_COLON = "A line has no colon, so it names no property; it was left out."

_Item = tuple[int, int, int, bool, int]


@dataclass
class LogicalLines:
    """Logical lines, in the order of the file, and what was left out."""

    lines: list[bytes] = field(default_factory=list)
    numbers: array[int] = field(default_factory=lambda: array("q"))  # physical line, 1-based, each begins at
    ends: array[int] = field(default_factory=lambda: array("q"))  # place in the file of the byte after each
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)  # line number of a binary → places of its value's first byte and of the one after it
    refused: list[tuple[int, str, bytes]] = field(default_factory=list)  # line, reason and raw text
    width: int = 1  # bytes of an ASCII character in the file


def logical_lines(chunks: Iterable[bytes]) -> LogicalLines:
    """The logical lines of a file given in chunks, still encoded (UTF-8 where the file is UTF-16). Blank lines are left out."""
    unfolder = _Unfolder()
    carry, block = b"", Block(b"", 0)
    for block in plain_blocks(chunks):
        unfolder.found.width = block.width
        data, returns = _with_line_feeds(carry + block.data if carry else block.data)
        carry = unfolder.take(data, block, len(carry)) + returns
        if len(carry) > LONGEST_LINE:
            carry = unfolder.skip(carry)
    unfolder.finish(carry, block)
    return unfolder.found


def _with_line_feeds(data: bytes) -> tuple[bytes, bytes]:
    """The bytes with every line end a line feed, perhaps after returns, at the same places; returns at the end, which the next byte decides on, apart."""
    kept = data.rstrip(b"\r")
    if _BARE_RETURN.search(kept):
        kept = _RETURNS.sub(lambda found: b"\n" * len(found[0]), kept)
    return kept, data[len(kept) :]


class _Unfolder:
    """Takes blocks in order and joins what belongs to one logical line."""

    def __init__(self) -> None:
        self.found = LogicalLines()
        self.number = 1  # physical line of the first byte not yet taken
        self.place = 0  # in the file, after the last item taken
        self.open = bytearray()  # a line that may go on
        self.open_number = 0
        self.open_span = (0, 0)  # places in the file of its value's first byte and of the one after what there is of it
        self.is_run = False  # the open line is declared to be base64
        self.is_soft_broken = False  # the open line is quoted-printable and ended in `=`
        self.sealed = 0  # the last line of this count cannot be continued: a blank line or an orphan came after it
        self.is_skipping = False
    def take(self, data: bytes, block: Block, carried: int) -> bytes:
        """Takes the logical lines that are complete in these bytes, `carried` bytes and a block; returns the rest."""
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
        stops = ends - ((codes[ends - 1] == 13) & (ends > 0))
        places = block.places(stops - carried)
        self._take_items(data, zip(starts, stops.tolist(), numbers, folds.tolist(), places.tolist(), strict=True))
        self.number += int(ordinals[-1]) + 1
        return data[int(ends[-1]) + 1 :]

    def finish(self, carry: bytes, block: Block) -> None:
        """Takes the last line, which needs no line end; block: the last one."""
        self.take(carry.rstrip(b"\r\n") + b"\n.", block, len(carry) - len(block.data))  # the full stop shows that the line ends; it is itself left over
        self.flush()

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
            item, self.open = bytes(self.open), bytearray()
            self.is_soft_broken = False
            self._add(item, self.open_number, self.open_span)

    def _take_items(self, data: bytes, items: Iterable[_Item]) -> None:
        lines, numbers, ends = self.found.lines, self.found.numbers, self.found.ends
        for start, end, number, is_folded, place in items:
            if start == end and not self.open:
                self.sealed = len(lines)
                continue
            item = data[start:end]
            if is_folded or self.open or self.is_skipping or end - start > _LONG or b":" not in item or item[-1] in b"= \t\r":
                self._take_item(item, number, place)
            else:
                lines.append(item)
                numbers.append(number)
                ends.append(place)

    def _take_item(self, raw: bytes, number: int, place: int) -> None:
        """Takes a line that needs more than to be kept; place: in the file, after it."""
        if self.is_skipping:
            self.is_skipping = False
            return
        item = raw.rstrip(b"\r")
        self.place = place - (len(raw) - len(item)) * self.found.width
        if may_be_binary(item) and not self.is_soft_broken and not _QUOTED_PRINTABLE.match(item):
            self.flush()
            self._open(item, number)
            return
        item = _LINE_END.sub(b"\n", item)
        first, _, rest = item.partition(b"\n")
        if rest and (not first or _BOUNDARY.match(first)):
            # an indented line after BEGIN:VCARD is a line of its own, not a longer name of the component
            self._take_line(first, number)
            item, number = rest, number + 1
        self._take_line(self._unfolded(item), number)

    def _unfolded(self, item: bytes) -> bytes:
        if b"=" in item and (self.is_soft_broken or _QUOTED_PRINTABLE.match(item)):
            item = _SOFT_BREAK.sub(b"", item)
        if _INLINE_CARD.match(item):
            item = item.replace(b"\n  ", b"").replace(b"\n ", rb"\n")
        return item.replace(b"\n ", b"").replace(b"\n\t", b"")

    def _take_line(self, item: bytes, number: int) -> None:
        if self.open and self._continues(item):
            return
        self.flush()
        if item.endswith((b"=", b"= ", b"=\t")) and _QUOTED_PRINTABLE.match(item):
            self._open(item.rstrip(b" \t")[:-1], number)
            self.is_soft_broken = True
        elif b":" in item:
            self._add(item, number, self._span(item))
        elif not item.strip():
            self.sealed = len(self.found.lines)
        else:
            self._take_orphan(item, number)

    def _open(self, item: bytes, number: int) -> None:
        self.open, self.open_number, self.open_span = bytearray(item), number, self._span(item)
        self.is_run = is_declared_base64(item)

    def _span(self, item: bytes) -> tuple[int, int]:
        """Where the value of this line, which ends at the current place, stands in the file."""
        return self.place - len(item.partition(b":")[2]) * self.found.width, self.place

    def _continues(self, item: bytes) -> bool:
        """True when the item continues the open line: a quoted-printable one that ended in `=`, or a run of base64 as vCard 2.1 writes it."""
        text = item.rstrip(b" \t")
        if not self.is_soft_broken:
            is_row = self.is_run and b":" not in item and is_base64_text(item)
            if is_row and len(self.open) <= LONGEST_LINE:  # beyond, the rows are left out with the line
                self._append(text)
            return is_row
        if not item or _BOUNDARY.match(item) or len(self.open) > LONGEST_TEXT:
            return False
        self.is_soft_broken = text.endswith(b"=")
        self._append(text[:-1] if self.is_soft_broken else item)
        if not self.is_soft_broken:
            self.flush()
        return True

    def _append(self, text: bytes) -> None:
        self.open += text
        self.open_span = self.open_span[0], self.place

    def _take_orphan(self, item: bytes, number: int) -> None:
        """A line without a colon: more of the base64 value before it, as vCard 2.1 writes them, or refused with the orphans it follows."""
        found, place = self.found, self.place
        if len(found.lines) > self.sealed and is_base64_text(item) and is_declared_base64(found.lines[-1]):
            self.place = found.ends.pop()
            self._open(found.lines.pop(), found.numbers.pop())
            self.place = place
            self._append(item.rstrip())
            return
        if len(found.lines) == self.sealed and found.refused and found.refused[-1][1] == NO_COLON:
            line, reason, raw = found.refused[-1]
            found.refused[-1] = (line, reason, raw if len(raw) > LONGEST_RAW_TEXT else raw + b"\n" + item[:LONGEST_RAW_TEXT])
        else:
            self._refuse(number, NO_COLON, item)
        self.sealed = len(found.lines)

    def _add(self, item: bytes, number: int, span: tuple[int, int]) -> None:
        """Adds a line, reduced when it is a binary, unless it is too long; span: where its value stands in the file."""
        small = reduced(item) if len(item) <= LONGEST_LINE else None
        line = small or item.replace(b"\r\n", b"\n").replace(b"\n ", b"").replace(b"\n\t", b"")
        if len(line) > LONGEST_TEXT:
            self._refuse(number, _TOO_LONG if len(line) > LONGEST_LINE else _TOO_MUCH_TEXT, line)
            return
        self.found.lines.append(line)
        self.found.numbers.append(number)
        self.found.ends.append(span[1])
        if small:
            self.found.spans[number] = span

    def _refuse(self, number: int, reason: str, raw: bytes) -> None:
        self.found.refused.append((number, reason, raw[: LONGEST_RAW_TEXT * 4]))
