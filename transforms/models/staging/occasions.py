"""One row per distinct event title.

grain: summary

summary      title as written
occasion     what the event is: cancelled, prep, ceremony, training, client_event, breakfast, lunch, dinner, seminar,
             networking, drinks, coffee, internal, birthday, call, meeting or other
is_declined  the title says that the owner declined
title_key    the title folded, without the word that programs put before a copy: equal for one meeting in two calendars;
             null when nothing is left of it
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from transforms.text import fold_text
from transforms.values.called_off import called_off
from transforms.values.occasions import classify_occasions, user_rules

reads = ("staging.events", "raw.occasion_rules")

_COPY = re.compile(r"^\s*(?:(?:copy(?: of)?|copie(?: de)?|kopie(?: von)?|copia(?: di| de)?)\s*:\s*)+", re.IGNORECASE)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The user's rules come before the lexicon, in the order they were written."""
    rules = frames["raw.occasion_rules"].sort("position").select("occasion", "pattern").rows()
    occasions = classify_occasions(frames["staging.events"]["summary"], user_rules(rules))
    declined = [called_off(title) == "declined" for title in occasions["summary"]]
    keys = [fold_text(_COPY.sub("", title)) or None for title in occasions["summary"]]
    return occasions.with_columns(
        pl.Series("is_declined", declined, dtype=pl.Boolean), pl.Series("title_key", keys, dtype=pl.String)
    )
