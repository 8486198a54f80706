"""One row per contact seen with another contact in a small event: how often it stands between others.

In the network of contacts without the owner, ties unweighted, in the reporting week.

grain: person_id

person_id    contact
betweenness  pairs of other contacts on whose shortest way the contact stands, with its share where several are as
             short; null in a network of more than 1,500 such contacts, in which it would take too long
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.betweenness import betweenness

reads = ("mart.alter_tie_days", "core.weeks")

MOST = 1500
"""Contacts up to which it is computed."""

_SCHEMA = pl.Schema({"person_id": pl.String, "betweenness": pl.Float64})


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Everybody in a tie by the reporting week."""
    week_end = frames["core.weeks"].filter("is_reporting")["week_end"].max()
    ties = frames["mart.alter_tie_days"].filter(
        (pl.col("first_date") == pl.col("interaction_date")) & (pl.col("interaction_date") <= week_end)
    )
    people = pl.concat([ties["person_a"], ties["person_b"].alias("person_a")]).unique().sort()
    if len(people) > MOST:
        return pl.DataFrame({"person_id": people, "betweenness": [None] * len(people)}, schema=_SCHEMA)
    number = {person_id: place for place, person_id in enumerate(people)}
    pairs = [(number[one], number[other]) for one, other in ties.select("person_a", "person_b").iter_rows()]
    return pl.DataFrame({"person_id": people, "betweenness": betweenness(len(people), pairs)}, schema=_SCHEMA)
