"""One row per target of the plan.

grain: axis, value

axis    sector, seniority, function, organisation, place or person
value   as the plan writes it
folded  in plain lower-case letters and digits, words separated by one space
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.text import fold_text, map_unique

reads = ("raw.plan_targets",)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each target once."""
    targets = frames["raw.plan_targets"].select("axis", "value").unique()
    return targets.with_columns(map_unique(targets["value"], fold_text).alias("folded"))
