"""One row per kind of occasion that is networking: what it is one of, among the means a plan sets.

grain: occasion

occasion  breakfast, lunch, dinner, coffee, drinks, seminar, ceremony, training, client_event or networking
mean      meal or event
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.values.occasions import means

reads = ()

_SCHEMA = pl.Schema({"occasion": pl.String(), "mean": pl.String()})


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each occasion of transforms/data/occasions.toml that is a mean of the plan, with that mean."""
    return pl.DataFrame(sorted(means().items()), schema=_SCHEMA, orient="row")
