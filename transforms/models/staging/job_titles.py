"""One row per distinct job title.

grain: title

title      as written on cards, or as the user set it
function   general_management, finance, sales …, other; null when the title says nothing
seniority  owner, c_level, director, manager, staff or other; null when the title says nothing
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.values.titles import classify_titles

reads = ("staging.contacts", "staging.person_decisions")


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each distinct title is classified once."""
    decided = frames["staging.person_decisions"].filter(pl.col("field") == "title")["value"].alias("title")
    titles = pl.concat([frames["staging.contacts"]["title"], decided]).drop_nulls().unique().sort()
    return classify_titles(titles).select("title", "function", "seniority")
