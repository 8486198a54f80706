"""One row per pair of different family names in the book that may be one person's, initials apart.

grain: family_a, family_b

family_a   the smaller family name, compact
family_b   the larger family name, compact
agreement  variant (another spelling), partial (one of two names left out) or typo
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.linking.words_alike import alike_pairs, family_agreement, family_keys, pairs_frame

reads = ("link.name_forms",)

_SCHEMA = pl.Schema(dict.fromkeys(("family_a", "family_b", "agreement"), pl.String))


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    forms = frames["link.name_forms"].filter(pl.col("family").str.len_chars() > 1)
    return pairs_frame(alike_pairs(forms["family_words"], family_keys, family_agreement), _SCHEMA)
