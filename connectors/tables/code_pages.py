"""Windows-1252 or MacRoman: the two code pages that exports of Western Europe come in when they are not Unicode.

Nothing in such a file says which. Each byte above 127 is read both ways and weighed by what stands beside it: an
accented small letter inside a word speaks for a reading, a sign or a capital letter inside a word against it. A tie is
Windows-1252, which is far more usual.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_MOST = 20_000  # bytes that are weighed: more would not change the answer
_CONTEXT = re.compile(rb"(?=([\x00-\xff])([\x80-\xff])([\x00-\xff]))", re.DOTALL)
_LETTERS = frozenset("àâäáãåæçèéêëìíîïñòóôöõøœùúûüÿßšžð")
_SIGNS = frozenset("’‘“”„«»–—…€°·\u00a0&•©®™§£")  # met in texts, and as likely beside a word as anywhere


def code_page(lines: Iterable[bytes]) -> str:
    """The name of the code page of lines that are not UTF-8: cp1252 or mac_roman."""
    contexts: Counter[tuple[bytes, bytes, bytes]] = Counter()
    for line in lines:
        contexts.update(_CONTEXT.findall(b" " + line + b" "))
        if contexts.total() >= _MOST:
            break
    weights = {
        name: sum(count * _weight(*(_character(byte, name) for byte in context)) for context, count in contexts.items())
        for name in ("cp1252", "mac_roman")
    }
    return "mac_roman" if weights["mac_roman"] > weights["cp1252"] else "cp1252"


def character(byte: int) -> str:
    """A byte in Windows-1252; the five it leaves undefined become the control characters of Latin-1, as browsers do."""
    return bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252")


def _character(byte: bytes, name: str) -> str:
    return character(byte[0]) if name == "cp1252" else byte.decode(name)


def _weight(before: str, letter: str, after: str) -> int:
    """How well a character fits between its neighbours; positive when it does."""
    is_inside = before.isalpha() and after.isalpha()
    if letter.lower() in _LETTERS:
        if letter.islower():
            return 2 if before.isalpha() or after.isalpha() else 0
        is_odd = before.islower() or (before.isupper() and after.islower())
        return -3 if is_odd else 1 if before.isalpha() or after.isalpha() else 0
    if letter.isalpha():
        return -2
    if letter in _SIGNS:
        return 0 if letter == "’" or not is_inside else -2
    return -3 if letter < "\u00a0" or is_inside else -2
