"""entregent who: one person, and from where it is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipelines.conftest import CALENDAR, Called
from warehouse.query import query

Entregent = Callable[..., Called]


@pytest.fixture
def any_script(home: Path, entregent: Entregent) -> Path:
    """A network of three people whose names are not in plain Latin letters."""
    for number, name in enumerate(("Anne Lebœuf", "Karl Weiß", "Анна Жукова")):
        card = f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{number}\r\nFN:{name}\r\nEND:VCARD\r\n"
        (home / "inbox" / f"{number}.vcf").write_text(card, "utf-8")
    entregent("run", home, "--as-of", "2026-11-22")
    return home


def test_a_person_is_found_whatever_case_and_accents(ran_home: Path, entregent: Entregent) -> None:
    """Channels, circles, encounters and every record are shown."""
    shown = entregent("who", "HADDÀD karim", "--home", ran_home).out.splitlines()
    assert shown[0] == "Karim Haddad, Directeur général, Orlivel Énergie"
    assert "  Circles: Clients" in shown
    assert "  phone: +33199001234" in shown
    assert "  2026-11-18  lunch, 2 people: Déjeuner Karim" in shown
    assert shown[-3:] == [
        "  calendar.ics, attendee karim.haddad@orlivel.example as Karim Haddad",
        "  cards.vcf, card 1 as Karim Haddad",
        "  linkedin/Connections.csv, row 1 as Karim Haddad",
    ]


@pytest.mark.parametrize(
    ("asked", "name"), [("leboeuf", "Anne Lebœuf"), ("WEISS", "Karl Weiß"), ("жукова", "Анна Жукова")]
)
def test_a_person_is_found_in_any_script(any_script: Path, entregent: Entregent, asked: str, name: str) -> None:
    """Letters that carry no accent are folded, and other letters than Latin ones are letters."""
    assert entregent("who", asked, "--home", any_script).out.startswith(name)


def test_several_who_fit_are_listed_and_an_id_tells_them_apart(ran_home: Path, entregent: Entregent) -> None:
    """A part of a name may fit many; the id in brackets fits one."""
    listed = entregent("who", "a", "--home", ran_home).out.splitlines()
    assert listed[0].endswith("people fit:")
    line = next(line for line in listed if "Ida Thorsen" in line)
    person_id = line.split("(")[1].rstrip(")")
    assert entregent("who", person_id, "--home", ran_home).out.startswith(
        "Ida Thorsen, Board Member, Tallbrook\n  Never met."
    )


def test_an_event_of_a_crowd_is_no_encounter(home: Path, entregent: Entregent) -> None:
    """A webinar of forty is told apart from the lunch, as the measures do."""
    crowd = "".join(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:guest{number}@salon.example\n" for number in range(40))
    webinar = (
        CALENDAR.split("BEGIN:VEVENT")[1]
        .split("END:VEVENT")[0]
        .replace("lunch-1", "webinar-1")
        .replace("Déjeuner Karim", "Webinaire")
        + crowd
    )
    text = CALENDAR.replace("END:VCALENDAR", f"BEGIN:VEVENT{webinar}END:VEVENT\nEND:VCALENDAR")
    (home / "inbox" / "calendar.ics").write_text(text, "utf-8", newline="\r\n")
    entregent("run", home, "--as-of", "2026-11-22")
    shown = entregent("who", "karim", "--home", home).out
    assert "Encounters: 1\n" in shown
    assert "Webinaire" not in shown
    assert "In a crowd besides: 1 event, of which nothing is counted" in shown


def test_nobody_is_a_sentence(ran_home: Path, entregent: Entregent) -> None:
    """Exit 1: the question was right, the answer is nobody."""
    called = entregent("who", "Zoltan", "--home", ran_home)
    assert (called.exit_code, called.out) == (1, "")
    assert "Nobody" in called.err


def test_a_part_to_try_is_never_what_was_just_tried(ran_home: Path, entregent: Entregent) -> None:
    """The family name of two words; of one word, its first letters."""
    assert entregent("who", "Zoltan O'Zborn", "--home", ran_home).err.endswith(
        """Try a part of it: entregent who 'O'"'"'Zborn'\n"""
    )
    assert entregent("who", "Zoltan", "--home", ran_home).err.endswith(
        "Try a part of it: the first letters are enough\n"
    )


@pytest.mark.parametrize("name", ["", " ", "%", "_"])
def test_without_a_name_nobody_is_listed(ran_home: Path, entregent: Entregent, name: str) -> None:
    """Exit 2, rather than everybody."""
    called = entregent("who", name, "--home", ran_home)
    assert (called.exit_code, called.out) == (2, "")
    assert called.err.startswith("No name. Write one")


def test_why_lays_out_the_sum_that_ties_the_records(ran_home: Path, entregent: Entregent) -> None:
    """Every record with its key.

    For each after the first the bits of its strongest tie, which add up to the sum below them.
    """
    shown = entregent("who", "karim haddad", "--why", "--home", ran_home).out.splitlines()
    assert shown[0] == "3 records:"
    assert "  cards.vcf, card 1 as Karim Haddad  [cards.vcf/card-karim]" in shown
    sums = "\n".join(shown).split("\n\n")[1:]
    assert len(sums) == 2
    for text in sums:
        *signs, total = [float(line.split()[0]) for line in text.splitlines()[1:]]
        assert total == pytest.approx(sum(signs), abs=0.05 * len(signs) + 0.05)
        assert total > 0


def test_why_of_two_says_what_keeps_them_apart(ran_home: Path, entregent: Entregent) -> None:
    """Nothing in common, or the evidence of the likeliest pair of records."""
    shown = entregent("who", "karim haddad", "ida thorsen", "--why", "--home", ran_home).out.splitlines()
    assert shown[-1] == "They have neither a name nor a contact point in common, so they were never compared."


def test_two_names_without_why_are_a_mistake(ran_home: Path, entregent: Entregent) -> None:
    """A name of two words wants quotation marks; the option wants saying."""
    called = entregent("who", "karim", "haddad", "--home", ran_home)
    assert called.exit_code == 2
    assert called.err == 'Two names are compared with --why: entregent who "karim" "haddad" --why\n'


@pytest.mark.parametrize("verb", ["suppress", "deceased"])
def test_who_is_left_out_by_a_decision_is_said_with_its_line(ran_home: Path, entregent: Entregent, verb: str) -> None:
    """A person who is in no list is looked for, and the line that does it found."""
    (record_id,) = {
        key
        for (key,) in query(
            ran_home / "network.duckdb", "select record_id from records where name = 'Ida Thorsen'"
        ).rows
    }
    (ran_home / "decisions.csv").write_text(
        f"decided_at,verb,subject,object,note\n2026-11-20,{verb},{record_id},,\n", "utf-8"
    )
    entregent("run", ran_home, "--as-of", "2026-11-22")
    said = {"suppress": "suppressed", "deceased": "deceased"}[verb]
    assert (
        f"  Left out of every list and figure: {said} (decisions.csv, line 2)."
        in entregent("who", "Ida Thorsen", "--home", ran_home).out.splitlines()
    )
