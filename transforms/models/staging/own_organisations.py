"""One row per organisation of the owner: present and past employers, schools.

grain: organisation_key

organisation_key  folded name
organisation      name as the user, or the account, writes it
circle_id         the circle of its people
kind              employer or school
is_present        the owner works there now
origin            settings; account: none is set, and an account whose export is here names this one
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.values.circles import circle_id
from transforms.values.organisations import organisation_key

SCHEMA = {
    **dict.fromkeys(("organisation_key", "organisation", "circle_id", "kind"), pl.String),
    "is_present": pl.Boolean,
    "origin": pl.String,
}
reads = ("raw.own_organisations", "raw.owner_facts")


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The first spelling of an organisation stands; the owner works there now where any of its lines says so."""
    rows: dict[str, dict[str, object]] = {}
    stated = frames["raw.own_organisations"]
    for name, kind, is_present, origin in _told(stated) if stated.height else _of_account(frames["raw.owner_facts"]):
        if key := organisation_key(name):
            row = {
                "organisation_key": key,
                "organisation": name,
                "circle_id": circle_id(name),
                "kind": kind,
                "is_present": is_present,
                "origin": origin,
            }
            known = rows.setdefault(key, row)
            known["is_present"] = known["is_present"] or is_present
    return pl.DataFrame(list(rows.values()), schema=SCHEMA, orient="row")


def _told(stated: pl.DataFrame) -> list[tuple[str, str, bool, str]]:
    return [
        (name, "employer", is_present, "settings")
        for name, is_present in stated.select("organisation", "is_present").rows()
    ]


def _of_account(facts: pl.DataFrame) -> list[tuple[str, str, bool, str]]:
    """Employers before schools: who taught where they learnt has colleagues there."""
    named = facts.drop_nulls("organisation").sort("organisation_kind", "source", "position", nulls_last=True)
    columns = named.select("organisation", "organisation_kind", "finished_on").rows()
    return [(name, kind or "employer", kind != "school" and end is None, "account") for name, kind, end in columns]
