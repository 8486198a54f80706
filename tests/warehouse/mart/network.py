"""A small network written in a test as rows of the core tables, and the marts that follow from it."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from transforms.models.core import occasion_means
from warehouse.models import Model, ordered, python_model, sql_model

ROOT = Path(__file__).parents[3]
SUNDAY = date(2026, 11, 22)
"""End of the reporting week in these tests; the run's day is the same unless a test says otherwise."""

TEXT, DAY, NUMBER, COUNT, FLAG, MOMENT = pl.String, pl.Date, pl.Float64, pl.Int64, pl.Boolean, pl.Datetime
TYPES: dict[Any, str] = {
    TEXT: "varchar",
    DAY: "date",
    NUMBER: "double",
    COUNT: "bigint",
    FLAG: "boolean",
    MOMENT: "timestamp",
}

SCHEMAS: dict[str, dict[str, Any]] = {
    "core.persons": {
        "person_id": TEXT,
        "display_name": TEXT,
        "is_contact": FLAG,
        "is_ego": FLAG,
        "is_suppressed": FLAG,
        "organisation_id": TEXT,
        "function": TEXT,
        "seniority": TEXT,
        "sector": TEXT,
        "city": TEXT,
        "country": TEXT,
        "formed_date": DAY,
        "formed_precision": TEXT,
        "first_seen_on": DAY,
        "known_date": DAY,
    },
    "core.person_channels": {
        "person_id": TEXT,
        "channel": TEXT,
        "value": TEXT,
        "subtype": TEXT,
        "validity": TEXT,
        "source": TEXT,
    },
    "core.circles": {
        "circle_id": TEXT,
        "label": TEXT,
        "kind": TEXT,
        "is_first_circle": FLAG,
        "default_gap_days": COUNT,
    },
    "core.person_circles": {"person_id": TEXT, "circle_id": TEXT, "origin": TEXT, "weight": NUMBER},
    "core.organisations": {"organisation_id": TEXT, "name": TEXT, "sector": TEXT, "country": TEXT},
    "core.events": {
        "event_id": TEXT,
        "summary": TEXT,
        "occasion": TEXT,
        "local_date": DAY,
        "participants": COUNT,
        "ego_answer": NUMBER,
        "is_cancelled": FLAG,
        "is_mass": FLAG,
        "is_counted": FLAG,
    },
    "core.circle_events": {"event_id": TEXT, "circle": TEXT, "is_first_circle": FLAG},
    "core.attendances": {
        "event_id": TEXT,
        "person_id": TEXT,
        "local_date": DAY,
        "answer": NUMBER,
        "is_organizer": FLAG,
        "participants": COUNT,
    },
    "core.interactions": {
        "person_id": TEXT,
        "interaction_id": TEXT,
        "event_id": TEXT,
        "interaction_date": DAY,
        "known_date": DAY,
        "weight": NUMBER,
        "occasion": TEXT,
        "participants": COUNT,
        "source": TEXT,
        "is_inferred": FLAG,
    },
    "core.messages": {
        "message_id": TEXT,
        "source": TEXT,
        "act": TEXT,
        "conversation_id": TEXT,
        "sent_at": MOMENT,
        "local_date": DAY,
        "direction": TEXT,
        "text_length": COUNT,
    },
    "core.movements": {
        "person_id": TEXT,
        "number": COUNT,
        "moved_on": DAY,
        "kind": TEXT,
        "before": TEXT,
        "after": TEXT,
        "evidence": TEXT,
    },
    "core.help": {"line": COUNT, "person_id": TEXT, "helped_on": DAY, "direction": TEXT, "kind": TEXT},
    "core.planned_interactions": {"person_id": TEXT, "event_id": TEXT, "interaction_date": DAY, "occasion": TEXT},
    "core.alter_ties": {
        "person_a": TEXT,
        "person_b": TEXT,
        "event_id": TEXT,
        "interaction_date": DAY,
        "weight": NUMBER,
    },
    "core.occasion_means": {"occasion": TEXT, "mean": TEXT},
    "core.sources": {
        "source": TEXT,
        "file": TEXT,
        "kind": TEXT,
        "dialect": TEXT,
        "found": COUNT,
        "records": COUNT,
        "repeated": COUNT,
        "rejected": COUNT,
        "ignored": COUNT,
        "ignored_rules": TEXT,
        "withheld_rules": TEXT,
        "imported_at": MOMENT,
        "first_seen_on": DAY,
        "stated_on": DAY,
        "data_from": DAY,
        "data_through": DAY,
    },
    "raw.plan": {
        "statement": TEXT,
        "start_date": DAY,
        "deadline": DAY,
        "target_people": COUNT,
        "share_beyond_first_circle": NUMBER,
    },
    "raw.plan_targets": {"axis": TEXT, "value": TEXT},
    "raw.plan_means": {"mean": TEXT, "planned": NUMBER},
    "raw.published": {
        "week_end": DAY,
        "figure": TEXT,
        "value": NUMBER,
        "config_hash": TEXT,
        "version": TEXT,
        "published_at": MOMENT,
    },
    "raw.leave_weeks": {"iso_week": TEXT},
    "raw.measures": {},
}

