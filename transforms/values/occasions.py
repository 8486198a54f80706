"""What an event is, from its title: lunch, seminar, call …, by ordered regular expressions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import polars as pl

from transforms.lexicon import table
from transforms.text import fold_title
from transforms.values.called_off import called_off

Rule = tuple[str, re.Pattern[str]]
_SCHEMA = pl.Schema({"summary": pl.String(), "occasion": pl.String()})


@cache
def lexicon() -> tuple[Rule, ...]:
    """The house rules in their order: occasion and pattern for folded titles."""
    return tuple((entry["occasion"], re.compile(entry["pattern"])) for entry in table("occasions")["pattern"])


@cache
def means() -> dict[str, str]:
    """The mean, meal or event, of each kind of occasion that is networking."""
    return {occasion: mean for mean, occasions in table("occasions")["means"].items() for occasion in occasions}


def user_rules(written: Sequence[tuple[str, str]]) -> tuple[Rule, ...]:
    """Rules of the user, (occasion, pattern) in their order; patterns may be written with accents and capitals."""
    return tuple((occasion, re.compile(_fold_pattern(pattern))) for occasion, pattern in written)


def _fold_pattern(pattern: str) -> str:
    r"""The pattern for folded titles. What follows a backslash keeps its case: \S is not \s."""
    return "".join(part if part.startswith("\\") else fold_title(part) for part in re.split(r"(\\.)", pattern))


def classify_occasions(titles: pl.Series, rules: Sequence[Rule] = ()) -> pl.DataFrame:
    """Occasion of each distinct title.

    titles: as written, any order, nulls and repeats allowed; rules: the user's, tried before the lexicon.
    Returns summary, occasion: one row per distinct title that is not null, sorted. Never raises on a title.
    """
    distinct = titles.drop_nulls().unique().sort()
    every = (*rules, *lexicon())
    rows = [(title, classify(title, every)) for title in distinct]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def classify(title: str, rules: Sequence[Rule]) -> str:
    """The occasion of the first rule found in the title, `other` when none is; cancelled before all rules."""
    if called_off(title) == "cancelled":
        return "cancelled"
    folded = fold_title(title)
    return next((occasion for occasion, pattern in rules if pattern.search(folded)), "other")
