"""entregent sql: bounds of time and rows, and what a terminal is given."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipelines.conftest import Called
from warehouse.query import asked

Entregent = Callable[..., Called]
ENTREGENT = Path(sys.executable).with_name("entregent")
ENDLESS = "select count(*) from range(10000000) a, range(10000000) b where a.range % 7 = b.range % 11"


def test_a_question_may_take_so_long(ran_home: Path, entregent: Entregent) -> None:
    """A join of everything with everything ends, and says how to wait longer."""
    called = entregent("sql", "--home", ran_home, "--seconds", 1, ENDLESS)
    assert (called.exit_code, called.out) == (2, "")
    assert called.err == "The question takes more than 1 s. To wait longer: --seconds 10\n"


def test_an_interrupt_ends_a_question(ran_home: Path) -> None:
    """Though DuckDB is in the middle of it: at the end of its time it would end otherwise."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        with pytest.raises(KeyboardInterrupt):
            asked(ran_home / "network.duckdb", ENDLESS, 30)
    finally:
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_the_first_rows_are_shown_and_the_rest_is_said(ran_home: Path, entregent: Entregent, form: str) -> None:
    """All of it is one option away; JSON stays whole."""
    called = entregent("sql", "--home", ran_home, "--rows", 3, "--format", form, "select range as n from range(10)")
    assert called.err == "These are the first 3 rows. For more: --rows 30\n"
    if form == "json":
        assert json.loads(called.out) == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert entregent("sql", "--home", ran_home, "--rows", 10, "select range from range(10)").err == ""


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_terminal_gets_no_commands(ran_home: Path, form: str) -> None:
    """A name may hold signs that clear a screen or more; a file gets them as they are."""
    ours, theirs = pty.openpty()
    question = "select chr(27) || '[2J' || chr(155) || 'x' as name"
    arguments = [ENTREGENT, "sql", "--home", ran_home, "--format", form, question]
    subprocess.run(arguments, stdout=theirs, check=True)
    os.close(theirs)
    shown = os.read(ours, 10_000)
    assert b"\x1b" not in shown
    assert "\x9b".encode() not in shown
    assert "\\x1b[2J" in shown.decode().replace("\\\\", "\\")
