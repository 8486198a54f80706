"""A small network for the tests of the warehouse: a state with two exports, and three models that read it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from types import ModuleType

import polars as pl

from warehouse.models import Model, python_model, sql_model
from warehouse.state import State

SCHEMAS = {
    "contacts": pl.Schema(
        {
            "record_key": pl.String(),
            "position": pl.Int64(),
            "formatted_name": pl.String(),
            "categories": pl.List(pl.String),
        }
    ),
    "events": pl.Schema(
        {
            "record_key": pl.String(),
            "position": pl.Int64(),
            "summary": pl.String(),
            "sequence": pl.Int64(),
            "dtstamp": pl.Datetime("us"),
        }
    ),
}
SETTINGS = {"settings": pl.DataFrame({"time_zone": ["Europe/Paris"], "phone_region": ["FR"], "language": ["fr"]})}
AS_OF = date(2026, 11, 22)


def contacts(*names: str) -> pl.DataFrame:
    """Cards, their key the name in lower case."""
    rows = [(name.lower(), number, name, ["Rotary"]) for number, name in enumerate(names, start=1)]
    return pl.DataFrame(rows, schema=SCHEMAS["contacts"], orient="row")


def receipts(kept: int, found: int | None = None) -> pl.DataFrame:
    """One receipt of contacts; it adds up unless `found` says otherwise."""
    counts = {"found": kept if found is None else found, "kept": kept, "repeated": 0, "rejected": 0, "ignored": 0}
    return pl.DataFrame([{"kind": "contacts", **counts, "ignored_rules": "{}"}])


def add_contacts(
    state: State, *names: str, source: str = "phone", sha256: str = "aa", seen: date = AS_OF, found: int | None = None
) -> None:
    """An export of the source phone that holds these cards."""
    file = {
        "source": source,
        "file": f"{source}.vcf",
        "sha256": sha256,
        "dialect": "vcard",
        "kind": "contacts",
        "first_seen_on": seen,
        "imported_at": datetime(seen.year, seen.month, seen.day, 7),
    }
    state.add_files([(file, {"contacts": contacts(*names)}, receipts(len(names), found))])


def make_state(path: Path, *names: str) -> Path:
    """A state file with one export of these cards, closed."""
    with State.open(path, SCHEMAS) as state:
        add_contacts(state, *(names or ("Élodie Brun", "Karim Haddad")))
    return path


def model(folder: Path, name: str, select: str, columns: str, grain: str = "-", more: str = "") -> Model:
    """The SQL model `layer.name`; columns: names, comma separated."""
    layer, table = name.split(".")
    path = folder / "sql" / layer / f"{table}.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "\n".join(f"{column.strip()}  what {column.strip()} holds" for column in columns.split(","))
    path.write_text(f"/*\nOne row per thing.\n\ngrain: {grain}\n{more}\n\n{lines}\n*/\n{select}\n", "utf-8")
    return sql_model(path)


def counting_module() -> ModuleType:
    """A Python model core.initials: how many contacts have each first letter."""
    module = ModuleType("transforms.models.core.initials")
    module.__doc__ = (
        "One row per first letter.\n\ngrain: "
        "initial\n\ninitial  first letter of the name\npeople   number of contacts\n"
    )

    def build(frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
        names = frames["staging.contacts"].select(initial=pl.col("display_name").str.slice(0, 1))
        return names.group_by("initial").agg(people=pl.len().cast(pl.Int64)).sort("initial", descending=True)

    module.__dict__.update(reads=("staging.contacts",), build=build)
    return module


def three_models(folder: Path) -> list[Model]:
    """staging.contacts (SQL), core.initials (Python) and the view main.initials."""
    return [
        model(
            folder,
            "staging.contacts",
            "select source || '/' || record_key as record_id, formatted_name as display_name from raw.contacts",
            "record_id, display_name",
            grain="record_id",
        ),
        python_model(counting_module()),
        model(folder, "main.initials", "select initial, people from core.initials", "initial, people", grain="initial"),
    ]
