"""Text from the data on a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.terminal.printing import printable
from tests.pipelines.conftest import Called
from warehouse.duck import connect

Entregent = Callable[..., Called]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoë Ångström-Łuczak 👩‍💻", "Zoë Ångström-Łuczak 👩‍💻"),
        ("\x1b]0;title\x07Anna", "\\x1b]0;title\\x07Anna"),
        ("Anna\nfake line\r", "Anna\\nfake line\\r"),
        ("\x9b31mAnna\x00", "\\x9b31mAnna\\x00"),
        ("Anna \u202etxet", "Anna \\u202etxet"),
        ("half \ud800", "half \\ud800"),
    ],
)
def test_a_terminal_is_not_obeyed_to(text: str, shown: str) -> None:
    """Escapes, line ends, direction marks and halves of signs are written out; all else stays as it is."""
    assert printable(text) == shown


def test_a_table_of_sql_shows_control_characters(empty_home: Path, entregent: Entregent) -> None:
    """In a name of a column as in a cell."""
    connect(empty_home / "network.duckdb").close()
    called = entregent("sql", "select chr(27) || '[31mred' as \"a\x1bb\"", "--home", empty_home)
    assert called.out.splitlines() == ["a\\x1bb", "-----------", "\\x1b[31mred"]


def test_a_question_that_is_no_text_is_the_users_mistake(empty_home: Path, entregent: Entregent) -> None:
    """A byte that is not UTF-8 reaches the program as half a sign."""
    connect(empty_home / "network.duckdb").close()
    called = entregent("sql", "select '\udcff'", "--home", empty_home)
    assert called.exit_code == 2
    assert "UTF-8" in called.err