MEASURES = {
    "half_life_days": 180.0,
    "strong_threshold": 4.0,
    "mass_event_size": 30,
    "small_event_size": 8,
    "active_ratio": 1.5,
    "cooling_ratio": 3.0,
    "dormant_ratio": 8.0,
    "encounter_gap_days": 3,
    "prior_gap_weight": 3.0,
    "shortest_gap_days": 30,
    "longest_gap_days": 365,
    "diversity_minimum": 20,
    "coverage_minimum": 0.6,
    "left_censor_days": 28,
    "planned_days": 30,
}

DEFAULTS: dict[str, dict[str, Any]] = {
    "core.persons": {"is_contact": True, "is_ego": False, "is_suppressed": False, "formed_precision": "by"},
    "core.person_channels": {"validity": "valid", "source": "book"},
    "core.circles": {"kind": "other", "is_first_circle": False, "default_gap_days": 60},
    "core.person_circles": {"origin": "declared", "weight": 1.0},
    "core.events": {
        "occasion": "meeting",
        "participants": 2,
        "ego_answer": 1.0,
        "is_cancelled": False,
        "is_mass": False,
        "is_counted": True,
    },
    "core.attendances": {"answer": 1.0, "is_organizer": False, "participants": 2},
    "core.interactions": {
        "weight": 1.0,
        "occasion": "meeting",
        "participants": 2,
        "source": "calendar",
        "is_inferred": False,
    },
    "core.alter_ties": {"weight": 1.0},
    "core.sources": {"records": 1, "imported_at": datetime(2026, 11, 22, 8), "first_seen_on": SUNDAY},
}


def days_ago(days: int) -> date:
    """The day so many days before the end of the reporting week."""
    return SUNDAY - timedelta(days=days)


