"""Bytes of a vCard or iCalendar file in, its logical lines out.

Line ends, folds, soft breaks and base64 runs undone, large binaries reduced. All of it happens on bytes, because
writers fold inside a UTF-8 sequence, and block by block, because photos outweigh the text a thousandfold.
"""

from __future__ import annotations

import codecs
import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from connectors.content.binaries import is_base64_text, is_declared_base64, may_be_binary, reduced
from connectors.content.physical_lines import LONG, LONGEST_TEXT, Items, items_in, needs_care, with_line_feeds
from connectors.content.plain_bytes import plain_blocks
from connectors.records import LONGEST_RAW_TEXT

LONGEST_LINE = 64 * 2**20
"""Bytes of one logical line as it stands in the file; a photo of 48 MB still fits."""

_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r")
_LONGEST_RAW = LONGEST_RAW_TEXT * 4  # bytes of so many characters
_LINE_END = re.compile(rb"\r*\n")
_QUOTED_PRINTABLE = re.compile(rb"(?i)[^;:]*;[^:]*QUOTED-PRINTABLE")
# each line of the card is indented, as a fold is
_INLINE_CARD = re.compile(rb"(?i)(?:[^.:;\s]+\.)*AGENT[^:\n]*:[ \t]*BEGIN:VCARD[ \t]*\n")
_BOUNDARY = re.compile(
    rb"(?i)(?:\xef\xbb\xbf)?(?:BEGIN|END)[ \t]*:[ \t]*(?:VCARD|VCALENDAR|VEVENT|VTODO|VJOURNAL|VTIMEZONE|VALARM)(?:["
    rb" \t\r\xa0]|\xc2\xa0)*\Z"
)
# What a quoted-printable text that ends in `=` does not go on with: a writer forgot the last line of it.
_PROPERTY = re.compile(
    rb"(?:item\d+\.)?(?:VERSION|FN|N|TEL|EMAIL|ADR|LABEL|ORG|TITLE|ROLE|URL|BDAY|NOTE|PHOTO|REV|UID|CATEGORIES)(?:;[A-Za-z][^:]*)?:\S"
)
_WORD_OF_MARK = re.compile(rb"(?i)(?:\xef\xbb\xbf)?(?:BEGIN|END)[ \t]*\Z")
_REST_OF_HEADER = re.compile(rb"[ \t][ \t]*[;:]")
# a blank between two encoded bytes is a fold, else it is text
_SOFT_BREAK = re.compile(rb"(?i)(?<==[0-9A-F]{2})=[ \t]*\n[ \t](?==[0-9A-F]{2})|=[ \t]*\n")

_TOO_LONG = f"A line is longer than {LONGEST_LINE:,} bytes; it was left out. Remove the picture or text it holds."
_TOO_MUCH_TEXT = (
    f"A line is longer than {LONGEST_TEXT:,} bytes; it was left out. Shorten it in the program it comes from."
)
NO_COLON = "A line has no colon, so it names no property; it was left out."


@dataclass
class LogicalLines:
    """Logical lines, in the order of the file, and what was left out."""

    pieces: list[bytes] = field(default_factory=list)  # one or several lines each, with a line feed between them
    numbers: array[int] = field(default_factory=lambda: array("q"))  # physical line, 1-based, each begins at
    refused: list[tuple[int, str, bytes]] = field(default_factory=list)  # line, reason and raw text

    def last_line(self) -> bytes:
        return self.pieces[-1].rpartition(b"\n")[2]

    def pop_line(self) -> bytes:
        """Takes the last line out; its number stays."""
        rest, _, line = self.pieces.pop().rpartition(b"\n")
        if rest:
            self.pieces.append(rest)
        return line


def logical_lines(chunks: Iterable[bytes]) -> LogicalLines:
    """The logical lines of a file given in chunks, still encoded (UTF-8 where the file is UTF-16).

    Blank lines are left out.
    """
    unfolder = _Unfolder()
    waiting: list[bytes] = []
    for block in plain_blocks(chunks):
        waiting.append(block)
        if sum(map(len, waiting)) >= len(unfolder.carry):  # a line of many blocks is looked at only a few times
            unfolder.take(b"".join(waiting))
            waiting = []
    unfolder.take(b"".join(waiting))
    unfolder.finish()
    return unfolder.found


