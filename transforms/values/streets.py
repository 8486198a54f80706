"""Streets with their numbers in one form, so that spellings of one house meet."""

from __future__ import annotations

import re

from transforms.lexicon import words
from transforms.text import fold_text

_NUMBER = re.compile(r"\d+[a-z]?")
_GERMAN = re.compile(r"(?<=\w{3})(?:strasse|str)$")
_FLAT = re.compile(
    r"^(?:(?:flat|unit|apt|apartment|appt|appartement|bat|batiment|suite|top|floor|etage)\s+\w+\s+)+|^\d+\s*/\s*(?=\d)"
)


def street_house(text: str | None) -> str | None:
    """Number and name of a street, folded, without the word for street: '12 rosiers' of '12, rue des Rosiers'.

    Null without a number or without a name: neither a village nor a box says of which house it is.
    """
    folded = fold_text(_FLAT.sub("", (text or "").partition("\n")[0].lower()))
    parts = _FLAT.sub("", folded).split()
    number = next((part for part in parts if _NUMBER.fullmatch(part)), None)
    kinds = words("streets", "kinds")
    name = [_GERMAN.sub("", part) for part in parts if not part[0].isdigit() and part not in kinds]
    return f"{number} {''.join(name)}" if number and name else None
