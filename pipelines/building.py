"""Builds the new warehouse file of a run, and says what the user should know of it.

Decisions about nobody, and who the owner is taken for.
"""

from __future__ import annotations

import importlib
from pathlib import Path

import polars as pl

import transforms.models
from pipelines.errors import RunError
from pipelines.noted import read_help, read_touches
from pipelines.review.decisions import PAIR_VERBS, read_decisions
from pipelines.review.sheet import take_answers
from pipelines.run import Run
from pipelines.settings.as_tables import settings_tables
from pipelines.settings.unheld import unheld
from warehouse.build import build
from warehouse.models import Model, python_model, sql_models
from warehouse.query import table
from warehouse.raw import TABLES


def build_stage(run: Run) -> list[str]:
    """A new warehouse file, built and checked, beside the state. Returns what the user should know.

    Raises RunError with every check that failed.
    """
    taken = take_answers(run.home.review, run.home.decisions, run.as_of)
    decisions = read_decisions(run.home.decisions)
    touches, helped = read_touches(run.home.touches), read_help(run.home.help)
    noted = {"touches": touches.rows, "help": helped.rows}
    forgotten = {"linking_parameters": pl.DataFrame(schema=TABLES["linking_parameters"])} if run.relink else {}
    result = build(
        run.store.next,
        run.home.state,
        models(),
        {**settings_tables(run.settings), "decisions": decisions.rows, **noted, **forgotten},
        run.as_of,
        lambda done, steps, name: run.progress(f"Building {name} ({done + 1} of {steps})"),
    )
    if result.failures:
        raise RunError(*result.failures, "The network published before is as it was.")
    unread = [*decisions.problems, *touches.problems, *helped.problems]
    return [*taken, *unread, *build_remarks(run.store.next, decisions.rows)]


def models() -> list[Model]:
    """Every model of the warehouse.

    The SQL files of warehouse/ and the Python modules of transforms/models/, found by their place.
    """
    folder = Path(transforms.models.__path__[0])
    names = sorted(f"{path.parent.name}.{path.stem}" for path in folder.glob("*/*.py") if path.stem != "__init__")
    return [*sql_models(), *(python_model(importlib.import_module(f"transforms.models.{name}")) for name in names)]


def build_remarks(built: Path, decisions: pl.DataFrame) -> list[str]:
    """One sentence for each, with what to do. decisions: line, verb, subject, object."""
    return [
        *_unknown_records(built, decisions),
        *_unfit_notes(built),
        *_uid_sentences(built),
        *_calendar_sentences(built),
        *_message_sentences(built),
        *_unusable_sentences(built),
        *unheld(built),
    ]


def _unknown_records(built: Path, decisions: pl.DataFrame) -> list[str]:
    """A sentence for each decision that names a record nobody holds.

    It changes nothing, and must not do so silently.
    """
    records = set(table(built, "link.person_records")["record_id"])
    named = {"subject": decisions, "object": decisions.filter(pl.col("verb").is_in(PAIR_VERBS))}
    lines = [
        (line, column)
        for column, rows in named.items()
        for line, key in rows.select("line", column).iter_rows()
        if key not in records
    ]
    return [
        f"decisions.csv, line {line}: the {column} is no record of this network. "
        "Write a key that entregent who NAME --why shows, or delete the line."
        for line, column in sorted(lines)
    ]


def _unfit_notes(built: Path) -> list[str]:
    """A sentence for each line of touches.csv and help.csv that fits nobody, or several people: it counts nowhere."""
    unfit = table(built, "core.noted_people").filter(pl.col("person_id").is_null())
    return [
        f"{file}, line {line}: the person fits {f'{candidates} people' if candidates else 'nobody'}. "
        "Write an address, or a record key that entregent who NAME --why shows."
        for file, line, candidates in unfit.select("file", "line", "candidates").iter_rows()
    ]


def _uid_sentences(built: Path) -> list[str]:
    """One sentence for all cards that bear the UID of another's: their names say that they are several people."""
    cards = table(built, "link.person_records").filter(pl.col("uid").is_not_null())
    groups = cards.group_by("source", "uid").agg("file", people=pl.col("person_id").n_unique())
    shared = groups.filter(pl.col("people") > 1)
    if shared.is_empty():
        return []
    files = shared["file"].explode().to_list()
    others = len(set(files)) - 1
    where = f"{min(files)}{f' and {others} more' if others else ''}"
    return [
        f"{where}: {len(files)} records bear a UID that several people share by their names, so it proves nothing and"
        " they are kept apart. Should two of them be one person: entregent review --same A B."
    ]


def _unusable_sentences(built: Path) -> list[str]:
    counts = dict(table(built, "core.unusable_values").group_by("kind").len().iter_rows())
    words = {"phone": "telephone numbers", "email": "e-mail addresses"}
    numbers = [f"{word} {counts[kind]}" for kind, word in words.items() if kind in counts]
    if not numbers:
        return []
    return [f"Not usable as written: {', '.join(numbers)}. Which, where and why: entregent status --rejects"]


def _message_sentences(built: Path) -> list[str]:
    own, messages = (
        table(built, "staging.own_parties"),
        table(built, "staging.messages").filter(pl.col("act") == "message"),
    )
    if own.is_empty() and not messages.is_empty():
        missing = (
            "Which profile among the messages is yours is not known, so that they count for nothing. "
            "Write in network.toml, under [owner]:"
        )
        return [f'{missing} addresses = ["https://www.linkedin.com/in/…"]']
    guess = (
        "Your own profile is not set; taken to be the one in most conversations. "
        "If it is yours, write in network.toml, under [owner]:"
    )
    return [f'{guess} addresses = ["{profile}"]' for profile in own.filter(pl.col("origin") == "inferred")["party_key"]]


def _calendar_sentences(built: Path) -> list[str]:
    own = table(built, "staging.own_addresses")
    if own.is_empty():
        if table(built, "staging.events").is_empty():
            return []
        missing = (
            "No address in the calendars is yours for certain, so calendar figures are withheld. "
            "Write in network.toml, under [owner]:"
        )
        return [f'{missing} addresses = ["…"]']
    guess = (
        "Your own address is not set; taken to be the one in most events. "
        "If it is yours, write in network.toml, under [owner]:"
    )
    inferred = own.filter(pl.col("origin") == "inferred")["address"]
    return [
        (
            f'{guess} names = ["{mine.removeprefix("name:")}"]'
            if mine.startswith("name:")
            else f'{guess} addresses = ["{mine}"]'
        )
        for mine in inferred
    ]