class _Unfolder:
    """Takes blocks in order and joins what belongs to one logical line."""

    def __init__(self) -> None:
        self.found = LogicalLines()
        self.carry = b""  # bytes not yet taken
        self.number = 1  # physical line of the first of them
        self.open: list[bytes] = []  # parts of a line that may go on
        self.open_size = 0
        self.open_number = 0
        self.is_run = False  # the open line is declared to be base64
        self.is_soft_broken = False  # the open line is quoted-printable and ended in `=`
        self.sealed = 0  # the last line of this count cannot be continued: a blank line or an orphan came after it
        self.orphaned = -1  # the last orphan came after so many lines
        self.last_orphan = b""
        self.is_skipping = False

    def take(self, block: bytes) -> None:
        """Takes the logical lines that are complete with this block; the rest is carried over to the next."""
        data, is_odd, returns = with_line_feeds(self.carry + block if self.carry else block)
        self.carry = self._take_complete(data, is_odd) + returns
        if len(self.carry) > LONGEST_LINE:
            self._skip()

    def finish(self) -> None:
        """Takes the last line, which needs no line end."""
        # the full stop shows that the line ends; it is itself left over
        self._take_complete(self.carry.rstrip(b"\r\n") + b"\n.", True)
        self.flush()

    def _take_complete(self, data: bytes, has_odd_returns: bool) -> bytes:
        """Takes the lines that are complete in these bytes; returns the rest."""
        items = items_in(data, self.number)
        if items is None:
            return data
        at, count = 0, len(items.stops)
        for special in [*np.flatnonzero(needs_care(data, items, has_odd_returns)).tolist(), count]:
            while at < special or (at == special < count):
                if at < special and not self.is_soft_broken and not self.is_skipping:
                    self.flush()  # a line with a colon is no row of a base64 run
                    self._keep(data, items, at, special)
                    at = special
                else:
                    self._take_item(data[items.starts[at] : items.stops[at]], int(items.numbers[at]))
                    at += 1
        self.number = items.next_number
        return data[items.end :]

    def _keep(self, data: bytes, items: Items, first: int, last: int) -> None:
        """Keeps lines that follow one another and of which at most folds have to be undone."""
        text = data[items.starts[first] : items.stops[last - 1]].translate(None, b"\r")
        self.found.pieces.append(text.replace(b"\n ", b"").replace(b"\n\t", b""))
        self.found.numbers.frombytes(items.numbers[first:last].tobytes())

    def _skip(self) -> None:
        """Leaves out the beginning of a line that is too long, but for its last byte."""
        if not self.is_skipping:
            self.flush()
            self._refuse(self.number, _TOO_LONG, self.carry)
            self.is_skipping = True
        self.number += self.carry.count(b"\n", 0, -1)
        self.carry = self.carry[-1:]

    def flush(self) -> None:
        """Ends the open line, if any."""
        if self.open:
            item, self.open = b"".join(self.open), []
            self.is_soft_broken = False
            self._add(item, self.open_number, is_base64=self.is_run)

    def _take_item(self, raw: bytes, number: int) -> None:
        """Takes a line that needs more than to be kept."""
        if self.is_skipping:
            self.is_skipping = False
            return
        item = raw.rstrip(b"\r")
        if not item and not self.open:
            self.sealed = len(self.found.numbers)
            return
        if (
            (len(item) > LONG or b"\n" in item)
            and not self.is_soft_broken
            and may_be_binary(item)
            and not _QUOTED_PRINTABLE.match(item)
        ):
            self.flush()
            self._open(item, number)
            return
        item = _LINE_END.sub(b"\n", item)
        first, _, rest = item.partition(b"\n")
        if rest and (not first or _BOUNDARY.match(first)):
            # an indented line after BEGIN:VCARD is a line of its own, not a longer name of the component
            self._take_line(first, number)
            item, number = rest, number + 1
            if not first and _REST_OF_HEADER.match(rest):  # some writers leave a blank line where they fold
                item = self._name_taken_back() + item
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
        elif is_declared_base64(item):
            self._open(item, number)
        elif b":" in item:
            self._add(item, number, is_base64=False)
        elif not item.strip():
            self.sealed = len(self.found.numbers)
        else:
            self._take_orphan(item, number)

    def _open(self, item: bytes, number: int) -> None:
        self.open, self.open_size, self.open_number = [item], len(item), number
        self.is_run = is_declared_base64(item)

    def _continues(self, item: bytes) -> bool:
        """True when the item continues the open line.

        A quoted-printable one that ended in `=`, or a run of base64 as vCard 2.1 writes it.
        """
        text = item.rstrip(b" \t")
        if not self.is_soft_broken:
            is_row = self.is_run and b":" not in item and is_base64_text(item)
            if is_row and self.open_size <= LONGEST_LINE:  # beyond, the rows are left out with the line
                self._append(text)
            return is_row
        mark = item.translate(None, _CONTROLS).replace(codecs.BOM_UTF8, b"")  # as it will be read
        if not item or _BOUNDARY.match(mark) or _PROPERTY.match(item) or self.open_size > LONGEST_TEXT:
            return False
        self.is_soft_broken = text.endswith(b"=")
        self._append(text[:-1] if self.is_soft_broken else item)
        if not self.is_soft_broken:
            self.flush()
        return True

    def _append(self, text: bytes) -> None:
        self.open.append(text)
        self.open_size += len(text)

    def _take_orphan(self, item: bytes, number: int) -> None:
        """A line without a colon: more of the base64 value before it, as vCard 2.1 writes it, or refused.

        Orphans that follow one another are refused together.
        """
        found = self.found
        if len(found.numbers) > self.sealed and is_base64_text(item) and is_declared_base64(found.last_line()):
            self._open(found.pop_line(), found.numbers.pop())
            self._append(item.rstrip())
            return
        if len(found.numbers) == self.orphaned and found.refused[-1][1] == NO_COLON:
            line, reason, raw = found.refused[-1]
            found.refused[-1] = (
                line,
                reason,
                raw if len(raw) > LONGEST_RAW_TEXT else raw + b"\n" + item[:_LONGEST_RAW],
            )
        else:
            self._refuse(number, NO_COLON, item)
        self.sealed = self.orphaned = len(found.numbers)
        self.last_orphan = item

    def _name_taken_back(self) -> bytes:
        """The line without a colon that stands before, refused a moment ago, with the line end that folds it.

        Empty when there is none.
        """
        if len(self.found.numbers) != self.orphaned or self.found.refused[-1][1] != NO_COLON:
            return b""
        if _WORD_OF_MARK.match(self.last_orphan):  # as a text may hold by itself: no program leaves a blank line there
            return b""
        line, reason, raw = self.found.refused.pop()
        if before := raw.removesuffix(self.last_orphan[:_LONGEST_RAW]).removesuffix(b"\n"):
            self.found.refused.append((line, reason, before))
        self.orphaned = -1
        return self.last_orphan + b"\n"

    def _add(self, item: bytes, number: int, *, is_base64: bool) -> None:
        """Adds a line, reduced when it is a binary, unless it is too long."""
        if len(item) > LONGEST_LINE:
            self._refuse(number, _TOO_LONG, item)
            return
        small = reduced(item, is_base64)
        line = small or item.replace(b"\r\n", b"\n").replace(b"\n ", b"").replace(b"\n\t", b"")
        if len(line) > LONGEST_TEXT:
            self._refuse(number, _TOO_MUCH_TEXT, line)
            return
        self.found.pieces.append(line)
        self.found.numbers.append(number)

    def _refuse(self, number: int, reason: str, raw: bytes) -> None:
        self.found.refused.append((number, reason, raw[:_LONGEST_RAW]))
