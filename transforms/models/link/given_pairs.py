"""One row per pair of different given names in the book that may be one person's, single initials apart.

grain: given_a, given_b

given_a    the smaller given name, compact
given_b    the larger given name, compact
agreement  variant (nickname, spelling), partial (a second name left out), initial (initials of a double name) or typo
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.linking.entities import given_names
from transforms.linking.words_alike import alike_pairs, compact, given_agreement, given_keys, pairs_frame

reads = ("link.name_forms",)

_FEWER = 20  # times that a name is borne less than one it may be a misspelling of

_SCHEMA = pl.Schema(dict.fromkeys(("given_a", "given_b", "agreement"), pl.String))


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    forms = frames["link.name_forms"].filter(pl.col("given") != "")
    stated = forms.filter("is_main", "is_full").unique(["given", "family"])
    families = dict(stated.group_by("given").len().iter_rows())
    known = given_names()
    attested = known | frozenset(given for given, count in families.items() if count > 1)

    def agreement(one: str, two: str) -> str | None:
        first, second = compact(one), compact(two)
        rarer, other = sorted((first, second), key=lambda name: families.get(name, 0))
        # of a name that many bear the same misspelling comes again
        is_misspelt = rarer not in known and families.get(rarer, 0) * _FEWER <= families.get(other, 0)
        return given_agreement(one, two, frozenset() if is_misspelt else attested)

    return pairs_frame(alike_pairs(forms["given_words"], given_keys, agreement), _SCHEMA)
