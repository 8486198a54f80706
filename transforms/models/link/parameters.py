"""One row per weight that linking goes by: what is likely of two records of one person, and of two.

grain: comparison, level, side

comparison  given_name, family_name, …, as in link.comparisons; prior or namesakes
level       level of agreement; of namesakes: beside or times; empty of the prior
side        match: of two records of one person; other: of two people
value       probability; prior: pairs of one person, per person and record; namesakes: other people of a full
            name beside those that chance gives, and how many times chance of a common one
origin      learned: estimated in this run; kept: in an earlier one, on a book of about this size
people      people in the book it was estimated on
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.linking.parameters import SCHEMA, learned, shipped, still_fits, stored

reads = (
    "link.learning_comparisons",
    "link.pair_surprises",
    "link.name_counts",
    "link.name_shares",
    "raw.linking_parameters",
)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    shares = frames["link.name_shares"]
    people = int(shares.select(pl.col("people").max()).item() or 0)
    given, family = (
        shares.filter(part=part).select(pl.col("word").alias(part), pl.col("share").alias(f"{part}_share"))
        for part in ("given", "family")
    )
    names = frames["link.name_counts"].join(given, on="given").join(family, on="family")
    counts = names.select("profiles", by_chance=people * pl.col("given_share") * pl.col("family_share"))
    kept = frames["raw.linking_parameters"]
    if still_fits(kept, people):
        return stored(kept)
    return learned(shipped(), frames["link.learning_comparisons"], frames["link.pair_surprises"], counts, people).cast(
        dict(SCHEMA.items())
    )
