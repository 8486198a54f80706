"""How many components of a name begin in the bytes of a file.

Counted without the lexer that reads them, so that each checks the other: folds are undone over the whole text at once,
whatever stands before them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from connectors.content.plain_bytes import plain_blocks

LONGEST_MARK = 4096
"""Bytes of a BEGIN line that spans two chunks, folds and blanks included."""

_UPPER = bytes(range(256)).upper()
_DELETED = bytes(code for code in range(32) if code not in b"\t\n\r") + b"\x7f"
_RETURNS = re.compile(rb"\r++\n?")
_NAMES = rb"(?:VCARD|VCALENDAR|VEVENT|VTODO|VJOURNAL|VTIMEZONE|VALARM)"
_BLANKS = rb"(?:[ \t\xa0]|\xc2\xa0)*+"
# What is indented after a whole mark is a line of its own, not a longer name of the component. That the mark begins a
# line is looked at last: a search for letters is ten times faster.
_INDENTED_AFTER_MARK = [
    re.compile(word + rb"[ \t]*+:[ \t]*+" + _NAMES + _BLANKS + rb"\n(?=[ \t])") for word in (b"BEGIN", b"END")
]
_LINE_STARTS = (b"\n", b"\n" + codecs.BOM_UTF8)
_STOP = b"\0"  # stands where a fold would be undone and must not be


def components_begun(chunks: Iterable[bytes], name: bytes) -> int:
    """The lines BEGIN:name of a file given in chunks, in any case and folded anywhere; name: in upper case.

    The beginning that follows an END of the same name on one line, as in files put together, is one too.
    """
    after_end = rb"(?:END[ \t]*+:[ \t]*+" + name + rb"[ \t]*+)?"
    begin = re.compile(rb"(?<=\n)" + after_end + rb"BEGIN[ \t]*+:" + _BLANKS + name + _BLANKS + rb"(?=\n)")
    return sum(len(begin.findall(_unfolded(block.translate(_UPPER)))) for block in _whole_lines(chunks))


def _unfolded(block: bytes) -> bytes:
    """The lines of a block, each after a line feed, without folds, control characters and byte-order marks."""
    text = b"\n" + block + b"\n"
    for mark in _INDENTED_AFTER_MARK:
        text = mark.sub(_with_stop, text)
    for blank in (b" ", b"\t"):
        text = text.replace(b"\n\n" + blank, b"\n\n" + _STOP)  # a fold of nothing: the line stays indented
    for blank in (b" ", b"\t"):
        text = text.replace(b"\n" + blank, b"")
    return text.translate(None, _DELETED.replace(_STOP, b"")).replace(codecs.BOM_UTF8, b"")


def _with_stop(mark: re.Match[bytes]) -> bytes:
    begins_line = mark.string[max(mark.start() - 4, 0) : mark.start()].endswith(_LINE_STARTS)
    return mark[0] + _STOP if begins_line else mark[0]


def _with_line_feeds(data: bytes) -> bytes:
    """The bytes with a line feed for each line end: CR, or LF after any number of CR."""
    data = data.replace(b"\r\n", b"\n")
    return _RETURNS.sub(lambda found: b"\n" * (1 if found[0].endswith(b"\n") else len(found[0])), data)


def _whole_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes in blocks of lines with all their folds, every line end a line feed.

    Of a line that goes on in the next block no more is kept than a mark is long, with a full stop for the rest.
    """
    carry = b""
    for block in plain_blocks(chunks):
        data = carry + block
        kept = data.rstrip(b"\r")
        text = _with_line_feeds(kept)
        end = text.rfind(b"\n", 0, -1)
        while end >= 0 and text[end + 1] in b" \t\n":
            end = text.rfind(b"\n", 0, end)
        yield text[: max(end, 0)]
        rest = text[end + 1 :] + data[len(kept) :]
        carry = rest if len(rest) <= LONGEST_MARK else rest[:LONGEST_MARK] + b"." + rest[-1:]
    yield _with_line_feeds(carry)
