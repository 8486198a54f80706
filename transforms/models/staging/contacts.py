"""One row per contact record that a current file holds, its name, organisation and dates in one form.

grain: record_id

record_id        source/key of the record
source           source the file belongs to
file             file relative to the inbox
position_kind    card for a card file, row for a table
position         1-based number of the card, or of the record after the header
uid              UID of the card, or the profile URL
kind             what the card says it stands for: individual, org, group, location, … (lower case)
formatted_name   name as the card writes it, cleaned of emoji and doubled spaces, without a firm that a comma parts from
                 it
has_name_parts   the record gives a given and a family name apart
display_name     name as the card shows it, without titles, credentials and emoji; the organisation's where no person is
                 named
given_name       given name, without titles, emoji and what stands beside it
family_name      family name, in mixed case
additional_names  further given names
birth_name       family name before marriage, where the record gives one
nickname         nickname, from the card or between brackets in the name
name_key         given and family name folded, words in alphabetical order; null without a name
organisation     first organisation, as written
organisation_key  its name folded, without legal form, site and words like 'groupe'
title            job title, as written
note             note, as written
bday             birthday: 1980-05-04, or --05-04 without a year
rev_at           last change the record states, UTC
connected_on     day the connection was made, where the service says it
is_deceased      the record says that the person died: a day or a place of death, a cross beside the name
linkedin_url     profile in one form: https://www.linkedin.com/in/slug
is_from_linkedin  the record is a connection, or a row whose UID is a profile there
first_seen_on    day a file of the source first held the record
stated_on        date in the file's name
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import chain
from typing import Any

import polars as pl

from transforms.names.firms import without_firm
from transforms.names.parsing import Name, parse_name, shown_name
from transforms.text import clean, fold_text, name_key
from transforms.values.deaths import says_dead
from transforms.values.moments import birthday, instant
from transforms.values.organisations import looks_like_organisation, organisation_keys
from transforms.values.profiles import named_profile, profile_url

reads = ("raw.contacts", "raw.files", "raw.settings")

_NAME_PARTS = ["formatted_name", "given_name", "family_name", "additional_names", "organisation", "kind"]
_PERSON_NAMES = ("formatted_name", "given_name", "family_name")
_NAME_TEXTS = ["formatted_name", "given_name", "family_name", "honorific_prefixes", "honorific_suffixes"]
NOBODY = ("group", "org", "location")
_NAME_COLUMNS = pl.Schema(
    dict.fromkeys(
        ("display_name", "given_name", "family_name", "additional_names", "birth_name", "bracketed", "name_key"),
        pl.String,
    )
)
_COLUMNS = [
    "record_id", "source", "file", "position_kind", "position", "uid", "kind", "formatted_name", "has_name_parts",
    "display_name", "given_name",
    "family_name", "additional_names", "birth_name", "nickname", "name_key", "organisation", "organisation_key",
    "title", "note", "bday", "rev_at",
    "connected_on", "is_deceased", "linkedin_url", "is_from_linkedin", "first_seen_on", "stated_on",
]  # fmt: skip


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    files = frames["raw.files"].select("source", "file", "sha256", "dialect", "stated_on")
    contacts = frames["raw.contacts"].with_columns(
        organisation=pl.col("org").list.first().map_elements(clean, pl.String)
    )
    contacts = contacts.join(files, on=["source", "file", "sha256"], how="left", maintain_order="left").with_columns(
        _text("organisation")
    )
    contacts = _without_firms(contacts)
    contacts = contacts.with_columns(has_name_parts=_is_filled("given_name") & _is_filled("family_name")).with_columns(
        kind=_kinds()
    )
    names = _names(contacts)
    time_zones = frames["raw.settings"]["time_zone"] if frames["raw.settings"].height else ["UTC"]
    given_nickname = pl.col("nickname").str.strip_chars()
    return (
        contacts.drop("given_name", "family_name", "additional_names")
        .hstack(names)
        .with_columns(
            record_id=pl.col("source") + "/" + pl.col("record_key"),
            position_kind=pl.when(_is_row()).then(pl.lit("row")).otherwise(pl.lit("card")),
            position=pl.col("position").cast(pl.String),
            formatted_name=_mapped(contacts["formatted_name"], lambda text: clean(text) or None, pl.String),
            nickname=pl.when(given_nickname != "").then(given_nickname).otherwise("bracketed"),
            organisation_key=organisation_keys(contacts["organisation"]),
            title=_text("title"),
            bday=_mapped(contacts["bday"], partial(birthday, time_zone=time_zones[0]), pl.String),
            rev_at=_mapped(contacts["rev"], instant, pl.Datetime("us")),
            is_deceased=_are_deceased(contacts),
            linkedin_url=_profiles(contacts),
            is_from_linkedin=pl.col("connected_on").is_not_null() | (_is_row() & _is_linkedin(pl.col("uid"))),
            first_seen_on="record_first_seen_on",
        )
        .select(_COLUMNS)
        .sort("record_id")
    )


def _without_firms(contacts: pl.DataFrame) -> pl.DataFrame:
    """The contacts, a firm that stands in the name made the organisation where none is told."""
    commas = pl.any_horizontal(pl.col(name).str.contains(",", literal=True) for name in _PERSON_NAMES).fill_null(False)
    places = contacts.select(commas.arg_true()).to_series()
    if places.is_empty():
        return contacts
    houses = _houses(contacts)
    parted = [
        without_firm(formatted, given, family, organisation, houses)
        for formatted, given, family, organisation in contacts[places]
        .select(*_PERSON_NAMES, "organisation")
        .iter_rows()
    ]
    written = contacts["organisation"][places]
    bare = pl.DataFrame(parted, schema=dict.fromkeys((*_PERSON_NAMES, "firm"), pl.String), orient="row")
    return contacts.with_columns(
        *(contacts[name].scatter(places, bare[name]) for name in _PERSON_NAMES),
        contacts["organisation"].scatter(places, written.zip_with(written.is_not_null(), bare["firm"])),
    )


def _houses(contacts: pl.DataFrame) -> frozenset[str]:
    """The organisations of the book, folded."""
    return frozenset(fold_text(name) for name in contacts["organisation"].unique().drop_nulls()) - {""}


def _is_row() -> pl.Expr:
    return (pl.col("dialect") != "vcard").fill_null(True)


def _is_linkedin(uid: pl.Expr) -> pl.Expr:
    return uid.str.contains("linkedin.com/", literal=True).fill_null(False)


def _is_filled(column: str) -> pl.Expr:
    return (pl.col(column).str.strip_chars() != "").fill_null(False)


def _kinds() -> pl.Expr:
    """KIND in lower case; Apple says X-ABShowAs:COMPANY of an organisation's card, which counts where the card names no
    person.
    """
    properties = pl.col("extra").list.eval(
        pl.element().struct.field("name").str.to_uppercase()
        + ":"
        + pl.element().struct.field("value").str.to_uppercase()
    )
    is_shown_as_company = properties.list.contains("X-ABSHOWAS:COMPANY").fill_null(False) & ~pl.col("has_name_parts")
    return pl.coalesce(pl.col("kind").str.to_lowercase(), pl.when(is_shown_as_company).then(pl.lit("org")))


def _text(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars()
    return pl.when(text != "").then(text).alias(column)


def _mapped(values: pl.Series, function: object, dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
    assert callable(function)
    known = {value: function(value) for value in values.unique().drop_nulls()}
    return pl.Series(values.name, [known.get(value) for value in values], dtype=dtype)


def _names(contacts: pl.DataFrame) -> pl.DataFrame:
    """The cleaned name columns of each contact, in order; each distinct name is read once."""
    parts = contacts.select(_NAME_PARTS)
    organisations = _houses(contacts)
    known = {row: _name_columns(organisations, *row) for row in parts.unique().iter_rows()}
    return pl.DataFrame([known[row] for row in parts.iter_rows()], schema=_NAME_COLUMNS, orient="row")


def _name_columns(
    organisations: frozenset[str],
    formatted: str | None,
    given: str | None,
    family: str | None,
    additional: str | None,
    organisation: str | None,
    kind: str | None,
) -> tuple[str | None, ...]:
    if kind in NOBODY or _is_organisation_card(formatted, given, family, organisation):
        name, shown = Name("", ""), clean(formatted)
    else:
        name = parse_name(formatted, given, family, additional, organisation, organisations)
        whole = formatted or ("" if additional else given if not family else family if not given else "")
        shown = shown_name(whole, name, organisation, organisations) or clean(formatted)
    key = name_key(name.given, name.family)
    texts = (shown or organisation, name.given, name.family, name.additional, name.birth_name, name.nickname, key)
    return tuple(text or None for text in texts)


def _is_organisation_card(
    formatted: str | None, given: str | None, family: str | None, organisation: str | None
) -> bool:
    """True when the name repeats the organisation.

    What the parts say counts only where both are filled and look like a person's.
    """
    parts = fold_text(f"{given or ''} {family or ''}")
    if not organisation or (parts or fold_text(formatted)) != fold_text(organisation):
        return False
    return not (given and family) or looks_like_organisation(organisation)


def _are_deceased(contacts: pl.DataFrame) -> pl.Series:
    columns = [*_NAME_TEXTS, "title", "categories", "extra"]
    found = [
        says_dead(names, [title, *(categories or [])], properties or [])
        for *names, title, categories, properties in contacts.select(columns).iter_rows()
    ]
    return pl.Series(found, dtype=pl.Boolean)


def _profiles(contacts: pl.DataFrame) -> pl.Series:
    values = contacts.select(values=pl.concat_list(pl.col("urls", "impps").fill_null([])))["values"].to_list()
    found = [_profile(candidates, uid) for candidates, uid in zip(values, contacts["uid"], strict=True)]
    return pl.Series(found, dtype=pl.String)


def _profile(candidates: list[Mapping[str, Any]], uid: str | None) -> str | None:
    """The first address of a profile, else the first user name that is said to be one of LinkedIn."""
    addresses = map(profile_url, [*(candidate["value"] for candidate in candidates), uid])
    named = (
        named_profile(candidate["value"], " ".join([*(candidate["types"] or []), candidate["label"] or ""]))
        for candidate in candidates
    )
    return next((url for url in chain(addresses, named) if url), None)
