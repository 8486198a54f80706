"""One row per pair of different given names in the book that may be one person's, single initials apart.

grain: given_a, given_b

given_a    the smaller given name, compact
given_b    the larger given name, compact
agreement  variant (nickname, spelling), partial (a second name left out), initial (initials of a double name) or typo
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import polars as pl

from transforms.linking.entities import given_names
from transforms.linking.words_alike import alike_pairs, given_agreement, given_keys, pairs_frame

reads = ("link.name_forms",)

_SCHEMA = pl.Schema(dict.fromkeys(("given_a", "given_b", "agreement"), pl.String))


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    forms = frames["link.name_forms"].filter(pl.col("given") != "")
    stated = forms.filter("is_main", "is_full").unique(["given", "family"])
    seen_often = stated.group_by("given").len().filter(pl.col("len") > 1)["given"]
    agreement = partial(given_agreement, attested=given_names() | frozenset(seen_often))
    return pairs_frame(alike_pairs(forms["given_words"], given_keys, agreement), _SCHEMA)
