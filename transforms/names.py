"""Names of people: folded for comparison, cleaned for reading, cut into given and family name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Set
from functools import cache, lru_cache
from typing import NamedTuple

import polars as pl

from transforms.lexicon import table, words

_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_BRACKETED = re.compile(r"[(\[{]([^)\]}]*)[)\]}]?")
_QUOTED = re.compile(r"[\"“”«»„]\s*([^\"“”«»„]+?)\s*[\"“”«»„]|(?<!\w)['‘’]([^'‘’]+)['‘’](?!\w)")
_AFTER_BAR = re.compile(r"\s+[-–—|•·/@:]\s+.*$|\s*[|•·].*$|\s+(?:chez|at|from|@)\s+.*$", re.IGNORECASE)
_MOJIBAKE = re.compile("[ÃÂÄÅÐÑÎÏ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")


class Name(NamedTuple):
    """A person's name as people write it. Empty text where a part is not known; birth_name: family name before marriage."""

    given: str
    family: str
    additional: str = ""
    birth_name: str = ""
    nickname: str = ""

    @property
    def display(self) -> str:
        return f"{self.given} {self.family}".strip()


@cache
def _letters() -> dict[int, str]:
    return {ord(letter): plain for script in table("letters").values() for letter, plain in script.items()}


@lru_cache(maxsize=2**16)  # names and towns come again, in one model and in the next
def fold_text(text: str | None) -> str:
    """The text in plain lower-case letters and digits, words separated by one space: 'Œuvre–Ångström' is 'oeuvre angstrom'."""
    if not text:
        return ""
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    plain = unicodedata.normalize("NFKC", text).lower().translate(_letters())
    marks_apart = unicodedata.normalize("NFKD", plain)
    bare = "".join(c for c in marks_apart if not unicodedata.combining(c)).translate(_letters())
    return _NOT_WORD.sub(" ", bare).strip()


def fold(values: pl.Series) -> pl.Series:
    """`fold_text` of each value; null stays null. Each distinct value is folded once."""
    return map_unique(values, fold_text)


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
    if text.isascii():
        return _SPACES.sub(" ", text).strip(" ,;_*\t")
    # categories: So/Sk/Cs/Co/Cn symbols and emoji, Cc/Cf controls and joiners; Sm and Sc stay (a name may hold '+')
    kept = "".join(" " if unicodedata.category(c) in ("So", "Sk", "Cs", "Co", "Cn", "Cc", "Cf") or "\ufe00" <= c <= "\ufe0f" else c for c in text)
    return _SPACES.sub(" ", kept).strip(" ,;_*\t")


def parse_name(
    formatted: str | None,
    given: str | None = None,
    family: str | None = None,
    additional: str | None = None,
    organisation: str | None = None,
    organisations: frozenset[str] = frozenset(),
) -> Name:
    """The name that the parts of a card state, or that its full text holds.

    Parts win over the text; a whole name in one part is cut; parts that are swapped by the look of their capitals are put right.
    organisation, organisations: the record's own and those of the book, folded: one at the end of the text is taken off ('Marie Dupont VAM').
    Never raises; text without a name gives empty parts.
    """
    houses = (organisations, {fold_text(organisation)})  # not one set: those of a large book would be copied for each name
    first, birth_1, nick_1 = _bare(given, houses)
    last, birth_2, nick_2 = _bare(family, houses)
    birth, nickname = birth_1 or birth_2, nick_1 or nick_2
    if not first and not last:
        text, birth, nickname = _bare(formatted, houses)
        first, last = split_name(text)
    elif not first or not last:
        whole = first or last
        first, last = split_name(whole) if len(whole.split()) > 1 else (first, last)
    elif _is_upper(first) and not _is_upper(last):
        first, last = last, first
    return Name(_cased(first, False), _cased(last, True), _cased(clean(additional), False), _cased(birth, True), nickname)


def _bare(text: str | None, houses: Iterable[Set[str]]) -> tuple[str, str, str]:
    """The text without what stands beside a name, the birth name and the nickname it gives."""
    text = clean(text)
    if not text or "@" in text.strip("@ "):
        return "", "", ""
    birth, nickname = "", ""
    for inner in (found.group(1).strip() for found in _BRACKETED.finditer(text)):
        head, _, rest = inner.partition(" ")
        if fold_text(head) in words("names", "birth_words"):
            birth = rest.strip()
        elif inner and fold_text(inner) not in words("names", "credentials"):
            nickname = inner
    text = _BRACKETED.sub(" ", text)
    for quoted in _QUOTED.finditer(text):
        nickname = (quoted.group(1) or quoted.group(2)).strip()
    text = _AFTER_BAR.sub("", _QUOTED.sub(" ", text))
    text, birth = _without_birth_name(_without_titles(text), birth)
    return _without_organisation(text, houses), birth, nickname


