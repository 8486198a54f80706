"""The words by which the generic reader knows what a header says, and the names of people among cells."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

NAME = "generic"
"""What a table that no dialect describes is taken for."""


def share_of_people(values: pl.Series) -> float:
    """The share, 0 to 1, of the filled cells that could be the whole name of a person.

    Two to five capitalised words, none of them a company's.
    """
    filled = [value.strip() for value in values.drop_nulls()]
    return sum(_is_person(value) for value in filled) / len(filled) if filled else 0.0


def _is_person(value: str) -> bool:
    words = value.split()
    return (
        bool(re.fullmatch(r"(?:[^\W\d_][\w'’.-]*,?\s+){1,4}[^\W\d_][\w'’.-]*", value))
        and not any(character.isdigit() for character in value)
        and sum(word[0].isupper() for word in words) >= min(2, len(words))
        and not {folded(word) for word in words} & words_of("not_people", "companies")
        and folded(words[0]) not in words_of("not_people", "articles")
    )


def folded(text: str) -> str:
    """A header as the generic reader compares it: camel case and signs as blanks, lower case, without accents."""
    spaced = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", text)
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", spaced.casefold()) if not unicodedata.combining(letter)
    )
    return " ".join(re.findall(r"[a-z0-9]+", plain))


@cache
def vocabulary() -> dict[str, Any]:
    """words.toml."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


@cache
def words_of(table: str, name: str) -> frozenset[str]:
    """One list of words of the vocabulary."""
    return frozenset(vocabulary()[table][name])
