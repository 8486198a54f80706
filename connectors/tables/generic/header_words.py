"""What a header of a table that no dialect describes says by its words."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from connectors.tables.dialects import Column
from connectors.tables.generic.vocabulary import folded, vocabulary, words_of

REACHES = ("emails", "tels")
"""The fields by which people are reached."""


@cache
def said(name: str) -> tuple[Column, ...]:
    """What a header says by its words.

    A known word, or one that is left when the words for a kind and those that say nothing are taken away.
    """
    text = folded(name)
    types = tuple(kind for kind, words in vocabulary()["types"].items() if set(words) & set(text.split()))
    bare = " ".join(word for word in text.split() if word not in words_of("fillers", "words"))
    plain = " ".join(
        word for word in bare.split() if not any(word in words for words in vocabulary()["types"].values())
    )
    for candidate in (text, bare, plain):
        if readings := _known(candidate):
            return tuple(
                replace(column, types=types if column.field in (*REACHES, "urls") else ()) for column in readings
            )
    return _said_twice(name)


def _said_twice(name: str) -> tuple[Column, ...]:
    """What a header says in two words or two languages.

    Company / Organisation, Prénom / Vorname. () when they say different things.
    """
    parts = re.split(r"\s*[/|]\s*|\s+(?:ou|or|oder)\s+", name)
    readings = [said(part) for part in parts] if len(parts) > 1 else []
    fields = {one[0].field if one else "" for one in readings}
    return readings[0] if len(fields) == 1 else ()


def _known(text: str) -> tuple[Column, ...]:
    if text in words_of("ambiguous", "name"):
        return (Column("formatted_name", label="name"),)
    if text in words_of("ambiguous", "given"):
        return (Column("formatted_name", label="given"),)
    if text in words_of("ambiguous", "title"):
        return (Column("title"), Column("honorific_prefixes"))
    for field, words in vocabulary()["fields"].items():
        if text in words:
            name, _, part = field.partition(".")
            return (Column(name, part, separator="," if name == "categories" else None),)
    return ()
