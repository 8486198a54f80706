"""staging.record_changes, core.movements and mart.movements: who left, came, changed job or got another address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipelines.conftest import Called
from warehouse.query import query

MOVED = "select kind, display_name, before, after from mart.movements order by all"


def card(uid: str, name: str, *lines: str) -> str:
    given, family = name.split()
    body = "".join(f"{line}\r\n" for line in lines)
    return f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{uid}\r\nFN:{name}\r\nN:{family};{given};;;\r\n{body}END:VCARD\r\n"


@pytest.fixture
def book(empty_home: Path) -> Callable[..., None]:
    """Writes an export of one address book, dated in its name."""

    def write(day: str, *cards: str) -> None:
        (empty_home / "inbox" / f"book-{day}.vcf").write_text("".join(cards), "utf-8", newline="")

    return write


def test_people_who_left_came_or_changed_job_are_named(
    empty_home: Path, book: Callable[..., None], entregent: Callable[..., Called]
) -> None:
    """Nothing is said of the first import; of the second, what it changes."""
    rest = [card(f"u{number}", f"Prune{number} Astruc") for number in range(9)]
    zoe = card("z", "Zoé Marchal", "ORG:Orlivel", "TITLE:Directrice", "TEL:01 99 00 12 34")
    book("2026-11-15", zoe, card("j", "Jonas Wirth", "ORG:Tallbrook"), *rest)
    entregent("run", str(empty_home), "--as-of", "2026-11-15")
    assert not list(query(empty_home / "network.duckdb", MOVED).rows)
    moved = card("z", "Zoé Marchal", "ORG:Aubier", "TITLE:Directrice", "TEL:+33199001234", "EMAIL:zoe@aubier.example")
    book("2026-11-22", moved, card("o", "Odile Rey", "TITLE:Notaire"), *rest)
    entregent("run", str(empty_home), "--as-of", "2026-11-22")
    found = [tuple(row) for row in query(empty_home / "network.duckdb", MOVED).rows]
    # one number written otherwise is no new one
    assert found == [
        ("came", "Odile Rey", None, "Notaire"),
        ("changed_job", "Zoé Marchal", "Directrice, Orlivel", "Directrice, Aubier"),
        ("left", "Jonas Wirth", "Tallbrook", None),
        ("new_channel", "Zoé Marchal", None, "zoe@aubier.example"),
    ]


def test_status_names_them(empty_home: Path, book: Callable[..., None], entregent: Callable[..., Called]) -> None:
    """With what stood there before and after; and says so where there is nobody."""
    rest = [card(f"u{number}", f"Prune{number} Astruc") for number in range(9)]
    book("2026-11-15", card("z", "Zoé Marchal", "ORG:Orlivel"), *rest)
    entregent("run", str(empty_home), "--as-of", "2026-11-15")
    assert "No export shows" in entregent("status", "--changes", "--home", str(empty_home)).out
    book("2026-11-22", card("z", "Zoé Marchal", "ORG:Aubier"), *rest)
    entregent("run", str(empty_home), "--as-of", "2026-11-22")
    told = entregent("status", "--changes", "--home", str(empty_home)).out
    assert "Zoé Marchal changed job: Orlivel -> Aubier (book-2026-11-22.vcf)" in told


def test_another_spelling_is_no_change_of_job(
    empty_home: Path, book: Callable[..., None], entregent: Callable[..., Called]
) -> None:
    """Letters that have no accent to take away are the same letters too."""
    rest = [card(f"u{number}", f"Prune{number} Astruc") for number in range(9)]
    book("2026-11-15", card("z", "Zoé Marchal", "ORG:Łódź SA", "TITLE:Chargée d’œuvre"), *rest)
    entregent("run", str(empty_home), "--as-of", "2026-11-15")
    book("2026-11-22", card("z", "Zoé Marchal", "ORG:LODZ S.A.", "TITLE:Chargee d'oeuvre"), *rest)
    entregent("run", str(empty_home), "--as-of", "2026-11-22")
    assert not list(query(empty_home / "network.duckdb", MOVED).rows)
