"""The command line: --home, help, exit codes, and how fast it starts."""

from __future__ import annotations

import errno
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from pipelines.cli import entregent as group
from tests.pipelines.conftest import Called

Entregent = Callable[..., Called]
COMMANDS = sorted(group.list_commands(click.Context(group)))


def test_home_is_taken_before_or_after_the_command(ran_home: Path, entregent: Entregent) -> None:
    """Both say the same; the one after wins."""
    question = "select count(*) as n from core.weeks"
    after = entregent("sql", question, "--home", ran_home)
    before = entregent("--home", ran_home, "sql", question)
    assert after.exit_code == before.exit_code == 0
    assert after.out == before.out
    assert entregent("--home", "/nowhere", "sql", question, "--home", ran_home).out == after.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example(name: str, entregent: Entregent) -> None:
    """--help ends in something to type."""
    called = entregent(name, "--help")
    assert called.exit_code == 0
    assert "Example" in called.out
    assert f"entregent {name}" in called.out


def test_help_groups_the_commands_and_names_the_exit_codes(entregent: Entregent) -> None:
    """Start, each week, look: each command once."""
    out = entregent("--help").out
    assert "Start:" in out
    assert "Exit codes: 0" in out
    for name in COMMANDS:
        assert sum(line.split()[:1] == [name] for line in out.splitlines()) == 1
    assert not any(line.endswith("...") for line in out.splitlines()[1:])  # no sentence is cut


def test_an_unknown_option_is_the_users_mistake(entregent: Entregent) -> None:
    """Exit 2 and a sentence."""
    called = entregent("run", "--asof", "2026-11-22")
    assert called.exit_code == 2
    assert "--as-of" in called.err


def test_a_day_written_otherwise_is_told_how_to_be_written(home: Path, entregent: Entregent) -> None:
    """22/11/2026 gets an example, not a format string."""
    called = entregent("run", home, "--as-of", "22/11/2026")
    assert called.exit_code == 2
    assert "2026-11-22" in called.err
    assert "%" not in called.err + entregent("run", "--help").out


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_ends_of_the_calendar_is_refused(day: str, home: Path, entregent: Entregent) -> None:
    """A run looks fifteen years back and one ahead."""
    called = entregent("run", home, "--as-of", day)
    assert called.exit_code == 2
    assert "from 1970 to 2999" in called.err


@pytest.mark.parametrize("name", ["init", "demo"])
def test_a_folder_that_may_not_be_written_is_named(
    name: str, tmp_path: Path, entregent: Entregent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence with the folder and exit 1, no traceback."""

    def refuse(path: Path, *_arguments: object, **_options: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    called = entregent(name, tmp_path / "mine")
    assert called.exit_code == 1
    assert called.err.startswith(f"{tmp_path / 'mine'}")
    assert called.err.count("\n") == 1


def test_sql_lists_the_plain_views_before_the_layers(ran_home: Path, entregent: Entregent) -> None:
    """people is found without scrolling past staging."""
    names = [line.split()[0] for line in entregent("sql", "--tables", "--home", ran_home).out.splitlines()[2:]]
    plain = [name for name in names if "." not in name]
    assert "people" in plain
    assert names[: len(plain)] == plain


def test_sql_answers_in_three_forms(ran_home: Path, entregent: Entregent) -> None:
    """table for the eye, csv and json for programs."""
    question = "select display_name as name, null as nothing from core.persons where display_name like 'Karim%'"
    assert entregent("sql", question, "--home", ran_home).out.splitlines() == [
        "name          nothing",
        "------------  -------",
        "Karim Haddad",
    ]
    assert entregent("sql", question, "--format", "csv", "--home", ran_home).out == "name,nothing\nKarim Haddad,\n"
    assert json.loads(entregent("sql", question, "--format", "json", "--home", ran_home).out) == [
        {"name": "Karim Haddad", "nothing": None}
    ]


def test_sql_can_read_the_network_and_nothing_else(ran_home: Path, entregent: Entregent) -> None:
    """No write, no other file, no setting."""
    files = (f"from read_csv('{ran_home}/network.toml')", f"attach '{ran_home}/x.duckdb'")
    for question in ("delete from core.persons", "set enable_external_access = true", *files):
        called = entregent("sql", question, "--home", ran_home)
        assert (called.exit_code, called.out) == (2, "")


def test_sql_before_the_first_run_says_what_to_do(home: Path, entregent: Entregent) -> None:
    """Exit 2 and the command to call."""
    called = entregent("sql", "select 1", "--home", home)
    assert called.exit_code == 2
    assert "entregent run" in called.err


def test_init_makes_a_home_that_runs_as_it_is(tmp_path: Path, entregent: Entregent) -> None:
    """The template holds valid settings; a second init touches nothing."""
    folder = tmp_path / "mine"
    assert entregent("init", folder, "--language", "en").exit_code == 0
    assert 'language = "en"' in (folder / "network.toml").read_text("utf-8")
    assert entregent("run", folder).exit_code == 1  # the inbox is empty, the settings are right
    again = entregent("init", folder)
    assert again.exit_code == 2
    assert f"entregent run {folder}" in again.err  # works from any folder


def test_the_template_shows_only_settings_that_exist(tmp_path: Path, entregent: Entregent) -> None:
    """With every example line of it in force, network.toml is still right."""
    from pipelines.settings.settings import read_settings

    entregent("init", tmp_path / "mine")
    path = tmp_path / "mine" / "network.toml"
    examples = re.sub(r"(?m)^# (?=\[|\w+ = )", "", path.read_text("utf-8"))
    path.write_text(examples, "utf-8")
    settings = read_settings(path)
    assert settings.plan is not None
    assert settings.circles


@pytest.mark.parametrize("command", ["init", "demo"])
def test_a_home_that_cannot_be_made_is_a_sentence(command: str, tmp_path: Path, entregent: Entregent) -> None:
    """Inside a file there is no folder: exit 2 and what to do."""
    (tmp_path / "file").write_text("")
    called = entregent(command, tmp_path / "file" / "inside")
    assert (called.exit_code, called.out) == (2, "")
    assert called.err.endswith("Name another folder.\n")


def test_demo_overwrites_nothing(tmp_path: Path, entregent: Entregent) -> None:
    """A folder that holds anything is refused."""
    (tmp_path / "letter.txt").touch()
    called = entregent("demo", tmp_path)
    assert called.exit_code == 2
    assert "not empty" in called.err


def test_help_and_sql_start_without_prefect_and_polars() -> None:
    """What is slow to load is loaded by who needs it."""
    loaded = "print([name for name in ('prefect', 'polars', 'duckdb') if name in sys.modules])"
    code = f"import sys\nfrom pipelines.cli import main\ntry: main(['--help'])\nfinally: {loaded}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
