"""An error nobody foresaw, that quotes a telephone number: told without it, and kept whole where its owner looks."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

import pipelines.commands
from pipelines.faults import fault_file, kind_and_place, told
from pipelines.home import Home
from tests.pipelines.conftest import Called
from warehouse.query import table

Entregent = Callable[..., Called]
NUMBER = "+33 1 99 00 12 34"
STUMBLES = f'''"""A command that stumbles on a value."""
import click
import duckdb
import polars

from pipelines.home import find_home
from pipelines.terminal.options import asked_home, home_option

GROUP = "look"


@click.command("stumble")
@click.option("--on", type=click.Choice(["duckdb", "polars", "panic"]))
@click.option("--without-home", is_flag=True)
@home_option
@click.pass_context
def command(ctx, on, without_home):
    if not without_home:
        find_home(asked_home(ctx))
    if on == "duckdb":
        duckdb.sql("select cast('{NUMBER}' as integer)").fetchall()
    if on == "polars":
        polars.Series(["{NUMBER}"]).cast(polars.Int64)
    raise polars.exceptions.PanicException("{NUMBER}")
'''


@pytest.fixture
def stumbling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line with one command more, found as all are: by its place."""
    folder = tmp_path / "commands"
    folder.mkdir()
    (folder / "stumble.py").write_text(STUMBLES, "utf-8")
    monkeypatch.setattr(pipelines.commands, "__path__", [*pipelines.commands.__path__, str(folder)])


@pytest.mark.usefixtures("stumbling")
@pytest.mark.parametrize("library", ["duckdb", "polars", "panic"])
def test_what_an_unforeseen_error_quotes_is_not_printed(home: Path, entregent: Entregent, library: str) -> None:
    """One line with its kind and place, exit 1; the text is in the home, for its owner only."""
    called = entregent("stumble", "--home", home, "--on", library)
    kept = fault_file(Home(home))
    assert (called.exit_code, called.out) == (1, "")
    assert re.fullmatch(
        r"A fault of the program\. Please report this line: \w+ in \w+\.py, line \d+; "
        rf"its full text, which may quote your data, is in {kept}\.\n",
        called.err,
    )
    assert "99 00" not in called.err
    assert NUMBER in kept.read_text("utf-8")
    assert "Traceback" in kept.read_text("utf-8")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.usefixtures("stumbling")
def test_without_a_home_the_text_is_kept_nowhere(home: Path, entregent: Entregent) -> None:
    """Nor in the home of the command before."""
    assert entregent("status", "--home", home).exit_code == 0
    called = entregent("stumble", "--without-home", "--on", "duckdb")
    assert called.exit_code == 1
    assert called.err.endswith("its full text is kept nowhere, for there is no home to keep it in.\n")
    assert "99 00" not in called.err
    assert not fault_file(Home(home)).exists()


def test_a_home_that_takes_no_file_changes_nothing_of_what_is_told(tmp_path: Path) -> None:
    """The first error is told, not that it could not be kept."""
    try:
        int(NUMBER)
    except ValueError as error:
        sentence = told(error, Home(tmp_path / "gone"))
    assert sentence.startswith("ValueError in test_faults.py, line ")
    assert sentence.endswith("its full text is kept nowhere, for there is no home to keep it in")


def test_the_place_is_the_last_line_of_ours(home: Path) -> None:
    """Not the line of a library deep below, which says little."""
    published = Home(home).published
    with duckdb.connect(published, config={"storage_compatibility_version": "v1.4.0"}) as broken:
        broken.execute(f"create view numbers as select cast('{NUMBER}' as integer) as n")
    with pytest.raises(duckdb.Error, match="99 00") as raised:
        table(published, "numbers")
    assert re.fullmatch(r"ConversionException in query\.py, line \d+", kind_and_place(raised.value))


def test_the_text_goes_with_the_next_run_that_succeeds(ran_home: Path, entregent: Entregent) -> None:
    """It quotes what may be corrected or forgotten since."""
    fault_file(Home(ran_home)).write_text(NUMBER, "utf-8")
    assert entregent("run", ran_home, "--as-of", "2026-11-22").exit_code == 0
    assert not fault_file(Home(ran_home)).exists()


@pytest.mark.parametrize(
    "stumble",
    [
        lambda: duckdb.sql(f"select cast('{NUMBER}' as integer)").fetchall(),
        lambda: pl.Series([NUMBER]).cast(pl.Int64),
    ],
)
def test_kind_and_place_hold_no_word_of_the_error(stumble: Callable[[], object]) -> None:
    """The libraries do quote the value: otherwise this would be for nothing."""
    with pytest.raises((duckdb.Error, pl.exceptions.PolarsError), match="99 00") as raised:
        stumble()
    assert "99" not in kind_and_place(raised.value)
    assert ".py, line " in kind_and_place(raised.value)
