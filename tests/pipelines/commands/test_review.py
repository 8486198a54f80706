"""entregent review: what the files do not settle is asked, and the answers hold from the next run on."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from tests.pipelines.conftest import Called
from warehouse.query import query

Entregent = Callable[..., Called]

OFFICE_CARD = """\
BEGIN:VCARD
VERSION:3.0
UID:office-karim
FN:Karim Haddad
N:Haddad;Karim;;;
ORG:Brasserie du Canal
EMAIL:k.haddad@brasserie.example
TEL:01 99 00 77 88
END:VCARD
"""
KARIM, OFFICE = "cards.vcf/card-karim", "office.vcf/office-karim"


@pytest.fixture
def doubtful_home(home: Path, entregent: Entregent) -> Path:
    """Karim Haddad stands in two address books, at two firms, with nothing but his name in common."""
    (home / "inbox" / "office.vcf").write_text(OFFICE_CARD, "utf-8")
    assert entregent("run", home, "--as-of", "2026-11-22").exit_code == 0
    return home


def person_of(home: Path, record: str) -> str:
    ((person,),) = query(
        home / "network.duckdb",
        "select person_id from link.person_records where record_id = $record",
        {"record": record},
    ).rows
    return str(person)


def answer(monkeypatch: pytest.MonkeyPatch, *keys: str) -> None:
    """Types these answers, then quits."""
    waiting = iter([*keys, "q"])
    monkeypatch.setattr(click, "prompt", lambda *_, **__: next(waiting))


def test_an_answer_is_kept_and_not_asked_again(
    doubtful_home: Path, entregent: Entregent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both sides and the evidence are shown.

    The answer stands in decisions.csv at once, and holds from the next run on.
    """
    answer(monkeypatch, "n" if person_of(doubtful_home, KARIM) == person_of(doubtful_home, OFFICE) else "s")
    asked = entregent("review", "--home", doubtful_home)
    assert "one person or two?" in asked.out
    assert {"karim.haddad@orlivel.example", "k.haddad@brasserie.example"} <= set(asked.out.split())
    assert "1 answer was added to decisions.csv. It holds" in asked.out
    was_one = person_of(doubtful_home, KARIM) == person_of(doubtful_home, OFFICE)
    answer(monkeypatch)
    assert OFFICE not in entregent("review", "--home", doubtful_home).out
    assert entregent("run", doubtful_home, "--as-of", "2026-11-22").exit_code == 0
    assert (person_of(doubtful_home, KARIM) == person_of(doubtful_home, OFFICE)) is not was_one


