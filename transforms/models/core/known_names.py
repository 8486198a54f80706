"""One row per person and name that they go by: shown, or written on one of their records.

grain: person_id, name
references: person_id core.persons.person_id

person_id  the person
name       as written
folded     in plain lower-case letters and digits, words separated by one space
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.text import fold_text

reads = ("core.persons", "link.person_records", "link.records")


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each name of a person once."""
    persons = frames["core.persons"].select("person_id", name="display_name")
    records = frames["link.records"].select("record_id", name="display_name").drop_nulls()
    written = frames["link.person_records"].join(records, on="record_id").select("person_id", "name")
    names = pl.concat([persons, written.join(persons, on="person_id", how="semi")]).unique()
    return names.with_columns(pl.Series("folded", [fold_text(name) for name in names["name"]], dtype=pl.String))
