"""Reading a warehouse file."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from warehouse.duck import connect
from warehouse.errors import PublishedError
from warehouse.query import QueryError, layer_tables, query, table


@pytest.fixture
def network(tmp_path: Path) -> Path:
    path = tmp_path / "network.duckdb"
    with connect(path) as connection:
        connection.execute("create schema mart")
        connection.execute("create table mart.figures as select range as value from range(2500)")
    return path


def test_an_answer_is_read_as_it_is_asked_for(network: Path) -> None:
    """Columns by name, all rows, more than one batch of them."""
    answer = query(network, "from mart.figures order by value")
    assert answer.columns == ["value"]
    assert [value for (value,) in answer.rows] == list(range(2500))


def test_rows_are_given_by_the_names_of_their_columns(network: Path) -> None:
    """For whoever shows them."""
    assert query(network, "select 1 as one, 'x' as letter").named() == [{"one": 1, "letter": "x"}]


def test_a_wrong_question_is_answered_in_duckdbs_words(network: Path) -> None:
    """The column it does not know is named."""
    with pytest.raises(QueryError, match="valu"):
        query(network, "select valu from mart.figures")


def test_a_layer_comes_as_frames_by_full_name(network: Path) -> None:
    """What the report reads."""
    assert list(layer_tables(network, "mart")) == ["mart.figures"]
    assert table(network, "mart.figures").height == 2500


def test_a_wal_of_another_program_is_a_sentence(network: Path, tmp_path: Path) -> None:
    """What another program wrote to the file before this one was published does not fit.

    The sentence says what moves it aside.
    """
    old = tmp_path / "old.duckdb"
    shutil.copy(network, old)
    with connect(old) as connection:
        connection.execute("create table other as select 1 as x")
        shutil.copy(f"{old}.wal", tmp_path / "kept.wal")
    with connect(network) as connection:
        for _ in range(2):
            connection.execute("insert into mart.figures select 1")
            connection.execute("checkpoint")
    os.replace(tmp_path / "kept.wal", f"{network}.wal")
    with pytest.raises(PublishedError, match="entregent run moves it aside"):
        table(network, "mart.figures")


def test_a_file_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    """A damaged file says how to build it again."""
    path = tmp_path / "network.duckdb"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(PublishedError, match="entregent run"):
        table(path, "mart.figures")
