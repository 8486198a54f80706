"""Whether the diversity of a population changed between two weeks, or only the luck of who was in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

RESAMPLES = 1000
CHUNK_CELLS = 4_000_000  # numbers held at once: 32 MB

Floats = npt.NDArray[np.float64]


def resampled_change(
    members: pl.DataFrame, groups: pl.DataFrame, seed: Sequence[int]
) -> tuple[float | None, float | None]:
    """5 % and 95 % quantile of the change of d1 (effective number of groups), by a paired bootstrap of 1,000 resamples.

    members: person_id, is_now, is_before: people of either week, drawn with replacement; groups: person_id, category,
    weight. People alike in both weeks and in their groups are drawn together, so the order of the rows changes nothing.
    (None, None) when nobody is classified in one of the weeks in any resample. Deterministic for a seed.
    """
    kinds, shares = _kinds(members, groups)
    if kinds.is_empty():
        return None, None
    sizes = kinds["people"].to_numpy()
    rng = np.random.default_rng(list(seed))
    now, before = shares.filter(pl.col("is_now")), shares.filter(pl.col("is_before"))
    rows = max(1, CHUNK_CELLS // max(len(sizes), len(shares), 1))
    changes = []
    for start in range(0, RESAMPLES, rows):
        drawn = rng.multinomial(sizes.sum(), sizes / sizes.sum(), size=min(rows, RESAMPLES - start))
        changes.append(_effective_numbers(drawn, now) - _effective_numbers(drawn, before))
    difference = np.concatenate(changes)
    difference = difference[~np.isnan(difference)]
    if not len(difference):
        return None, None
    low, high = np.quantile(difference, [0.05, 0.95])
    return float(low), float(high)


def _kinds(members: pl.DataFrame, groups: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Kinds of people (kind, people) and their groups (kind, is_now, is_before, category, weight), in an order of their
    own.
    """
    memberships = groups.sort("category").group_by("person_id", maintain_order=True).agg("category", "weight")
    joined = members.join(memberships, on="person_id", how="left")
    kinds = (
        joined.with_columns(key=pl.col("category").list.join("\x1f"))
        .group_by("is_now", "is_before", "key")
        .agg(pl.len().alias("people"), pl.col("category").first(), pl.col("weight").first())
        .sort("is_now", "is_before", "key", nulls_last=True)
        .with_row_index("kind")
    )
    shares = kinds.drop_nulls("category").explode("category", "weight")
    return kinds, shares


def _effective_numbers(drawn: npt.NDArray[np.int64], shares: pl.DataFrame) -> Floats:
    """d1 of each resample; nan where nobody is classified.

    drawn: resamples × kinds, number of times each kind was drawn.
    """
    if shares.is_empty():
        return np.full(len(drawn), np.nan)
    ordered = shares.sort("category", "kind")
    starts = np.flatnonzero(np.append(True, (ordered["category"].shift(-1) != ordered["category"]).to_numpy()[:-1]))
    counted = drawn[:, ordered["kind"].to_numpy()] * ordered["weight"].to_numpy()
    sums: Floats = np.add.reduceat(counted, starts, axis=1)
    totals = sums.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        logarithms = np.where(sums > 0, sums * np.log(sums), 0).sum(axis=1)
        numbers: Floats = np.exp(np.log(totals) - logarithms / totals)
    return numbers