def _without_titles(text: str) -> str:
    """The text without honorifics before it and credentials after it, a comma form turned round."""
    head, *tail = [" ".join(_without_honorifics(part.split())) for part in text.split(",") if part.strip()] or [""]
    tail = [part for part in tail if not _is_credential(part)]
    if tail and len(tail) == 1 and head:
        head = f"{tail[0]} {head.upper() if not _is_upper(tail[0]) else head}"  # 'Dupont, Marie': capitals tell split_name which is the family name
    parts = _without_honorifics(head.split())
    while len(parts) > 2 and _is_credential(parts[-1]):
        parts = parts[:-1]
    return " ".join(parts)


def _without_honorifics(parts: list[str]) -> list[str]:
    while len(parts) > 1 and fold_text(parts[0]) in words("names", "honorifics"):
        parts = parts[1:]
    return parts


def _is_credential(text: str) -> bool:
    folded = fold_text(text)
    known = words("names", "credentials")
    return not folded or folded in known or folded.replace(" ", "") in known or all(part in known for part in folded.split())


def _without_birth_name(text: str, birth: str) -> tuple[str, str]:
    parts = text.split()
    for index, part in enumerate(parts[1:], start=1):
        if fold_text(part) in ("nee", "geb", "born") and index + 1 < len(parts):
            return " ".join(parts[:index]), birth or " ".join(parts[index + 1 :])
    return text, birth


def _without_organisation(text: str, houses: Iterable[Set[str]]) -> str:
    """The text without an organisation at its end; a single word must be in capitals, since firms bear the names of families."""
    parts = text.split()
    for length in range(len(parts) - 2, 0, -1):
        tail = parts[-length:]
        folded = fold_text(" ".join(tail))
        if any(folded in names for names in houses) and (length > 1 or _is_upper(tail[0])):
            return " ".join(parts[:-length])
    return text


def split_name(text: str) -> tuple[str, str]:
    """Given and family name of a full name.

    Capitals tell the family name where only some words have them ('DUPONT Marie'); otherwise the given name stands first,
    a hyphenated or French double given name is kept whole ('Anne Sophie Martin'), particles belong to the family name. One word is a given name.
    """
    parts = text.split()
    if len(parts) < 2:
        return text, ""
    capitals = [_is_upper(part) for part in parts]
    if any(capitals) and not all(capitals):
        marked = [i for i, upper in enumerate(capitals) if upper]
        first, last = marked[0], marked[-1]
        while first > 0 and parts[first - 1].islower() and fold_text(parts[first - 1]) in words("names", "particles"):
            first -= 1
        rest = parts[:first] + parts[last + 1 :]
        if rest:
            return " ".join(rest), " ".join(parts[first : last + 1])
    return _split_by_place(parts)


def _split_by_place(parts: list[str]) -> tuple[str, str]:
    heads, tails, particles = (words("names", key) for key in ("compound_heads", "compound_tails", "particles"))
    cut = 1
    is_double = fold_text(parts[0]) in heads and fold_text(parts[1]) in tails
    if len(parts) > 2 and (is_double or _is_initial(parts[1])):
        cut = 2
    elif len(parts) == 3 and fold_text(parts[1]) not in particles and fold_text(parts[0]) not in particles:
        cut = 2 if "-" not in parts[2] else 1
    return " ".join(parts[:cut]), " ".join(parts[cut:])


def _is_initial(part: str) -> bool:
    return len(part.rstrip(".")) == 1


def _is_upper(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() or c == "ß" for c in letters) and not text.endswith(".")


def _cased(text: str, is_family: bool) -> str:
    """The name in mixed case when it is written in one case; particles of a family name small."""
    if not text or not (_is_upper(text) or text.islower()):
        return text
    particles = words("names", "particles") - {"el", "al", "ben", "le", "la", "les", "mac", "mc", "san", "saint", "st", "ait"}
    return " ".join(part.lower() if is_family and fold_text(part) in particles and " " in text else _titled(part) for part in text.split())


def _titled(part: str) -> str:
    return "".join(piece.capitalize() if index % 2 == 0 else piece for index, piece in enumerate(re.split(r"([-'’.])", part)))


def name_key(given: str, family: str) -> str:
    """Given and family name folded, words in alphabetical order: equal for either order of a name."""
    return " ".join(sorted(fold_text(f"{given} {family}").split()))
