"""Every Python model of the warehouse, on a small network and on what is missing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.building import models
from pipelines.home import Home
from pipelines.settings.as_tables import settings_tables
from pipelines.settings.settings import read_settings
from tests.pipelines.conftest import Called
from warehouse.build import build
from warehouse.models import Model

ONE_ROW = {"raw.measures", "raw.settings", "core.weeks"}
"""What is there in every home."""

REFERRED_TO = "link.records"
"""Other tables name its rows: it is never empty alone."""


def lacking(frames: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, Mapping[str, pl.DataFrame]]]:
    """The frames of a model without any row, and with one of them empty at a time."""
    empty = {name: frame if name in ONE_ROW else frame.clear() for name, frame in frames.items()}
    yield "every table", empty
    for name in frames:
        if name not in ONE_ROW and name != REFERRED_TO:
            yield name, {**frames, name: frames[name].clear()}


def test_a_model_gives_its_columns_whatever_is_empty(home: Path, entregent: Callable[..., Called]) -> None:
    """A home in which no record is a person, no event has a guest, nobody was ever written to, and the like.

    A column made of a list without a value has no type: the run would end in a fault of the program.
    """
    assert entregent("run", home, "--as-of", "2026-11-22").exit_code == 0
    faults: list[str] = []

    def watched(model: Model) -> Model:
        python = model.python
        if python is None:
            return model

        def run(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
            result: pl.DataFrame = python(frames)
            for what, given in lacking(frames):
                try:
                    schema = python(given).schema
                except Exception as error:
                    faults.append(f"{model.name} without {what}: {type(error).__name__}: {error}")
                else:
                    if schema != result.schema:
                        faults.append(f"{model.name} without {what}: {schema} instead of {result.schema}")
            return result

        return replace(model, python=run)

    paths = Home(home)
    tables = settings_tables(read_settings(paths.settings))
    done = build(home / "next.duckdb", paths.state, [watched(one) for one in models()], tables, date(2026, 11, 22))
    assert done.failures == ()
    assert not faults, "\n".join(faults)


LEAVE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//made up//EN
BEGIN:VEVENT
UID:leave
DTSTAMP:20261101T080000Z
DTSTART;VALUE=DATE:20261102
DTEND;VALUE=DATE:20261109
SUMMARY:Congés
END:VEVENT
END:VCALENDAR
"""
NOBODY = {
    "leave.ics": LEAVE,
    "empty.ics": "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n",
    "Connections.csv": "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n",
    "firm.vcf": "BEGIN:VCARD\nVERSION:3.0\nKIND:org\nFN:Orlivel\nORG:Orlivel\nEND:VCARD\n",
    "nameless.vcf": "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n",
}


@pytest.mark.parametrize("name", NOBODY)
def test_a_home_in_which_no_record_is_a_person_is_published(
    empty_home: Path, entregent: Callable[..., Called], name: str
) -> None:
    """It says that nobody is known, and every command answers."""
    (empty_home / "inbox" / name).write_text(NOBODY[name], "utf-8", newline="\r\n")
    done = entregent("run", empty_home, "--as-of", "2026-11-22")
    assert done.exit_code == 0, done.err
    assert "0  people known" in done.out
    assert entregent("status", "--home", empty_home).exit_code == 0
    assert entregent("sql", "select * from people", "--home", empty_home).exit_code == 0
    assert "Nothing to review" in entregent("review", "--home", empty_home).out
