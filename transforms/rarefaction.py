"""How many groups there would be among fewer people: what lets weeks of different sizes be compared."""

from __future__ import annotations

from math import lgamma

import polars as pl

POPULATION = ["population", "axis"]
KEY = ["week_end", *POPULATION]


def rarefied(sizes: pl.DataFrame, weights: pl.DataFrame) -> pl.DataFrame:
    """week_end, population, axis, d0_rarefied: groups expected among as many people as the smallest week has.

    sizes: the key and n_classified, of the weeks that may be compared; weights: the key and the weight of each group.
    Hurlbert: sum over groups of 1 - C(n - n_i, m) / C(n, m), m being the smallest n of a population and axis. Gamma
    functions stand for the factorials, since people in several groups count in parts.
    """
    smallest = pl.col("n_classified").min().over(POPULATION)
    groups = (
        weights.filter(pl.col("weight") > 0)
        .join(sizes.select(*KEY, "n_classified", m=smallest), on=KEY)
        .with_columns(others=pl.col("n_classified") - pl.col("weight"))
    )
    missed = (_log_choose("others") - _log_choose("n_classified")).exp()
    is_certain = pl.col("others") < pl.col("m") - 1e-9
    return (
        groups.with_columns(missed=pl.when(is_certain).then(0.0).otherwise(missed))
        .group_by(KEY)
        .agg(d0_rarefied=(1 - pl.col("missed")).sum())
    )


def _log_choose(column: str) -> pl.Expr:
    """Logarithm of the number of ways to choose m of so many."""
    rest = pl.max_horizontal(pl.col(column) - pl.col("m"), 0.0)
    return _log_factorial(pl.col(column)) - _log_factorial(rest) - _log_factorial(pl.col("m"))


def _log_factorial(numbers: pl.Expr) -> pl.Expr:
    return (numbers + 1).map_batches(
        lambda values: pl.Series([lgamma(value) for value in values], dtype=pl.Float64), return_dtype=pl.Float64
    )
