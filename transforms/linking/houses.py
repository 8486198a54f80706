"""Which organisation a domain or a switchboard belongs to, as the book itself shows it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence

import polars as pl

from transforms.lexicon import words
from transforms.values.organisations import compact, domain_key

_SHORTENED = 8  # letters of a shortened domain that tell the house: fewer are the beginning of many


def stated_house(organisation_key: str) -> str:
    """The key of a house under which its name and its domain meet: 'bernard et fils' and bernardetfils.fr."""
    return compact(organisation_key)


def houses_of_domains(domains: pl.DataFrame, stated: pl.DataFrame) -> pl.DataFrame:
    """The houses that the domains of records tell: the one their holders name, else the one the domain spells.

    domains: record_id, sign (the domain); stated: record_id, house. Returns record_id, house, is_stated (false).
    """
    known = sorted(set(stated["house"]))
    distinct = domains["sign"].unique().sort()
    spelt = pl.DataFrame(
        [(domain, house) for domain in distinct for house in _spelt(domain, known)],
        schema={"sign": pl.String, "house": pl.String},
        orient="row",
    )
    by_spelling = domains.join(spelt, on="sign").select("record_id", "house", is_stated=pl.lit(False))
    return pl.concat([by_spelling, houses_of_points(domains, stated)])


def houses_of_points(points: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The house of each record's contact points, where at least two records that hold a point name one, and most of
    those that name any.

    points: record_id, sign; known: record_id, house. Returns record_id, house, is_stated (false).
    """
    named = (
        points.unique()
        .join(known.select("record_id", "house").unique(), on="record_id")
        .group_by("sign", "house")
        .agg(holders=pl.len())
    )
    naming = (
        points.unique().join(known.select("record_id").unique(), on="record_id").group_by("sign").agg(naming=pl.len())
    )
    best = named.join(naming, on="sign").filter((pl.col("holders") >= 2) & (2 * pl.col("holders") > pl.col("naming")))
    best = best.sort("sign", "holders", "house", descending=[False, True, False]).unique(
        "sign", keep="first", maintain_order=True
    )
    return points.unique().join(best, on="sign").select("record_id", "house", is_stated=pl.lit(False))


def _spelt(domain: str, known: Sequence[str]) -> list[str]:
    """The keys a domain may stand for.

    Its label, without legal form and words like 'groupe', and a known house whose name it shortens.
    """
    label = domain_key(domain)
    bare = _without_generic_words(label)
    found = {label, bare}
    for text in (label, bare):
        place = bisect_left(known, text)
        if (
            len(text) >= _SHORTENED
            and place < len(known)
            and known[place].startswith(text)
            and not _begins(known, place + 1, text)
        ):
            found.add(known[place])
    return sorted(found)


def _begins(known: Sequence[str], place: int, text: str) -> bool:
    return place < len(known) and known[place].startswith(text)


def _without_generic_words(label: str) -> str:
    generic: Collection[str] = {
        word
        for word in words("organisations", "generic_words") | words("organisations", "legal_forms")
        if len(word) > 2
    }
    pattern = "|".join(sorted((word.replace(" ", "") for word in generic), key=len, reverse=True))
    bare = re.sub(rf"^(?:{pattern})(?=.{{3,}})|(?<=...)(?:{pattern})$", "", label)
    return bare if len(bare) >= 3 else label
