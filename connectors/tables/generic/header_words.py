"""What a header of a table that no dialect describes says by its words."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import polars as pl

from connectors.tables.dialects import Column
from connectors.tables.generic.vocabulary import folded, share_of_people, vocabulary, words_of

REACHES = ("emails", "tels")
"""The fields by which people are reached."""
_TYPED = (*REACHES, "urls", "adrs")
_RELATED = ("assistant", "spouse")
"""How somebody stands to the person of the row whose name is handed on as that of a related person."""


@cache
def other_person(name: str) -> str | None:
    """How somebody else, of whom a header tells, stands to the person of the row; None where it tells of that person.

    The owner of a record, an assistant, who is to be called in an emergency: a list of `others` in words.toml.
    """
    text = f" {folded(name)} "
    if any(text.strip() in words for words in vocabulary()["fields"].values()):
        return None
    fitting = (kind for kind, phrases in vocabulary()["others"].items() if any(f" {one} " in text for one in phrases))
    return next(fitting, None)


def related_person(name: str, cells: pl.Series) -> tuple[Column, ...]:
    """What a column says that names an assistant or a spouse; () where it does not, or holds no names."""
    relation = other_person(name)
    is_named = relation in _RELATED and share_of_people(cells) >= 0.5
    return (Column("related", types=(relation,)),) if relation and is_named else ()


@cache
def said(name: str) -> tuple[Column, ...]:
    """What a header says by its words.

    A known word, or one that is left when the words for a kind and those that say nothing are taken away. Nothing of
    what is somebody else's.
    """
    text = folded(name)
    if other_person(name) is not None:
        return ()
    types = types_of(name)
    bare = " ".join(word for word in text.split() if word not in words_of("fillers", "words"))
    plain = " ".join(
        word for word in bare.split() if not any(word in words for words in vocabulary()["types"].values())
    )
    for candidate in (text, bare, plain):
        if readings := _known(candidate):
            group = "further" if candidate != text and words_of("fillers", "further") & set(text.split()) else ""
            return tuple(
                replace(
                    column,
                    types=types if column.field in _TYPED else (),
                    group=group if column.field == "adrs" else "",
                )
                for column in readings
            )
    return _said_twice(name)


def types_of(name: str) -> tuple[str, ...]:
    """The kinds of value that a header has words for: work, home, cell …"""
    words = set(folded(name).split())
    return tuple(kind for kind, known in vocabulary()["types"].items() if set(known) & words)


def _said_twice(name: str) -> tuple[Column, ...]:
    """What a header says in two words or two languages.

    Company / Organisation, Prénom / Vorname. () when they say different things.
    """
    parts = re.split(r"[/|]|(?<=\s)(?:ou|or|oder)(?=\s)", name)
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
