"""One row per distinct event title.

grain: summary

summary   title as written
occasion  what the event is: cancelled, prep, ceremony, training, client_event, breakfast, lunch, dinner, seminar,
          networking, drinks, coffee, internal, birthday, call, meeting or other
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.values.occasions import classify_occasions, user_rules

reads = ("staging.events", "raw.occasion_rules")


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The user's rules come before the lexicon, in the order they were written."""
    rules = frames["raw.occasion_rules"].sort("position").select("occasion", "pattern").rows()
    return classify_occasions(frames["staging.events"]["summary"], user_rules(rules))
