"""Building a warehouse file from the state."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import polars as pl
import pytest

from tests.support.small import AS_OF, SCHEMAS, SETTINGS, add_contacts, counting_module, make_state, model, three_models
from warehouse.build import build
from warehouse.duck import connect
from warehouse.errors import BuildError, ModelError, StateError
from warehouse.models import python_model
from warehouse.state import State


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return make_state(tmp_path / "state.duckdb", "Karim Haddad", "Élodie Brun", "Eva Roy")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "next.duckdb"


def ask(path: Path, question: str) -> list[tuple[Any, ...]]:
    """The rows of a query on a closed file."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(question).fetchall()


def test_sql_and_python_models_are_built_in_one_graph(tmp_path: Path, state: Path, target: Path) -> None:
    """A view reads a Python model, which reads an SQL model, which reads the state.

    Rows stand in the order of the grain.
    """
    result = build(target, state, three_models(tmp_path), SETTINGS, AS_OF)
    assert [(built.name, built.rows) for built in result.models] == [
        ("staging.contacts", 3),
        ("core.initials", 3),
        ("main.initials", None),
    ]
    assert result.failures == ()
    assert ask(target, "from main.initials") == [("E", 1), ("K", 1), ("É", 1)]


def test_the_file_needs_no_other_file(tmp_path: Path, state: Path, target: Path) -> None:
    """Settings stay in it; views on the state do not, so it answers when the state is gone and under another name."""
    build(target, state, three_models(tmp_path), SETTINGS, AS_OF)
    state.unlink()
    moved = target.rename(tmp_path / "copied.duckdb")
    assert ask(moved, "select table_schema || '.' || table_name from information_schema.tables order by 1") == [
        ("core.initials",),
        ("main.initials",),
        ("raw.settings",),
        ("staging.contacts",),
    ]
    assert ask(moved, "select people from initials") == [(1,), (1,), (1,)]
    assert not moved.with_name(moved.name + ".wal").exists()


def test_todays_tools_open_the_file(tmp_path: Path, state: Path, target: Path) -> None:
    """The storage version is one that DuckDB 1.4 reads: 67, at byte 12 of the header."""
    build(target, state, three_models(tmp_path), SETTINGS, AS_OF)
    assert int.from_bytes(target.read_bytes()[12:20], "little") == 67


def test_headers_become_comments(tmp_path: Path, state: Path, target: Path) -> None:
    """Whoever opens the file finds what a row and a column is."""
    build(target, state, three_models(tmp_path), SETTINGS, AS_OF)
    assert ask(target, "select comment from duckdb_tables() where table_name = 'initials'") == [
        ("One row per first letter.",)
    ]
    assert ask(target, "select comment from duckdb_views() where view_name = 'initials'") == [("One row per thing.",)]
    assert ask(target, "select comment from duckdb_columns() where schema_name = 'core' order by column_index") == [
        ("first letter of the name",),
        ("number of contacts",),
    ]


def test_the_state_may_be_open_during_the_build(tmp_path: Path, target: Path) -> None:
    """The run that wrote the records builds from them without closing the state, and goes on writing."""
    with State.open(tmp_path / "state.duckdb", SCHEMAS) as state:
        add_contacts(state, "Eva Roy")
        build(target, state.path, three_models(tmp_path), SETTINGS, AS_OF)
        add_contacts(state, "Eva Roy", "Karim Haddad", sha256="bb")
        assert state.read("contacts").height == 3
    assert ask(target, "select count(*) from staging.contacts") == [(1,)]


def test_models_see_the_records_of_current_files_only(tmp_path: Path, target: Path) -> None:
    """A card that the phone's newest export no longer holds is gone; all files are listed."""
    with State.open(tmp_path / "state.duckdb", SCHEMAS) as state:
        add_contacts(state, "Eva Roy", "Karim Haddad", sha256="aa")
        add_contacts(state, "Eva Roy", sha256="bb")
    select = "select formatted_name as name, (select count(*) from raw.files) as files from raw.contacts"
    names = model(tmp_path, "staging.names", select, "name, files", "name")
    build(target, state.path, [names], SETTINGS, AS_OF)
    assert ask(target, "from staging.names") == [("Eva Roy", 2)]


