"""What stands where a file of the home goes and is none, and what is lost: one sentence each, nothing changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipelines.conftest import Called

Entregent = Callable[..., Called]
AS_OF = ("--as-of", "2026-11-22")
FILES = ("network.duckdb", ".entregent/state.duckdb", "decisions.csv", "review.csv", "touches.csv", "help.csv")
FOLDERS = ("inbox", "reports", ".entregent", ".entregent/earlier", ".entregent/aside")


def clear(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()


@pytest.mark.parametrize("kind", ["folder", "pipe"])
@pytest.mark.parametrize("name", FILES)
def test_a_folder_or_pipe_where_a_file_goes_is_named(
    ran_home: Path, entregent: Entregent, name: str, kind: str
) -> None:
    """A pipe would be read for ever."""
    path = ran_home / name
    clear(path)
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    for command in (("run", ran_home, *AS_OF), ("status", "--home", ran_home), ("sql", "--home", ran_home, "select 1")):
        called = entregent(*command)
        assert (called.exit_code, called.err) == (2, f"{path} is no regular file. Move it away.\n")


@pytest.mark.parametrize("name", FOLDERS)
def test_a_file_where_a_folder_goes_is_named(ran_home: Path, entregent: Entregent, name: str) -> None:
    """Before anything is read or written."""
    path = ran_home / name
    clear(path)
    path.write_text("x")
    called = entregent("run", ran_home, *AS_OF)
    assert (called.exit_code, called.err) == (2, f"{path} is no folder. Move it away.\n")
    assert path.read_text() == "x"


def test_a_folder_where_a_file_of_the_report_goes_costs_the_run(ran_home: Path, entregent: Entregent) -> None:
    """The published network stays as it was, and the other files of the report do."""
    path = next((ran_home / "reports").glob("*/report.fr.html"))
    clear(path)
    path.mkdir()
    before = (ran_home / "network.duckdb").read_bytes()
    pages = {other: other.read_bytes() for other in path.parent.iterdir() if other.is_file()}
    called = entregent("run", ran_home, *AS_OF)
    assert (called.exit_code, called.err) == (1, f"{path} is no regular file. Move it away.\n")
    assert (ran_home / "network.duckdb").read_bytes() == before
    assert {other: other.read_bytes() for other in pages} == pages


def test_an_emptied_settings_file_is_not_taken_for_all_defaults(ran_home: Path, entregent: Entregent) -> None:
    """Circles and plan would be forgotten without a word."""
    (ran_home / "network.toml").write_text("")
    called = entregent("run", ran_home, *AS_OF)
    assert called.exit_code == 2
    assert called.err.startswith(f"{ran_home / 'network.toml'} is empty")


@pytest.mark.parametrize("lost", [".entregent", ".entregent/state.duckdb"])
def test_a_home_that_lost_what_earlier_runs_read_stops(ran_home: Path, entregent: Entregent, lost: str) -> None:
    """The published network stays; --afresh goes on without."""
    before = (ran_home / "network.duckdb").read_bytes()
    clear(ran_home / lost)
    called = entregent("run", ran_home, *AS_OF)
    assert called.exit_code == 1
    assert "is gone" in called.err
    assert f"entregent run {ran_home} --afresh" in called.err
    assert (ran_home / "network.duckdb").read_bytes() == before
    assert not (ran_home / ".entregent" / "state.duckdb").exists()
    assert entregent("run", ran_home, "--afresh", *AS_OF).exit_code == 0
    assert entregent("run", ran_home, *AS_OF).exit_code == 0
