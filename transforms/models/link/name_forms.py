"""One row per record of a person and name it shows: the one it goes by, and others of the same person.

grain: record_id, given, family

record_id    source/key of the record
given        given name, compact: folded, its words run together; empty when not known
family       family name without particles, compact; empty when not known
given_words  given name, folded, its words apart
family_words  family name without particles, folded, its words apart
origin       where the name was read: stated, profile (the address of one), address (the part before @), nickname or
             birth_name
is_main      the name the record goes by; a record whose name nothing tells has no row
is_full      both names are there, neither cut to its initial
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.linking.forms import NameBook, forms_of, stated_form
from transforms.linking.words_alike import compact

reads = ("link.records", "link.entities", "link.contact_points")

_TEXTS: dict[str, pl.DataType] = dict.fromkeys(
    ("record_id", "given", "family", "given_words", "family_words", "origin"), pl.String()
)
_SCHEMA = pl.Schema({**_TEXTS, "is_main": pl.Boolean(), "is_full": pl.Boolean()})


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    points = frames["link.contact_points"].filter((pl.col("kind") == "email") & ~pl.col("is_role"))
    mailboxes = dict(points.group_by("record_id").agg(pl.col("point").sort()).iter_rows())
    people = (
        frames["link.records"]
        .join(frames["link.entities"].filter(pl.col("entity_type") == "person"), on="record_id", how="semi")
        .sort("record_id")
    )
    records = people.select(
        "record_id", "given_name", "family_name", "birth_name", "nickname", "linkedin_url"
    ).to_dicts()
    stated = [stated_form(row) for row in records]
    book = NameBook(stated)
    rows: dict[tuple[str, str, str], tuple[str, str, str, str, str, str, bool, bool]] = {}
    for row, form in zip(records, stated, strict=True):
        for name, origin, is_main in forms_of(row, form, mailboxes.get(row["record_id"], []), book):
            given, family = compact(name.given), compact(name.family)
            rows.setdefault(
                (row["record_id"], given, family),
                (row["record_id"], given, family, name.given, name.family, origin, is_main, name.is_full),
            )
    return pl.DataFrame(list(rows.values()), schema=_SCHEMA, orient="row")
