"""One row per rule that puts people into a circle.

grain: circle_id, field, key

circle_id  folded label of the circle
field      label, organisation, domain or city
key        what the field is compared with, in the form of that field's key
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.values.circles import circle_id, rule_key

SCHEMA = {"circle_id": pl.String, "field": pl.String, "key": pl.String}
reads = ("raw.circles", "raw.circle_rules")


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """A circle's own label is a rule of it, written or not."""
    rules = frames["raw.circle_rules"].select("circle", "field", "value").rows()
    written = [(circle_id(circle), field, rule_key(field, value)) for circle, field, value in rules]
    own = [(circle_id(label), "label", circle_id(label)) for label in frames["raw.circles"]["label"]]
    return pl.DataFrame(sorted({row for row in written + own if row[2]}), schema=SCHEMA, orient="row")
