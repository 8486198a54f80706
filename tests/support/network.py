"""A small network in sight of its test: events and cards in a few words, every core table out of them."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from connectors.records import EVENTS, MESSAGES, OCCURRENCES, OWNER_FACTS, frame
from warehouse.models import Model, ordered, python_model, sql_models

ROOT = Path(__file__).parents[2]
OWN = "claire@moreau.example"
AS_OF = date(2026, 11, 23)  # a Monday: the reporting week ends on 22 November 2026
SETTINGS: Mapping[str, Any] = {"time_zone": "Europe/Paris", "phone_region": "FR", "language": "fr"}
MEASURES: Mapping[str, Any] = {
    "half_life_days": 180,
    "mass_event_size": 30,
    "small_event_size": 8,
    "meal_factor": 1.5,
    "series_factor": 0.5,
    "series_free": 3,
    "tentative_answer": 0.5,
    "minimum_hours": 0.25,
    "message_hours": 0.25,
    "maximum_hours": 4.0,
    "all_day_hours": 2.0,
    "left_censor_days": 28,
    "name_window_days": 400,
    "infer_from_titles": True,
}
LINKS = frozenset({"link.person_records", "link.records", "link.entities"})
RAW: Mapping[str, Mapping[str, Any]] = {
    "raw.own_addresses": {"address": pl.String},
    "raw.owner_facts": {"source": pl.String, **OWNER_FACTS},
    "raw.own_names": {"name": pl.String},
    "raw.own_organisations": {"organisation": pl.String, "is_present": pl.Boolean},
    "raw.circles": {
        "label": pl.String,
        "kind": pl.String,
        "is_first_circle": pl.Boolean,
        "default_gap_days": pl.Int32,
        "counts_alone": pl.Boolean,
    },
    "raw.circle_rules": {"circle": pl.String, "field": pl.String, "value": pl.String},
    "raw.organisation_sectors": {"organisation": pl.String, "sector": pl.String, "country": pl.String},
    "raw.occasion_rules": {"occasion": pl.String, "pattern": pl.String, "position": pl.Int32},
    "raw.decisions": {
        "decided_at": pl.Date,
        "verb": pl.String,
        "subject": pl.String,
        "object": pl.String,
        "note": pl.String,
        "line": pl.Int64,
    },
    "raw.touches": {
        "line": pl.Int64,
        "touched_on": pl.Date,
        "person": pl.String,
        "kind": pl.String,
        "minutes": pl.Float64,
        "note": pl.String,
    },
    "raw.help": {
        "line": pl.Int64,
        "helped_on": pl.Date,
        "person": pl.String,
        "direction": pl.String,
        "kind": pl.String,
    },
    "raw.contact_versions": {  # nothing built here looks into them
        "source": pl.String,
        "record_key": pl.String,
        "rank": pl.Int64,
        "org": pl.List(pl.String),
        "title": pl.String,
    },
    "raw.earlier_records": {
        "source": pl.String,
        "file": pl.String,
        "sha256": pl.String,
        "kind": pl.String,
        "record_key": pl.String,
        "is_gone": pl.Boolean,
        "gone_on": pl.Date,
    },
    "staging.contacts": {
        "record_id": pl.String,
        "source": pl.String,
        "file": pl.String,
        "position_kind": pl.String,
        "position": pl.String,
        "uid": pl.String,
        "display_name": pl.String,
        "given_name": pl.String,
        "family_name": pl.String,
        "name_key": pl.String,
        "organisation": pl.String,
        "organisation_key": pl.String,
        "title": pl.String,
        "rev_at": pl.Datetime("us"),
        "is_deceased": pl.Boolean,
        "connected_on": pl.Date,
        "linkedin_url": pl.String,
        "is_from_linkedin": pl.Boolean,
        "first_seen_on": pl.Date,
        "stated_on": pl.Date,
    },
    "staging.contact_emails": {
        "record_id": pl.String,
        "ordinal": pl.Int64,
        "email": pl.String,
        "raw": pl.String,
        "domain": pl.String,
        "is_valid": pl.Boolean,
        "is_free_mail": pl.Boolean,
        "is_role": pl.Boolean,
    },
    "staging.contact_phones": {
        "record_id": pl.String,
        "ordinal": pl.Int64,
        "raw": pl.String,
        "e164": pl.String,
        "subtype": pl.String,
        "region": pl.String,
        "extension": pl.String,
        "is_valid": pl.Boolean,
    },
    "staging.contact_addresses": {
        "record_id": pl.String,
        "ordinal": pl.Int64,
        "types": pl.List(pl.String),
        "street": pl.String,
        "locality": pl.String,
        "postal_code": pl.String,
        "country": pl.String,
        "country_code": pl.String,
    },
    "staging.contact_labels": {"record_id": pl.String, "label": pl.String},
    "staging.contact_relations": {
        "record_id": pl.String,
        "ordinal": pl.Int64,
        "relation": pl.String,
        "name": pl.String,
        "name_key": pl.String,
    },
}


def attendee(address: str | None, partstat: str | None = None, cn: str | None = None, **other: str) -> dict[str, Any]:
    """An entry of an event; other: role, cutype, value."""
    return {
        "value": f"mailto:{address}",
        "email": address,
        "cn": cn,
        "partstat": partstat,
        "role": None,
        "cutype": None,
    } | other


def event(
    start: str,
    title: str = "",
    *guests: Mapping[str, Any] | str,
    minutes: int | None = 60,
    uid: str | None = None,
    source: str = "agenda",
    **fields: Any,
) -> dict[str, Any]:
    """One occurrence.

    start: '2026-07-01T12:00' UTC, or '2026-07-01' for a day; guests: attendees, an address alone having accepted.
    """
    day = len(start) == 10
    begins = datetime.fromisoformat(start)
    ends = begins + timedelta(days=1) if day else begins + timedelta(minutes=minutes) if minutes is not None else None
    entries = [attendee(guest, "ACCEPTED") if isinstance(guest, str) else dict(guest) for guest in guests]
    return {
        "summary": title,
        "attendees": entries,
        "dtstart": begins,
        "dtend": ends,
        "time_form": "date" if day else "utc",
        "uid": uid or f"{title} {start}",
        "occurrence": start,
        "source": source,
    } | fields


def calendar(events: Sequence[Mapping[str, Any]]) -> dict[str, pl.DataFrame]:
    """raw.events and raw.occurrences; each event has a VEVENT of its own."""
    origin = pl.DataFrame({"source": [item["source"] for item in events]}, schema={"source": pl.String})
    origin = origin.with_columns(file=pl.col("source") + ".ics", sha256=pl.lit("0"))
    numbered = [{"position": number, **item} for number, item in enumerate(events, 1)]
    kept = [{key: value for key, value in item.items() if key in EVENTS} for item in numbered]
    parts = [
        {key: value for key, value in item.items() if key in OCCURRENCES} | {"event_position": item["position"]}
        for item in numbered
    ]
    keys = pl.Series("record_key", [str(item["position"]) for item in numbered], dtype=pl.String)
    methods = pl.Series("method", [item.get("method") for item in numbered], dtype=pl.String)
    return {
        "raw.files": origin.with_columns(methods).unique(["source", "file", "sha256"], keep="first"),
        "raw.events": pl.concat([frame(kept, EVENTS), origin, keys.to_frame()], how="horizontal"),
        "raw.occurrences": pl.concat([frame(parts, OCCURRENCES), origin], how="horizontal"),
    }


def message(
    conversation: str,
    day: str,
    sender: str,
    *recipients: str,
    act: str = "message",
    source: str = "messages.csv",
    **fields: Any,
) -> dict[str, Any]:
    """One message.

    day: '2026-07-01', or a moment in UTC; people: names, or addresses of profiles where they hold a '/'.
    """
    people = [
        {"name": None if "/" in who else who, "url": who if "/" in who else None} for who in (sender, *recipients)
    ]
    return {
        "act": act,
        "conversation_id": conversation or None,
        "sent_at": datetime.fromisoformat(day),
        "time_form": "utc",
        "sender": people[0],
        "recipients": people[1:],
        "source": source,
    } | fields


def mail(messages: Sequence[Mapping[str, Any]]) -> dict[str, pl.DataFrame]:
    """raw.messages."""
    kept = [
        {"position": number} | {key: value for key, value in item.items() if key in MESSAGES}
        for number, item in enumerate(messages, 1)
    ]
    origin = pl.DataFrame({"source": [item["source"] for item in messages]}, schema={"source": pl.String}).with_columns(
        file="source", sha256=pl.lit("0")
    )
    keys = pl.Series("record_key", [str(number) for number in range(1, len(messages) + 1)], dtype=pl.String)
    return {"raw.messages": pl.concat([frame(kept, MESSAGES), origin, keys.to_frame()], how="horizontal")}


@dataclass
class Network:
    """What the test says of the network.

    cards: record id → fields of staging.contacts; people: record id → person id, where records are linked.
    """

    events: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    cards: dict[str, dict[str, Any]] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    measures: dict[str, Any] = field(default_factory=dict)
    own: str | None = OWN
    as_of: date = AS_OF

    def build(self, *wanted: str) -> dict[str, pl.DataFrame]:
        """The tables asked for, and all that they read, linking stated by `people` (else each card, and each address,
        is a person).
        """
        with duckdb.connect() as connection:
            for name, rows in self._inputs().items():
                _create(connection, name, rows)
            for model in _needed(wanted):
                if model.name in LINKS:
                    others = (
                        "select record_id, source from staging.attendee_records union all select record_id, "
                        "source from staging.correspondents"
                    )
                    _create(connection, model.name, self._links(connection.sql(others).pl())[model.name])
                elif model.name not in RAW:
                    _run(connection, model, self.as_of)
            return {name: connection.sql(f"from {name} order by all").pl() for name in wanted}

    def _inputs(self) -> dict[str, pl.DataFrame]:
        cards = [
            {"record_id": key, "source": key.split("/")[0], "position_kind": "card", "first_seen_on": AS_OF}
            | _names(fields)
            for key, fields in self.cards.items()
        ]
        stated = {
            "staging.contacts": [{"is_from_linkedin": _is_from_linkedin(card)} | card for card in cards],
            "raw.own_addresses": [{"address": self.own}] if self.own else [],
            **self.tables,
        }
        frames = {name: pl.DataFrame(stated.get(name, []), schema=schema, orient="row") for name, schema in RAW.items()}
        one_row = {
            "raw.settings": pl.DataFrame([SETTINGS]),
            "raw.measures": pl.DataFrame([{**MEASURES, **self.measures}]),
        }
        return {**frames, **one_row, **calendar(self.events), **mail(self.messages)}

    def _links(self, others: pl.DataFrame) -> dict[str, pl.DataFrame]:
        cards = [(key, key.split("/")[0], True) for key in self.cards]
        records = [*cards, *((key, source, False) for key, source in others.select("record_id", "source").rows())]
        linked = [
            {
                "record_id": key,
                "person_id": self.people.get(key, _party(key)),
                "source": source,
                "file": source,
                "position_kind": "card" if is_card else "attendee",
                "position": None,
                "is_contact_record": is_card,
            }
            for key, source, is_card in records
        ]
        texts = ("record_id", "person_id", "source", "file", "position_kind", "position")
        schema = dict.fromkeys(texts, pl.String) | {"is_contact_record": pl.Boolean}
        named = [{"record_id": key, "display_name": self.cards.get(key, {}).get("name")} for key, *_ in records]
        types = [{"record_id": key, "entity_type": self.types.get(key, "person")} for key, *_ in records]
        return {
            "link.person_records": pl.DataFrame(linked, schema=schema),
            "link.records": pl.DataFrame(named, schema={"record_id": pl.String, "display_name": pl.String}),
            "link.entities": pl.DataFrame(types, schema={"record_id": pl.String, "entity_type": pl.String}),
        }


def _party(record_id: str) -> str:
    """The end of a record id: an address, a profile's last part, a name."""
    return record_id.split("att:")[-1].split("name:")[-1].split("/")[-1]


