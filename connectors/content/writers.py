"""Which program wrote a file, as its PRODID lines say."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

_VERSION = re.compile(r"\bv?\d[\w.+-]*", re.IGNORECASE)


def product_family(prodid: str) -> str | None:
    """The program that a PRODID names, folded, without version and language; null when it names none.

    `-//Apple Inc.//iPhone OS 18.0.1//EN` → `apple inc./iphone os`: an update of the program makes no other writer.
    """
    parts = [part for part in prodid.split("//") if part.strip(" -+")]
    named = parts[:-1] if len(parts) > 1 and re.fullmatch(r"\s*[A-Za-z]{2}(?:[-_]\w+)?\s*", parts[-1]) else parts
    plain = (" ".join(_VERSION.sub(" ", part).casefold().split()) for part in named)
    return "/".join(part for part in plain if part) or None


def writer_of(prodids: Iterable[str], holders: int) -> str | None:
    """The family that most of the components name that could have a PRODID.

    prodids: their values, in any order; holders: how many cards, or calendars, the file has. Null when fewer than half
    name one family: a book that collects cards of many programs has no writer.
    """
    families = pl.Series([product_family(text) for text in prodids], dtype=pl.String).drop_nulls()
    if families.is_empty():
        return None
    most = families.value_counts().sort("count", "", descending=[True, False]).row(0)
    return str(most[0]) if 2 * most[1] >= holders else None