def test_a_record_keeps_the_day_it_was_first_seen(tmp_path: Path, target: Path) -> None:
    """A card that last month's export held already is not new because the file is."""
    with State.open(tmp_path / "state.duckdb", SCHEMAS) as state:
        add_contacts(state, "Eva Roy", sha256="aa", seen=date(2026, 10, 25))
        add_contacts(state, "Eva Roy", "Karim Haddad", sha256="bb", seen=date(2026, 11, 22))
    seen = model(
        tmp_path,
        "staging.seen",
        "select formatted_name as name, record_first_seen_on as day from raw.contacts",
        "name, day",
        "name",
    )
    build(target, state.path, [seen], SETTINGS, AS_OF)
    assert ask(target, "from staging.seen") == [("Eva Roy", date(2026, 10, 25)), ("Karim Haddad", date(2026, 11, 22))]


def test_the_day_is_bound_not_written(tmp_path: Path, state: Path, target: Path) -> None:
    """core.weeks gets the run's day as a date."""
    build(target, state, [model(tmp_path, "core.weeks", "select $as_of::date as as_of", "as_of")], SETTINGS, AS_OF)
    assert ask(target, "from core.weeks") == [(AS_OF,)]


def test_settings_stand_in_for_a_table_of_the_state(tmp_path: Path, state: Path, target: Path) -> None:
    """decisions.csv as it is now wins over what an earlier run stored."""
    decisions = pl.DataFrame(
        {
            "decided_at": [AS_OF],
            "verb": ["same"],
            "subject": ["phone/a"],
            "object": ["phone/b"],
            "note": [""],
            "line": [2],
        }
    )
    verbs = model(tmp_path, "link.verbs", "select verb from raw.decisions", "verb", grain="verb")
    build(target, state, [verbs], {**SETTINGS, "decisions": decisions}, AS_OF)
    assert ask(target, "from link.verbs") == [("same",)]


def test_equal_input_gives_equal_tables(tmp_path: Path, state: Path, target: Path) -> None:
    """Built twice, every table has the same rows in the same order."""
    first = build(target, state, three_models(tmp_path), SETTINGS, AS_OF)
    again = build(tmp_path / "again.duckdb", state, three_models(tmp_path), SETTINGS, AS_OF)
    for table in ("staging.contacts", "core.initials"):
        assert ask(first.path, f"from {table}") == ask(again.path, f"from {table}")


def test_progress_names_each_step(tmp_path: Path, state: Path, target: Path) -> None:
    """Steps done, steps in all, and the one that begins."""
    steps: list[tuple[int, int, str]] = []
    build(target, state, three_models(tmp_path), SETTINGS, AS_OF, lambda *step: steps.append(step))
    assert steps == [(0, 4, "staging.contacts"), (1, 4, "core.initials"), (2, 4, "main.initials"), (3, 4, "checks")]


def test_what_lies_at_the_target_is_replaced(tmp_path: Path, state: Path, target: Path) -> None:
    """A file that a killed run left, and its .wal, are no obstacle."""
    target.write_bytes(b"half a file")
    target.with_name(target.name + ".wal").write_bytes(b"half a log")
    assert build(target, state, three_models(tmp_path), SETTINGS, AS_OF).failures == ()


def test_an_empty_state_builds_an_empty_warehouse(tmp_path: Path, target: Path) -> None:
    """A first run with nothing readable has tables without rows, each column with its type."""
    State.open(tmp_path / "state.duckdb", SCHEMAS).close()
    result = build(target, tmp_path / "state.duckdb", three_models(tmp_path), SETTINGS, AS_OF)
    assert result.failures == ()
    assert ask(target, "select typeof(people) from core.initials right join (select 1) on true") == [("BIGINT",)]