def _is_from_linkedin(card: Mapping[str, Any]) -> bool:
    profile = card["position_kind"] == "row" and "linkedin.com/" in (card.get("uid") or "")
    return bool(profile or card.get("connected_on"))


def _names(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A card's `name`, 'Given Family', as its parts."""
    rest = {key: value for key, value in fields.items() if key != "name"}
    given, _, family = fields.get("name", "").partition(" ")
    return {"display_name": fields.get("name"), "given_name": given or None, "family_name": family or None} | rest


@cache
def _models() -> tuple[Model, ...]:
    """The models of staging that read the calendar or the settings, and all of core, in their order."""
    python = [
        python_model(importlib.import_module(f"transforms.models.{path.parent.name}.{path.stem}"))
        for path in sorted((ROOT / "transforms" / "models").glob("*/*.py"))
        if path.stem != "__init__"
    ]
    given = {name for name in RAW if not name.startswith("raw.")} | {"staging.sources", "core.sources"}
    every = [
        model
        for model in [*sql_models(), *python]
        if model.name not in given and model.layer in ("staging", "core", "main")
    ]
    raw = [*RAW, "raw.settings", "raw.measures", "raw.files", "raw.events", "raw.occurrences", "raw.messages"]
    known = {model.name for model in every} | set(raw) | given | LINKS
    fitting = [model for model in every if model.reads <= known and model.layer != "main"]
    return tuple(ordered([*fitting, *_stand_ins(given)], raw))


@cache
def _needed(wanted: tuple[str, ...]) -> tuple[Model, ...]:
    """The models that these tables hang on, in their order."""
    needed = set(wanted)
    for model in reversed(_models()):
        if model.name in needed:
            needed |= model.reads
    return tuple(model for model in _models() if model.name in needed)


def _stand_ins(given: set[str]) -> list[Model]:
    """Models without a body for the tables a test states itself; the order has to know them.

    Links come after the records they link.
    """
    header = sql_models()[0].header
    after = frozenset({"staging.attendee_records", "staging.correspondents"})
    return [
        Model(name=name, origin=name, header=header, reads=after if name in LINKS else frozenset())
        for name in sorted(given | LINKS)
    ]


def _create(connection: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame) -> None:
    connection.execute(f"create schema if not exists {name.split('.')[0]}")
    connection.register("input_rows", rows)
    connection.execute(f"create table {name} as from input_rows")
    connection.unregister("input_rows")


def _run(connection: duckdb.DuckDBPyConnection, model: Model, as_of: date) -> None:
    connection.execute(f"create schema if not exists {model.layer}")
    if model.python is not None:
        frames = {name: connection.sql(f"from {name}").pl() for name in model.reads}
        return _create(connection, model.name, model.python(frames))
    connection.execute(f"create table {model.name} as {model.sql}", {"as_of": as_of} if model.parameters else None)
    return None