class Network:
    """Rows of core tables.

    `add(table, **columns)` adds one, the columns left out taking an unremarkable value; `mart(name)` builds.
    """

    def __init__(self, as_of: date = SUNDAY, measures: Mapping[str, float] | None = None) -> None:
        self.as_of = as_of
        self.rows: dict[str, list[dict[str, Any]]] = {table: [] for table in SCHEMAS}
        self.rows["raw.measures"] = [{**MEASURES, **(measures or {})}]
        self.rows["core.occasion_means"] = occasion_means.build({}).to_dicts()

    def add(self, table: str, **columns: Any) -> Network:
        unknown = set(columns) - set(SCHEMAS[table])
        assert not unknown, unknown
        days = {"known_date": columns["interaction_date"]} if table == "core.interactions" else {}
        self.rows[table].append({**DEFAULTS.get(table, {}), **days, **columns})
        return self

    def person(self, person_id: str, circles: Iterable[str] = (), **columns: Any) -> Network:
        """A contact; circles: ids of its circles, each weighing 1/k. Its name is its id unless given."""
        circles = list(circles)
        for circle in circles:
            self.add("core.person_circles", person_id=person_id, circle_id=circle, weight=1 / len(circles))
        known = {"known_date": columns.get("formed_date")}
        return self.add("core.persons", **{"person_id": person_id, "display_name": person_id, **known, **columns})

    def circle(self, circle_id: str, **columns: Any) -> Network:
        return self.add("core.circles", **{"circle_id": circle_id, "label": circle_id, **columns})

    def met(self, person_id: str, *ages: int, **columns: Any) -> Network:
        """Interactions so many days before the end of the reporting week, one event each."""
        for age in ages:
            event = {"event_id": f"{person_id} {age}", **columns}
            self.add("core.interactions", person_id=person_id, interaction_date=days_ago(age), **event)
        return self

    def event(self, event_id: str, age: int, *people: str, **columns: Any) -> Network:
        """A past event with those people, as core.events and core.attendances hold it; interactions are not added."""
        shared = {"participants": len(people) + 1, **columns}
        self.add("core.events", event_id=event_id, local_date=days_ago(age), **shared)
        for person in people:
            self.add(
                "core.attendances",
                event_id=event_id,
                person_id=person,
                local_date=days_ago(age),
                participants=shared["participants"],
            )
        return self

    def tie(self, first: str, second: str, age: int = 10, weight: float = 1.0) -> Network:
        """Two contacts seen together in a small event."""
        low, high = sorted((first, second))
        return self.add(
            "core.alter_ties",
            person_a=low,
            person_b=high,
            event_id=f"{low} {high} {age}",
            interaction_date=days_ago(age),
            weight=weight,
        )

    def frames(self) -> dict[str, pl.DataFrame]:
        filled = {
            table: pl.DataFrame(rows, schema=SCHEMAS[table], orient="row")
            for table, rows in self.rows.items()
            if table != "raw.measures"
        }
        return {**filled, "raw.measures": pl.DataFrame(self.rows["raw.measures"])}

    def mart(self, name: str, week_end: date | None = SUNDAY) -> pl.DataFrame:
        """The rows of mart.<name> of one week (None: of all), in the order of its columns.

        Builds only what it needs.
        """
        with duckdb.connect() as connection:
            lay(connection, self)
            for model in needed(f"mart.{name}"):
                make(connection, model)
            frame: pl.DataFrame = connection.sql(f"from mart.{name} order by all").pl()
        return (
            frame
            if week_end is None or "week_end" not in frame.columns
            else frame.filter(pl.col("week_end") == week_end)
        )

    def row(self, name: str, week_end: date = SUNDAY, **key: object) -> dict[str, Any]:
        """The one row of mart.<name> in the week that has these values."""
        return self.mart(name, week_end).row(
            by_predicate=pl.all_horizontal(pl.lit(True), *(pl.col(k) == v for k, v in key.items())), named=True
        )


def lay(connection: duckdb.DuckDBPyConnection, network: Network) -> None:
    """The network's core and settings tables, core.weeks of its run's day among them."""
    connection.execute("create schema raw; create schema core; create schema mart;")
    columns = {
        table: ", ".join(f"{name} {TYPES[kind]}" for name, kind in schema.items())
        for table, schema in SCHEMAS.items()
        if schema
    }
    connection.execute(" ".join(f"create table {table} ({text});" for table, text in columns.items()))
    for table, frame in network.frames().items():
        if not frame.is_empty():
            connection.register("rows_of_test", frame)
            connection.execute(
                f"insert into {table} from rows_of_test"
                if table in columns
                else f"create table {table} as from rows_of_test"
            )
            connection.unregister("rows_of_test")
    weeks = (ROOT / "warehouse" / "sql" / "core" / "weeks.sql").read_text("utf-8")
    connection.execute(f"create table core.weeks as {weeks}", {"as_of": network.as_of})


def make(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """The table of one mart model, from the tables that stand."""
    if model.python is None:
        connection.execute(f"create table {model.name} as {model.sql}")
        return
    frames = {name: connection.sql(f"from {name}").pl() for name in model.reads}
    connection.register("rows_of_model", model.python(frames))
    connection.execute(f"create table {model.name} as select * from rows_of_model")
    connection.unregister("rows_of_model")


@cache
def marts() -> tuple[Model, ...]:
    """The mart models, each after what it reads."""
    sql = [sql_model(path) for path in sorted((ROOT / "warehouse" / "sql" / "mart").glob("*.sql"))]
    modules = sorted((ROOT / "transforms" / "models" / "mart").glob("[a-z]*.py"))
    python = [python_model(importlib.import_module(f"transforms.models.mart.{path.stem}")) for path in modules]
    return tuple(ordered([*sql, *python], raw=[*SCHEMAS, "core.weeks"]))


def needed(name: str) -> list[Model]:
    """The mart models from which the one follows, itself last."""
    wanted = {name}
    for model in reversed(marts()):
        if model.name in wanted:
            wanted |= model.reads
    return [model for model in marts() if model.name in wanted]
