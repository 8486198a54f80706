"""What a run leaves in the state for the runs to come.

Person ids and what became of them, and the figures it published.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path

import polars as pl

from pipelines.home import Home
from pipelines.importing.storing import RAW_SCHEMAS
from pipelines.settings.settings import Settings
from pipelines.terminal.progress import Progress
from warehouse.query import table
from warehouse.state import State
from warehouse.store import Store

STATE_TABLES = {
    "person_moves": pl.Schema(
        [
            ("record_id", pl.String()),
            ("from_person_id", pl.String()),
            ("to_person_id", pl.String()),
            ("moved_at", pl.Datetime("us")),
        ],
    ),
}
"""Tables of the state beside those every state holds. person_moves: the log of splits and merges, record by record."""


@dataclass(frozen=True)
class Linking:
    """What linking decided. people: record_id and person_id of every record; parameters: link.parameters."""

    people: pl.DataFrame
    parameters: pl.DataFrame


def remember(
    state: State, linking: Linking, figures: pl.DataFrame, settings: Settings, version: str, at: datetime
) -> None:
    """Keeps the register of person ids, its log, the weights of linking, and the week's figures, all in one
    transaction.

    figures: week_end, figure, value of the reporting week; at: UTC.
    """
    with state.transaction():
        _remember_people(state, linking.people.select("record_id", "person_id"), at)
        _remember_parameters(state, linking.parameters, at)
        _remember_figures(state, figures, settings, version, at)


def _remember_people(state: State, people: pl.DataFrame, at: datetime) -> None:
    before = state.read("person_register")
    moved = (
        before.join(people, on="record_id", suffix="_now")
        .filter(pl.col("person_id") != pl.col("person_id_now"))
        .select(
            "record_id",
            from_person_id="person_id",
            to_person_id="person_id_now",
            moved_at=pl.lit(at, dtype=pl.Datetime("us")),
        )
    )
    state.append("person_moves", moved)
    # A record that is gone keeps its line, so that it finds its person when it comes back.
    state.replace(
        "person_register", pl.concat([people, before.join(people, on="record_id", how="anti")]).sort("record_id")
    )


def _remember_parameters(state: State, parameters: pl.DataFrame, at: datetime) -> None:
    """Keeps weights that were estimated in this run in the place of the ones before.

    Those that were kept stay as they are.
    """
    learned = parameters.filter(pl.col("origin") == "learned")
    if learned.height:
        name = pl.concat_str("comparison", "level", "side", separator="/").alias("parameter")
        state.replace(
            "linking_parameters",
            learned.select(name, "value", "people", learned_at=pl.lit(at, dtype=pl.Datetime("us"))).sort("parameter"),
        )


def _remember_figures(state: State, figures: pl.DataFrame, settings: Settings, version: str, at: datetime) -> None:
    """Appends what differs from the last value published for the same week; what was once published stays."""
    digest = hashlib.sha256(settings.model_dump_json().encode()).hexdigest()[:16]
    now = figures.select(
        "week_end",
        "figure",
        "value",
        config_hash=pl.lit(digest),
        version=pl.lit(version),
        published_at=pl.lit(at, dtype=pl.Datetime("us")),
    )
    last = state.read("published").sort("published_at").group_by("week_end", "figure", maintain_order=True).last()
    same = last.select("week_end", "figure", "value", "config_hash")
    state.append(
        "published", now.join(same, on=["week_end", "figure", "value", "config_hash"], how="anti", nulls_equal=True)
    )


def publish_stage(
    home: Home, settings: Settings, as_of: date, started_at: datetime, progress: Progress, sentences: Sequence[str]
) -> tuple[date, pl.DataFrame, Path, list[str]]:
    """The new warehouse and its report in the place of the old ones, once the state remembers what it must.

    Returns the end of the reporting week, its figures, the report's folder and what the user should know. A run killed
    in between leaves a register that gives the same ids again.
    """
    progress("Publishing")
    store = Store(home.folder)
    ((week_end, iso_week),) = (
        table(store.next, "core.weeks").filter("is_reporting").select("week_end", "iso_week").rows()
    )
    figures = table(store.next, "mart.figures").filter(pl.col("week_end") == week_end)
    linking = Linking(table(store.next, "link.person_records"), table(store.next, "link.parameters"))
    with State.open(home.state, RAW_SCHEMAS, STATE_TABLES) as state:
        remember(state, linking, figures, settings, version("entregent"), started_at)
    published = store.publish(store.next)
    folder = home.reports / iso_week
    _move_files(home.next_report, folder)
    aside = (
        [f"Another program had written beside network.duckdb: what it left lies in {published.aside}."]
        if published.aside
        else []
    )
    return week_end, figures, folder, [*sentences, *aside]


def _move_files(new: Path, folder: Path) -> None:
    """Each file in the place of its forerunner: none is ever missing, and what else lies in the folder stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(new.iterdir()):
        path.replace(folder / path.name)
    new.rmdir()
