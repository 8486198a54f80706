"""One row per name of the owner.

grain: words

words   the words of the name, folded, in alphabetical order
origin  settings, or account: no name is set, and a profile in an export gives this one
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.text import fold_text

reads = ("raw.own_names", "raw.owner_facts")

_SCHEMA = pl.Schema({"words": pl.List(pl.String), "origin": pl.String()})


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Names of which nothing is left when they are folded are left out."""
    names, origin = frames["raw.own_names"]["name"].to_list(), "settings"
    if not names:
        facts = frames["raw.owner_facts"].select("given_name", "family_name", "birth_name")
        names = [f"{given} {name}" for given, *families in facts.iter_rows() for name in families if given and name]
        origin = "account"
    every = {tuple(sorted(fold_text(name).split())) for name in names} - {()}
    return pl.DataFrame([(list(words), origin) for words in sorted(every)], schema=_SCHEMA, orient="row")
