"""Runs linking on a few records written in the test.

From raw contacts to person ids, models of SQL and Python alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import duckdb
import polars as pl

from connectors.records import CONTACTS, frame
from pipelines.building import models
from warehouse.models import Model, ordered
from warehouse.raw import TABLES

ATTENDEES = {
    "record_id": pl.String,
    "source": pl.String,
    "file": pl.String,
    "address": pl.String,
    "cn": pl.String,
    "events": pl.Int64,
    "cutype": pl.String,
}
CORRESPONDENTS = {
    **dict.fromkeys(("record_id", "source", "file", "party_key", "linkedin_url", "name"), pl.String),
    "messages": pl.Int64,
}
# laid by the test, not made by their models
GIVEN = ("staging.attendee_records", "staging.correspondents", "staging.shared_addresses")


def card(key, name=None, *, email=(), phone=(), org=None, url=None, bday=None, source="phone", **other):
    """A contact record with what the test needs; emails and phones as texts."""
    values = {
        "formatted_name": name,
        "emails": [{"value": value} for value in ([email] if isinstance(email, str) else email)],
        "tels": [{"value": value} for value in ([phone] if isinstance(phone, str) else phone)],
        "org": [org] if org else None,
        "urls": [{"value": url}] if url else None,
        "bday": bday,
    }
    return key, source, values | other


def attendee(address, cn=None, cutype=None, source="agenda"):
    """A calendar address."""
    return f"{source}/att:{address}", source, f"{source}.ics", address, cn, 1, cutype


def correspondent(key, name=None, url=None):
    """A party of messages."""
    return f"messages.csv/msg:{key}", "messages.csv", "messages.csv", key, url, name, 1


def linked(
    cards, attendees=(), decisions=(), register=(), correspondents=(), parameters=None, also=()
) -> dict[str, pl.DataFrame]:
    """Every table of linking, by name, and those of `also`.

    decisions: (verb, subject, object); register: (record id, person id); parameters: rows of raw.linking_parameters.
    """
    inputs = _inputs(cards, attendees, decisions, register, correspondents, parameters)
    wanted = _needed(("link.person_records", "link.scored_pairs", *also))
    with duckdb.connect() as connection:
        for schema in ("raw", "staging", "link", "core"):
            connection.execute(f"create schema {schema}")
        for name, rows in inputs.items():
            _lay(connection, name, rows)
        for model in wanted:
            _make(connection, model)
        return {model.name: connection.sql(f"from {model.name}").pl() for model in wanted}


def groups(frames: Mapping[str, pl.DataFrame]) -> list[list[str]]:
    """The records of each person, as sorted lists of keys."""
    found = (
        frames["link.person_records"].group_by("person_id").agg(pl.col("record_id").str.split("/").list.last().sort())
    )
    return sorted(found["record_id"].to_list())


def _inputs(cards, attendees, decisions, register, correspondents, parameters) -> dict[str, pl.DataFrame]:
    rows = [
        frame([values | {"position": place}], CONTACTS).with_columns(record_key=pl.lit(key), source=pl.lit(source))
        for place, (key, source, values) in enumerate(cards, 1)
    ]
    contacts = (
        pl.concat(rows) if rows else frame([], CONTACTS).with_columns(record_key=pl.lit(""), source=pl.lit(""))
    ).with_columns(
        file=pl.col("source") + ".vcf", sha256=pl.col("source"), record_first_seen_on=pl.lit(date(2026, 11, 1))
    )
    return {
        "raw.contacts": contacts,
        "raw.files": contacts.select("source", "file", "sha256")
        .unique()
        .with_columns(dialect=pl.lit("vcard"), stated_on=pl.lit(None, pl.Date)),
        "raw.settings": pl.DataFrame({"phone_region": ["FR"], "time_zone": ["Europe/Paris"]}),
        "staging.attendee_records": _rows(ATTENDEES, attendees),
        "staging.correspondents": _rows(CORRESPONDENTS, correspondents),
        "staging.shared_addresses": _rows({"address": pl.String, "people": pl.Int64}, []),
        "raw.decisions": _rows(
            TABLES["decisions"], [(date(2026, 11, 2), *line, None, i) for i, line in enumerate(decisions)]
        ),
        "raw.person_register": _rows(TABLES["person_register"], register),
        "raw.linking_parameters": _rows(TABLES["linking_parameters"], []) if parameters is None else parameters,
    }


def _rows(schema: Mapping[str, Any], values: Iterable[Sequence[Any]]) -> pl.DataFrame:
    return pl.DataFrame(list(values), schema=dict(schema), orient="row")


@cache
def _needed(names: tuple[str, ...]) -> list[Model]:
    every = {model.name: model for model in models()}
    wanted: dict[str, Model] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in every and name not in wanted and name not in GIVEN:
            wanted[name] = every[name]
            waiting += every[name].reads
    return [model for model in ordered(every.values(), raw=_raw(every.values())) if model.name in wanted]


def _raw(every: Iterable[Model]) -> set[str]:
    return {name for model in every for name in model.reads if name.startswith("raw.")}


def _lay(connection: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame) -> None:
    connection.register("input_rows", rows)
    connection.execute(f"create table {name} as select * from input_rows")
    connection.unregister("input_rows")


def _make(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    if model.python is None:
        connection.execute(f"create table {model.name} as {model.sql}")
        return
    frames = {name: connection.sql(f"from {name} order by all").pl() for name in model.reads}
    _lay(connection, model.name, model.python(frames))
