"""One row per pair of records of people that were compared and whose names could be one person's.

grain: record_a, record_b

record_a        the smaller record id
record_b        the larger record id
name_agreement  full, variant, middle, former_family, partial, typo, initial, single, other_family, unknown or conflict
evidence        the signs found for and against, in words
weight          bits for (positive) or against one person
name_weight     the part of the weight that the names give
is_name_alone   nothing but the names speaks for one person
is_link         the weight is enough to take them for one person
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.linking.pairs import compared_pairs, is_link
from transforms.linking.profiles import READS, profiles

reads = READS

_TEXTS: dict[str, pl.DataType] = dict.fromkeys(("record_a", "record_b", "name_agreement", "evidence"), pl.String())
_WEIGHTS: dict[str, pl.DataType] = dict.fromkeys(("weight", "name_weight"), pl.Float64())
_SCHEMA = pl.Schema({**_TEXTS, **_WEIGHTS, "is_name_alone": pl.Boolean(), "is_link": pl.Boolean()})


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    pairs = compared_pairs(profiles(frames))
    columns = {
        "record_a": [one for one, _, _ in pairs],
        "record_b": [two for _, two, _ in pairs],
        "name_agreement": [found.name_agreement for _, _, found in pairs],
        "evidence": ["\n".join(found.evidence) for _, _, found in pairs],
        "weight": [found.weight for _, _, found in pairs],
        "name_weight": [found.name_weight for _, _, found in pairs],
        "is_name_alone": [found.is_name_alone for _, _, found in pairs],
        "is_link": [is_link(found) for _, _, found in pairs],
    }
    # lists of words are made here in one step: one by one they take longer than the comparisons
    signs = pl.when(pl.col("evidence") == "").then(pl.lit([], dtype=pl.List(pl.String))).otherwise(pl.col("evidence").str.split("\n"))
    return pl.DataFrame(columns, schema=_SCHEMA).with_columns(signs.alias("evidence"))
