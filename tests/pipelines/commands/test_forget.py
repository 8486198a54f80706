"""entregent forget: a file or source that was dropped by mistake is taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipelines.settings.settings import read_settings
from tests.pipelines.conftest import Called
from warehouse.query import query

Entregent = Callable[..., Called]
DAY = ("--as-of", "2026-11-22")


def people(home: Path) -> set[str]:
    rows = query(home / "network.duckdb", "select display_name from core.persons where is_contact and not is_ego").rows
    return {str(name) for (name,) in rows}


def test_a_source_is_taken_back_and_read_again(home: Path, entregent: Entregent) -> None:
    """Its people go though the file lies in the inbox still, and come back when the user wants it."""
    assert entregent("run", home, *DAY).exit_code == 0
    before = people(home)
    assert "Ida Thorsen" in before
    done = entregent("forget", "--source", "linkedin/Connections.csv", "--home", home)
    assert done.exit_code == 0
    assert '--source "linkedin/Connections.csv" --undo' in done.out
    assert "ignored in network toml: 1" in entregent("run", home, *DAY).out
    assert "Ida Thorsen" not in people(home)
    assert "linkedin/Connections.csv" in entregent("status", "--home", home).out
    assert entregent("forget", "--source", "linkedin/Connections.csv", "--undo", "--home", home).exit_code == 0
    assert read_settings(home / "network.toml").ignored == frozenset()
    assert entregent("run", home, *DAY).exit_code == 0
    assert people(home) == before


def test_what_was_never_read_is_named_with_the_nearest(home: Path, entregent: Entregent) -> None:
    """And nothing is written."""
    assert entregent("run", home, *DAY).exit_code == 0
    done = entregent("forget", "--source", "linkedin/Conections.csv", "--home", home)
    assert done.exit_code == 2
    assert 'Did you mean "linkedin/Connections.csv"?' in done.err
    assert read_settings(home / "network.toml").ignored == frozenset()


def test_undo_of_what_was_not_taken_back_says_so(home: Path, entregent: Entregent) -> None:
    """With what is left alone."""
    done = entregent("forget", "--source", "x.vcf", "--undo", "--home", home)
    assert done.exit_code == 2
    assert "No source is left alone" in done.err