def test_a_missing_state_is_told_in_a_sentence(tmp_path: Path, target: Path) -> None:
    """Nothing is made in its place."""
    with pytest.raises(StateError, match="nothing was imported yet"):
        build(target, tmp_path / "state.duckdb", [], SETTINGS, AS_OF)
    assert list(tmp_path.iterdir()) == []


def test_models_that_do_not_fit_leave_no_file(tmp_path: Path, state: Path, target: Path) -> None:
    """The graph is judged before anything is built."""
    with pytest.raises(ModelError, match=r"core\.nowhere"):
        build(target, state, [model(tmp_path, "core.x", "select 1 as x from core.nowhere", "x")], SETTINGS, AS_OF)
    assert not target.exists()


def test_a_model_that_fails_is_named_and_no_value_is_shown(tmp_path: Path, state: Path, target: Path) -> None:
    """DuckDB quotes the value it stumbled on; the sentence, and the traceback, do not."""
    bad = model(tmp_path, "staging.numbers", "select formatted_name::int as n from raw.contacts", "n", grain="n")
    with pytest.raises(BuildError, match=r"warehouse/sql/staging/numbers\.sql: Conversion Error") as raised:
        build(target, state, [bad], SETTINGS, AS_OF)
    assert "Karim" not in str(raised.value)
    assert raised.value.__suppress_context__
    assert not target.exists()


def test_a_misspelt_column_is_named(tmp_path: Path, state: Path, target: Path) -> None:
    """A fault of the SQL is told in DuckDB's own words, names included."""
    bad = model(tmp_path, "staging.names", "select formated_name as n from raw.contacts", "n", grain="n")
    with pytest.raises(BuildError, match=r'names\.sql: Binder Error.*"formated_name"'):
        build(target, state, [bad], SETTINGS, AS_OF)


def test_a_python_model_that_raises_is_named(tmp_path: Path, state: Path, target: Path) -> None:
    """A bug keeps its traceback and says in which model it was."""
    module = counting_module()
    module.__dict__["build"] = lambda frames: frames["staging.people"]
    with pytest.raises(KeyError) as raised:
        build(target, state, [three_models(tmp_path)[0], python_model(module)], SETTINGS, AS_OF)
    assert raised.value.__notes__ == ["while building core.initials (transforms/models/core/initials.py)"]


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (None, "build returned NoneType"),
        (pl.DataFrame({"initial": [None], "people": [1]}), "returned initial without a type"),
    ],
)
def test_a_python_model_returns_a_typed_frame(
    tmp_path: Path, state: Path, target: Path, result: object, sentence: str
) -> None:
    """A column of nothing but nulls has no type to store."""
    module = ModuleType("transforms.models.core.initials")
    module.__doc__ = counting_module().__doc__
    module.__dict__.update(reads=(), build=lambda frames: result)
    with pytest.raises(BuildError, match=sentence):
        build(target, state, [python_model(module)], SETTINGS, AS_OF)


def test_the_state_is_as_it_was_after_a_failed_build(tmp_path: Path, state: Path, target: Path) -> None:
    """A build only reads it."""
    bad = model(tmp_path, "staging.numbers", "select formatted_name::int as n from raw.contacts", "n", grain="n")
    with pytest.raises(BuildError):
        build(target, state, [bad], SETTINGS, AS_OF)
    assert ask(state, "select count(*) from raw.contacts") == [(3,)]
    assert ask(state, "select count(*) from duckdb_views() where not internal") == [(0,)]


def test_a_small_network_takes_little_room(tmp_path: Path) -> None:
    """A hundred tables of a few rows each: blocks of 16 KiB, where DuckDB's own 256 KiB made 25 MB of them."""
    state = make_state(tmp_path / "state.duckdb")
    build(tmp_path / "next.duckdb", state, three_models(tmp_path), SETTINGS, AS_OF)
    with connect(tmp_path / "next.duckdb") as connection:
        ((_, _, block_size, *_),) = connection.execute("call pragma_database_size()").fetchall()
    assert block_size == 2**14
    assert state.stat().st_size < 2**20
