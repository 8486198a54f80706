"""French and English typography for the report's own words, and harmless text from the data's."""

from __future__ import annotations

import re
import unicodedata

NARROW = "\u202f"  # narrow no-break space: French puts it before : ; ? ! % and inside guillemets
WIDE = "\u00a0"

_BEFORE_SIGN = re.compile(r"[ \u00a0\u202f]+([:;?!%»])")
_AFTER_OPENING = re.compile(r"«[ \u00a0\u202f]+")
_NUMBER_AND_NOUN = re.compile(r"(?<=\{n\}) (?=[^\W\d_])")
_SPACES = re.compile("[ \u2028\u2029]+")  # not the no-break spaces: numbers are written with them
# Overrides and embeddings can turn the rest of a line round: a name has no need of them.
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def typeset(text: str, language: str) -> str:
    """`text` as a printer would set it in `language`: curly apostrophes, a number kept with its noun, French spaces."""
    text = _NUMBER_AND_NOUN.sub(WIDE, text.replace("'", "’"))
    if language == "fr":
        text = _AFTER_OPENING.sub(f"«{NARROW}", _BEFORE_SIGN.sub(rf"{NARROW}\1", text))
    return text


def clean(text: str) -> str:
    """Text from the data on one line: no control characters, no direction marks, runs of white space made one space."""
    kept = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text if sign not in _BIDI_CONTROLS)
    return _SPACES.sub(" ", kept).strip()


def clip(text: str, length: int) -> str:
    """`text` of at most `length` signs, cut at a word where one ends in the last third, with an ellipsis."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > length * 2 // 3 else cut).rstrip(" ,;:-") + "…"
