"""The end of a run: the report, what the state remembers for the runs to come, and the new files in their places.

What it remembers: person ids and what became of them, the weights of linking, and the figures it published.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import polars as pl

from pipelines.errors import RunError
from pipelines.report import write_report
from pipelines.run import Run
from pipelines.settings.settings import Settings
from pipelines.state_tables import open_state
from warehouse.query import layer_tables, table
from warehouse.state import State

FAR = timedelta(days=31)
"""Ahead of the clock: a run for a day further than this is told."""


@dataclass(frozen=True)
class Published:
    """What was published. figures: rows of mart.figures of the reporting week; report: its folder."""

    week_end: date
    figures: pl.DataFrame
    report: Path
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Linking:
    """What linking decided. people: record_id and person_id of every record; parameters: link.parameters."""

    people: pl.DataFrame
    parameters: pl.DataFrame


def remember(
    state: State, linking: Linking, figures: pl.DataFrame, settings: Settings, version: str, at: datetime
) -> None:
    """Keeps the register of person ids, its log, the weights of linking and the week's figures, in one transaction.

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


def report_stage(run: Run) -> None:
    """The report of the new warehouse file, in a folder of its own until it is published."""
    run.progress("Writing the report")
    shutil.rmtree(run.home.next_report, ignore_errors=True)
    write_report(layer_tables(run.store.next, "mart"), run.home.next_report, as_of=run.as_of)


def publish_stage(run: Run) -> Published:
    """The new warehouse and its report in the place of the old ones, once the state remembers what it must.

    A run killed in between leaves a register that gives the same ids again.
    """
    run.progress("Publishing")
    built = run.store.next
    ((week_end, iso_week),) = table(built, "core.weeks").filter("is_reporting").select("week_end", "iso_week").rows()
    _look_for_strangers(run.home.next_report, run.home.reports / iso_week)
    figures = table(built, "mart.figures").filter(pl.col("week_end") == week_end)
    linking = Linking(table(built, "link.person_records"), table(built, "link.parameters"))
    with open_state(run.home) as state:
        sentences = _about_the_day(run, week_end, state)
        remember(state, linking, figures, run.settings, version("entregent"), run.started_at)
    published = run.store.publish(built)
    folder = run.home.reports / iso_week
    _move_files(run.home.next_report, folder)
    if published.aside:
        sentences.append(f"Another program had written beside network.duckdb: what it left lies in {published.aside}.")
    return Published(week_end, figures, folder, tuple(sentences))


def _about_the_day(run: Run, week_end: date, state: State) -> list[str]:
    """What to say where the run is for a day one would not expect: a year typed wrong is easily overlooked."""
    sentences = []
    if run.as_of - run.started_at.date() > FAR:
        sentences.append(
            f"The network is now as of {run.as_of}, though today is {run.started_at.date()}. If that was not meant: "
            f"entregent run {run.home.folder}"
        )
    last = state.read("published").sort("published_at")["week_end"]
    if len(last) and last[-1] > week_end:
        sentences.append(
            f"The week to {week_end} takes the place of a later one, published before: the week to {last[-1]}."
        )
    return sentences


def _look_for_strangers(new: Path, folder: Path) -> None:
    """Raises RunError when something else stands where the report goes: before anything is published."""
    if folder.exists() and not folder.is_dir():
        raise RunError(f"{folder} is no folder. Move it away.")
    taken = [folder / path.name for path in sorted(new.iterdir())]
    problems = [f"{path} is no regular file. Move it away." for path in taken if path.exists() and not path.is_file()]
    if problems:
        raise RunError(*problems)


def _move_files(new: Path, folder: Path) -> None:
    """Each file in the place of its forerunner: none is ever missing, and what else lies in the folder stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(new.iterdir()):
        path.replace(folder / path.name)
    new.rmdir()
