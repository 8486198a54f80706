"""touches.csv and help.csv, as people write and save them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipelines.noted import read_help, read_touches
from tests.pipelines.conftest import Called
from warehouse.query import query

LUNCH = (2, date(2026, 11, 12), "Zoé Marchal", "lunch", 90.0, "au Café, vite")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ('date,person,kind,minutes,note\n2026-11-12,Zoé Marchal,lunch,90,"au Café, vite"\n', "utf-8"),
        ("date;person;kind;minutes;note\r\n12/11/2026;Zoé Marchal;déjeuner;90;au Café, vite\r\n", "cp1252"),
        ("date;personne;type;durée;note\r\n12.11.2026;Zoé Marchal;Déj.;90,0;au Café, vite\r\n", "utf-8-sig"),
        ("Note;Art;Minuten;Person;Datum\nau Café, vite;Mittagessen;90;Zoé Marchal;12.11.2026\n", "cp1252"),
        ('\n2026-11-12,Zoé Marchal,pranzo,90,"au Café, vite"\n', "utf-8"),
    ],
)
def test_a_touch_is_read_however_a_spreadsheet_saved_it(tmp_path: Path, text: str, encoding: str) -> None:
    """Commas or semicolons, UTF-8 or Windows-1252, with a byte-order mark or a header or without; in five languages."""
    path = tmp_path / "touches.csv"
    path.write_text(text, encoding, newline="")
    touches = read_touches(path)
    assert touches.rows.rows() == [LUNCH]
    assert not touches.problems


def test_a_line_that_cannot_be_read_costs_only_itself(tmp_path: Path) -> None:
    """Each is told with its number and what to write, never with what stands in it."""
    path = tmp_path / "touches.csv"
    path.write_text(
        "date,person,kind,minutes,note\n"
        "yesterday,Zoé Marchal,lunch,,\n"
        "2026-11-12,,lunch,,\n"
        "2026-11-12,Zoé Marchal,séance,,\n"
        "2026-11-12,Zoé Marchal,call,long,\n"
        "11/22/2026,Zoé Marchal,call,,\n"
        '2026-11-12,"Zoé Marchal,call,,\n'
        "2026-11-13,Zoé Marchal,call\n",
        "utf-8",
    )
    touches = read_touches(path)
    assert touches.rows.select("line", "kind", "minutes").rows() == [(8, "call", None)]
    assert [problem.split(":")[0].removeprefix("touches.csv, line ") for problem in touches.problems] == list("234567")
    assert "Marchal" not in " ".join(touches.problems)


def test_help_says_which_way_it_went(tmp_path: Path) -> None:
    """Given or received; what it was is in the user's words."""
    path = tmp_path / "help.csv"
    path.write_text("2026-11-12;Zoé Marchal;donné;mise en relation\n2026-11-13;Zoé Marchal;?;\n", "utf-8")
    helped = read_help(path)
    assert helped.rows.rows() == [(1, date(2026, 11, 12), "Zoé Marchal", "given", "mise en relation")]
    assert [problem.split(":")[0] for problem in helped.problems] == ["help.csv, line 2"]


def test_no_file_is_no_note(tmp_path: Path) -> None:
    """A new home has none."""
    assert read_touches(tmp_path / "touches.csv").rows.is_empty()
    assert read_help(tmp_path / "help.csv").rows.is_empty()


def test_a_note_that_fits_nobody_is_told_and_the_others_count(home: Path, entregent: Callable[..., Called]) -> None:
    """The run says the line; nothing is guessed."""
    (home / "touches.csv").write_text("2026-11-12,Haddad Karim,lunch\n2026-11-12,Odile Nobody,lunch\n", "utf-8")
    called = entregent("run", str(home), "--as-of", "2026-11-22")
    assert "touches.csv, line 2: the person fits nobody." in called.err
    assert "Odile" not in called.err
    logged = "select name, occasion, weight from interactions where interaction_id like 'touches.csv/%'"
    # no minutes: one hour, times 1.5 for a meal
    assert [tuple(row) for row in query(home / "network.duckdb", logged).rows] == [("Karim Haddad", "lunch", 1.5)]
