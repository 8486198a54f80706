"""Where in a block of bytes lines with their folds start and stop, and which of them need more than their folds undone:
all lines at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LONGEST_TEXT = 2**20
"""Bytes of one logical line once binaries are reduced."""

LONG = 512
"""Bytes; the binary values of shorter lines that need no joining are reduced by content_lines."""

_HEADER = 64
_RETURNS = re.compile(rb"(?<!\r)\r++(?!\n)")
_ENDINGS = np.isin(np.arange(256), list(b"= \t\r"))
_ENCODINGS = np.isin(np.arange(256), list(b'EeQqBb \t"'))
_NAMES = np.array([int.from_bytes(name) for name in (b"PHO", b"LOG", b"SOU", b"KEY", b"AGE", b"BEG", b"END")])
_PEOPLE = np.array([int.from_bytes(name) for name in (b"ATTE", b"ORGA")])
_ENCODED = (b"ENCODING", b"QUOTED-PRINTABLE", b"BASE64")  # of two words at least one is not cut by a fold
_ATTACH = int.from_bytes(b"ATT")

_Places = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Items:
    """Lines with their folds: where each starts and stops in the data, where its first physical line ends and which
    that is, and whether more follow.

    end and next_number: the byte and the physical line after them all.
    """

    starts: _Places
    stops: _Places
    first_ends: _Places
    numbers: _Places
    is_folded: _Flags
    end: int
    next_number: int


def with_line_feeds(data: bytes) -> tuple[bytes, bool, bytes]:
    """The bytes with every line end a line feed, at the same places.

    Returns these bytes, whether several returns may stand before a line feed in them, and the returns at the end, on
    which the next byte decides.
    """
    kept = data.rstrip(b"\r")
    codes = np.frombuffer(kept, np.uint8)
    is_odd = bool(np.count_nonzero(codes == 13) != np.count_nonzero((codes[:-1] == 13) & (codes[1:] == 10)))
    if is_odd:
        kept = _RETURNS.sub(lambda found: b"\n" * len(found[0]), kept)
    return kept, is_odd, data[len(kept) :]


def items_in(data: bytes, number: int) -> Items | None:
    """The lines that are complete: a byte that is no blank follows them. number: physical line of the first byte."""
    codes = np.frombuffer(data, np.uint8)
    breaks = np.flatnonzero(codes[:-1] == 10)
    after = codes[breaks + 1]
    last = np.flatnonzero((after != 32) & (after != 9))
    if not len(last):
        return None
    first = np.append(0, last[:-1] + 1)
    ends = breaks[last]
    stops = ends - ((codes[ends - 1] == 13) & (ends > 0))
    starts = np.append(0, ends[:-1] + 1)
    return Items(
        starts, stops, breaks[first], first + number, last > first, int(ends[-1]) + 1, number + int(last[-1]) + 1
    )


def needs_care(data: bytes, items: Items, has_odd_returns: bool) -> _Flags:
    """Which lines need more than their folds undone.

    Those without a colon, empty ones, binaries, encoded ones, and what may end in a soft break.
    """
    codes = np.frombuffer(data, np.uint8)
    size = items.stops - items.starts
    places = np.append(np.flatnonzero(codes == ord(":")), len(data))
    colons = places[np.searchsorted(places, items.starts)]
    cared = (colons >= items.stops) | _ENDINGS[codes[items.stops - 1]] | (size > LONGEST_TEXT)
    large = np.flatnonzero((items.is_folded | (size > LONG)) & ~cared)
    if len(large):
        is_text = (colons[large] <= items.first_ends[large]) & _is_text(codes, items.starts[large], colons[large])
        if not _mentions_encoding(data):
            is_text |= _is_person(codes, items.starts[large])
        cared[large] = ~is_text
    return cared | items.is_folded if has_odd_returns else cared


def _mentions_encoding(data: bytes) -> bool:
    text = data.upper()  # ten times faster than a search that looks for either case
    return any(word in text for word in _ENCODED)


def _is_person(codes: npt.NDArray[np.uint8], starts: _Places) -> _Flags:
    """The line begins as ATTENDEE and ORGANIZER do, whose headers are long and often folded."""
    letters = codes[np.minimum(starts[:, None] + np.arange(4), len(codes) - 1)] & 0xDF
    return np.isin(letters.astype(np.int64) @ np.array([2**24, 2**16, 2**8, 1]), _PEOPLE)


def _is_text(codes: npt.NDArray[np.uint8], starts: _Places, colons: _Places) -> _Flags:
    """The header is short and names neither a binary, nor a component, nor a group, which could hide one, nor an
    encoding.
    """
    letters = codes[starts[:, None] + np.arange(4)] & 0xDF  # in upper case
    names = letters[:, :3].astype(np.int64) @ np.array([2**16, 2**8, 1])
    is_special = np.isin(names, _NAMES) | ((names == _ATTACH) & (letters[:, 3] == ord("A")))
    plain: _Flags = (
        (letters[:, 0] >= ord("A")) & (letters[:, 0] <= ord("Z")) & (colons - starts < _HEADER) & ~is_special
    )
    named = np.flatnonzero(plain)
    heads = codes[np.minimum(starts[named, None] + np.arange(_HEADER), len(codes) - 1)]
    is_within = np.arange(_HEADER) < (colons - starts)[named, None]
    has_group = ((heads == ord(".")) & is_within).any(axis=1)
    is_encoded = ((heads == ord(";")) & is_within)[:, :-1] & _ENCODINGS[heads[:, 1:]]
    plain[named] = ~has_group & ~is_encoded.any(axis=1)
    return plain
