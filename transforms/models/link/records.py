"""One row per record that stands for somebody or something: contact records, calendar addresses, parties of messages.

grain: record_id

record_id          source/key of the record
source             source the file belongs to
file               file relative to the inbox
position_kind      card, row, attendee or correspondent
position           1-based number of the card or row; the lower-case address of an attendee; the profile, or 'name:' and
                   the name, of a correspondent
uid                UID of the card, or the profile URL
is_contact_record  a card, a row or a connection, not a calendar address or a party of messages
kind               what the record says it stands for, lower case: KIND of a card, CUTYPE of an attendee
formatted_name     name as the record writes it, cleaned
has_name_parts     the record gives a given and a family name apart
display_name       name as people write it
given_name         given name
family_name        family name
birth_name         family name before marriage
nickname           nickname
generation         the last word of the name where it is son, junior, III …, folded
name_key           given and family name folded, words in alphabetical order; null without a name
organisation_key   folded name of the organisation
linkedin_url       profile: https://www.linkedin.com/in/slug
bday               birthday: 1980-05-04, or --05-04 without a year
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.names.generations import generation
from transforms.names.parsing import parse_name
from transforms.text import clean, name_key
from transforms.values.organisations import looks_like_organisation

reads = ("staging.contacts", "staging.attendee_records", "staging.correspondents")

_TEXTS = [
    "record_id", "source", "file", "position_kind", "position", "uid", "kind", "formatted_name", "display_name",
    "given_name", "family_name", "birth_name",
    "nickname", "generation", "name_key", "organisation_key", "linkedin_url", "bday",
]  # fmt: skip
_SCHEMA = pl.Schema(dict.fromkeys(_TEXTS, pl.String) | {"is_contact_record": pl.Boolean, "has_name_parts": pl.Boolean})
_COLUMNS = [
    "record_id", "source", "file", "position_kind", "position", "uid", "is_contact_record", "kind", "formatted_name",
    "has_name_parts", "display_name",
    "given_name", "family_name", "birth_name", "nickname", "generation", "name_key", "organisation_key",
    "linkedin_url", "bday",
]  # fmt: skip


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    contacts = (
        frames["staging.contacts"]
        .with_columns(
            is_contact_record=pl.lit(True), generation=_generations(frames["staging.contacts"]["formatted_name"])
        )
        .select(_COLUMNS)
    )
    attendees = [_attendee(row) for row in frames["staging.attendee_records"].iter_rows(named=True)]
    correspondents = [_correspondent(row) for row in frames["staging.correspondents"].iter_rows(named=True)]
    others = pl.DataFrame([*attendees, *correspondents], schema=_SCHEMA)
    return pl.concat([contacts.cast(dict(_SCHEMA.items())), others.select(_COLUMNS)]).sort("record_id")


def _generations(names: pl.Series) -> pl.Series:
    return pl.Series([generation(name) for name in names], dtype=pl.String)


def _attendee(row: Mapping[str, str | None]) -> dict[str, str | bool | None]:
    kind = (row["cutype"] or "").lower() or None
    return {
        "position_kind": "attendee",
        "position": row["address"],
        "kind": kind,
        **_named(row, row["cn"], row["address"]),
    }


def _correspondent(row: Mapping[str, str | None]) -> dict[str, str | bool | None]:
    profile = row["linkedin_url"]
    return {
        "position_kind": "correspondent",
        "position": row["party_key"],
        "linkedin_url": profile,
        **_named(row, row["name"], profile),
    }


def _named(row: Mapping[str, str | None], written: str | None, otherwise: str | None) -> dict[str, str | bool | None]:
    cn = clean(written)
    name = parse_name("" if looks_like_organisation(cn) else cn)
    return {
        **{column: row[column] for column in ("record_id", "source", "file")},
        "is_contact_record": False,
        "formatted_name": cn or None,
        "has_name_parts": False,
        "display_name": name.display or cn or otherwise,
        "given_name": name.given or None,
        "family_name": name.family or None,
        "birth_name": name.birth_name or None,
        "nickname": name.nickname or None,
        "generation": generation(cn),
        "name_key": name_key(name.given, name.family) or None,
    }
