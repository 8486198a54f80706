"""One row per text that may name a circle: labels of cards, circles of the settings and decisions, organisations one
belongs to.

grain: text

text               as written
circle_id          folded
label_kind         kind of circle the text stands for as a label; other when the lexicon does not know it
organisation_kind  school or club when, as an organisation, it is one that one belongs to rather than works for; else
                   null
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.values.circles import circle_id, label_kind, organisation_kind

SCHEMA = {"text": pl.String, "circle_id": pl.String, "label_kind": pl.String, "organisation_kind": pl.String}
reads = ("staging.contact_labels", "staging.contacts", "staging.person_decisions", "raw.circles")


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Organisations that are plain employers are left out."""
    decisions = frames["staging.person_decisions"].filter(pl.col("field") == "circle")
    labels = {*frames["staging.contact_labels"]["label"], *frames["raw.circles"]["label"], *decisions["value"]} - {
        None,
        "",
    }
    memberships = {
        name for name in frames["staging.contacts"]["organisation"].drop_nulls().unique() if organisation_kind(name)
    }
    rows = [(text, circle_id(text), label_kind(text), organisation_kind(text)) for text in sorted(labels | memberships)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