def test_who_quits_at_once_has_changed_nothing(
    doubtful_home: Path, entregent: Entregent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is told so, also when decisions.csv holds answers of another day."""
    assert entregent("review", "--same", "lea brossard", "ida thorsen", "--home", doubtful_home).exit_code == 0
    before = (doubtful_home / "decisions.csv").read_bytes()
    answer(monkeypatch)
    assert entregent("review", "--home", doubtful_home).out.endswith("No answer was given: nothing has changed.\n")
    assert (doubtful_home / "decisions.csv").read_bytes() == before


def test_a_split_undoes_what_same_said(doubtful_home: Path, entregent: Entregent) -> None:
    """The line of `--same` leaves decisions.csv, is told, and the two are two from the next run on."""
    assert entregent("review", "--same", KARIM, OFFICE, "--home", doubtful_home).exit_code == 0
    entregent("run", doubtful_home, "--as-of", "2026-11-22")
    assert person_of(doubtful_home, KARIM) == person_of(doubtful_home, OFFICE)
    split = entregent("review", "--split", OFFICE, "--home", doubtful_home)
    assert split.out.startswith("Taken out of decisions.csv: what said that they are one person (1).\n")
    assert ",same," not in (doubtful_home / "decisions.csv").read_text("utf-8-sig")
    assert "contradict each other" not in entregent("run", doubtful_home, "--as-of", "2026-11-22").err
    assert person_of(doubtful_home, KARIM) != person_of(doubtful_home, OFFICE)


def test_a_name_stands_for_the_only_person_it_fits(doubtful_home: Path, entregent: Entregent) -> None:
    """Where it fits nobody, or a record does not exist, a sentence says so."""
    assert entregent("review", "--same", "lea brossard", "ida thorsen", "--home", doubtful_home).exit_code == 0
    line = (doubtful_home / "decisions.csv").read_text("utf-8").splitlines()[1]
    assert line.split(",")[1:4] == [
        "same",
        "cards.vcf/card-lea",
        "linkedin/Connections.csv/https://www.linkedin.com/in/ida-thorsen-example",
    ]
    assert entregent("review", "--same", "Zoltan", "ida thorsen", "--home", doubtful_home).exit_code == 1
    assert entregent("review", "--split", "cards.vcf/nobody", "--home", doubtful_home).exit_code == 2


def test_a_sheet_is_filled_in_and_taken_over_by_the_next_run(doubtful_home: Path, entregent: Entregent) -> None:
    """Answers move to decisions.csv.

    What is not answered, or cannot be, stays in the sheet and is said with its row.
    """
    assert entregent("review", "--csv", "--home", doubtful_home).exit_code == 0
    sheet = doubtful_home / "review.csv"
    with open(sheet, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))  # the home is French: so are the spreadsheet's cells
    assert {row["answer"] for row in rows} == {""}
    (place,) = [place for place, row in enumerate(rows) if OFFICE in (row["record_a"], row["record_b"])]
    assert "'+33199007788" in rows[place].values()  # a spreadsheet would compute it
    rows[place]["answer"] = "Not same"
    rows.append({**rows[place], "answer": "perhaps"})
    with open(sheet, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    assert entregent("review", "--csv", "--home", doubtful_home).exit_code == 2  # it would overwrite an answer
    told = entregent("run", doubtful_home, "--as-of", "2026-11-22").err
    assert "review.csv: 1 answer was taken over" in told
    assert f"review.csv, row {len(rows) + 1}: the answer is neither same nor not_same" in told
    assert person_of(doubtful_home, KARIM) != person_of(doubtful_home, OFFICE)
    assert sheet.read_text("utf-8-sig").count("perhaps") == 1
    assert "taken over" not in entregent("run", doubtful_home, "--as-of", "2026-11-22").err


def test_a_sheet_without_its_columns_is_a_sentence(doubtful_home: Path, entregent: Entregent) -> None:
    """Whatever a spreadsheet made of it."""
    (doubtful_home / "review.csv").write_text("a,b\n1,2\n", "utf-8")
    called = entregent("run", doubtful_home, "--as-of", "2026-11-22")
    assert called.exit_code == 2
    assert (
        called.err
        == "review.csv lacks one of the columns record_a, record_b, answer. Write it anew: entregent review --csv\n"
    )


def test_a_file_is_said_to_be_a_newer_export_or_not(home: Path, entregent: Entregent) -> None:
    """The run asks until it is answered; the answer is a line of network.toml."""
    people = [f"BEGIN:VCARD\nVERSION:3.0\nFN:Zoé Quesnel{n}\nEMAIL:z{n}@quesnel.example\n" for n in range(8)]
    numbers = [f"TEL:+4917139200{n:02}\nEND:VCARD\n" for n in range(8)]
    (home / "inbox" / "a.vcf").write_text("".join(card + "END:VCARD\n" for card in people), "utf-8")
    (home / "inbox" / "b.vcf").write_text("".join(map("".join, zip(people, numbers, strict=True))), "utf-8")
    day = ("--as-of", "2026-11-22")
    assert 'entregent review --newer "b.vcf" "a.vcf"' in entregent("run", home, *day).err
    assert entregent("review", "--apart", "b.vcf", "--home", home).exit_code == 0
    assert "newer export" not in entregent("run", home, *day).err
    assert entregent("review", "--newer", "b.vcf", "a.vcf", "--home", home).exit_code == 0
    assert entregent("run", home, *day).exit_code == 0
    sources = list(query(home / "network.duckdb", "select source from core.sources").rows)
    assert ("b.vcf",) not in sources
    assert ("a.vcf",) in sources


def test_a_source_or_file_that_there_is_none_of_is_named(home: Path, entregent: Entregent) -> None:
    """Both at once; nothing is written."""
    assert entregent("run", home, "--as-of", "2026-11-22").exit_code == 0
    done = entregent("review", "--newer", "x.vcf", "y.vcf", "--home", home)
    assert done.exit_code == 2
    assert 'no file "x.vcf"' in done.err
    assert 'no source "y.vcf"' in done.err
