"""Text of names: folded for comparison, cleaned for reading."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import polars as pl

from transforms.lexicon import table

_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_MOJIBAKE = re.compile(
    "[ÃÂÄÅÐÑÎÏ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_STYLED = re.compile("[\U0001d400-\U0001d7ff]")  # mathematical letters, which some write their name in to stand out
_IN_TITLES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "ʼ": "'", "‐": "-", "‑": "-"})
_JOINERS = "\u200c\u200d"  # they shape Persian and Indian words, and join the parts of an emoji


@cache
def _letters() -> dict[int, str]:
    return {ord(letter): plain for script in table("letters").values() for letter, plain in script.items()}


_LONGEST_KEPT = 200  # characters: names and towns come again, in one model and in the next; long texts do not


def fold_text(text: str | None) -> str:
    """The text in plain lower-case letters and digits, words separated by one space.

    'Œuvre–Ångström' is 'oeuvre angstrom'.
    """
    if not text:
        return ""
    return _kept_fold(text) if len(text) <= _LONGEST_KEPT else _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    plain = unicodedata.normalize("NFKC", text).lower().translate(_letters())
    marks_apart = unicodedata.normalize("NFKD", plain)
    bare = "".join(c for c in marks_apart if not unicodedata.combining(c)).translate(_letters())
    return _NOT_WORD.sub(" ", bare).strip()


_kept_fold = lru_cache(maxsize=2**16)(_folded)


def fold_title(title: str) -> str:
    """The title without accents, in lower case, ligatures, apostrophes and hyphens in plain characters."""
    decomposed = unicodedata.normalize("NFKD", title.translate(_IN_TITLES))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()


def map_unique(values: pl.Series, function: object) -> pl.Series:
    """The text function of each value, computed once per distinct value; null stays null, empty text becomes null."""
    assert callable(function)
    known = {value: function(value) or None for value in values.unique().drop_nulls()}
    return pl.Series(values.name, [known[value] if value is not None else None for value in values], dtype=pl.String)


def repair(text: str) -> str:
    """The text with letters put right that were UTF-8 read as Windows-1252: 'JoÃ«lle' is 'Joëlle'."""
    if not _MOJIBAKE.search(text):
        return text
    # Python's cp1252 leaves five bytes undefined that Windows maps straight through
    raw = b"".join(c.encode("cp1252") if _in_cp1252(c) else c.encode("latin-1", "replace") for c in text)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return text


def _in_cp1252(letter: str) -> bool:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def clean(text: str | None) -> str:
    """The text without emoji, control characters and doubled spaces, its letters composed."""
    if not text:
        return ""
    text = unicodedata.normalize("NFC", repair(text))
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip(_AROUND)
    if _STYLED.search(text):
        text = _STYLED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _SPACES.sub(" ", "".join(map(_kept, text, " " + text, text[1:] + " "))).strip(_AROUND)


_AROUND = " ,;_*\t"


def _kept(sign: str, before: str, after: str) -> str:
    """The sign itself, a space where one was seen, or nothing for what never was.

    Categories: So, Sk, Cs, Co, Cn are symbols and emoji, Cc controls, Cf direction marks and joiners; Sm and Sc stay (a
    name may hold '+').
    """
    if sign in _JOINERS:
        return sign if before.isalpha() and after.isalpha() else ""
    category = unicodedata.category(sign)
    if category == "Cf":
        return ""
    return " " if category in ("So", "Sk", "Cs", "Co", "Cn", "Cc") or "\ufe00" <= sign <= "\ufe0f" else sign


def is_upper(text: str) -> bool:
    """True of two letters or more, all capitals, that are no abbreviation ('J.P.')."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() or c == "ß" for c in letters) and not text.endswith(".")


def name_key(given: str, family: str) -> str:
    """Given and family name folded, words in alphabetical order: equal for either order of a name."""
    return " ".join(sorted(fold_text(f"{given} {family}").split()))
