"""The demo network: the same each time, nobody real in it, and of the shape that the report needs."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.demo import write_demo
from pipelines.demo.contents import folded
from pipelines.demo.names import _ABROAD, _HEADS, _TAILS
from pipelines.demo.organisations import KNOWN
from pipelines.demo.people import person
from pipelines.demo.ties import Tie, expected_gap, last_sunday, ties
from pipelines.settings.settings import read_settings

AS_OF = date(2026, 11, 22)  # a Sunday
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo of the usual size."""
    folder = tmp_path_factory.mktemp("demo")
    write_demo(folder)
    return folder


def text_of(home: Path, name: str) -> str:
    """A file of the inbox with its lines unfolded."""
    return (home / "inbox" / name).read_bytes().decode().replace("\r\n ", "")


def digest(folder: Path) -> str:
    """Of all names, contents and file times in the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "network.toml")
    parts = [(str(path.relative_to(folder)), path.read_bytes(), int(path.stat().st_mtime)) for path in files]
    return hashlib.sha256(repr((parts, (folder / "network.toml").read_bytes())).encode()).hexdigest()


def state(tie: Tie, day: date) -> str | None:
    """The state of a placed tie at the end of `day`, by the words of docs/metrics.md; None before it was formed."""
    days = [met for met in tie.days if met <= day]
    if not days:
        return None
    gaps = sorted((later - earlier).days for earlier, later in pairwise(days))
    middle = len(gaps) // 2
    median = (gaps[middle] + gaps[-middle - 1]) / 2 if gaps else 1
    ratio = (day - days[-1]).days / expected_gap(tie.person.circle.gap_days, median, len(gaps))
    return "active" if ratio <= 1.5 else "cooling" if ratio <= 3 else "dormant" if ratio <= 8 else "lost"


def test_the_same_arguments_give_the_same_bytes_in_any_process(tmp_path):
    """Neither the order of a set nor the clock nor the time zone enters."""
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        script = (
            "from pathlib import Path; "
            f"from pipelines.demo import write_demo; write_demo(Path({str(tmp_path / seed)!r}), people=60)"
        )
        subprocess.run(
            [sys.executable, "-c", script], check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        )
    assert digest(tmp_path / "1") == digest(tmp_path / "2")


def test_another_seed_gives_other_people(tmp_path):
    """The seed is not ignored."""
    write_demo(tmp_path / "a", people=30, seed=1)
    write_demo(tmp_path / "b", people=30, seed=2)
    assert digest(tmp_path / "a") != digest(tmp_path / "b")


@pytest.mark.parametrize("people", [0, 1, 2, 7, 40])
def test_a_network_of_any_size_is_written(tmp_path, people):
    """The smallest ones included; everybody stands in at least one source."""
    write_demo(tmp_path, people=people)
    rows = list(csv.reader((tmp_path / "inbox/linkedin/Connections.csv").read_text("utf-8").splitlines()))[4:]
    cards = text_of(tmp_path, "icloud.vcf").count("BEGIN:VCARD") + text_of(tmp_path, "nextcloud.vcf").count(
        "BEGIN:VCARD"
    )
    assert cards - 8 + len(rows) >= people  # the owner, six houses and a bare number


def test_the_settings_are_read_without_a_problem(home):
    """network.toml is one that the program accepts, with a plan and eight circles."""
    settings = read_settings(home / "network.toml")
    assert settings.plan is not None
    assert len(settings.circles) == 8
    assert {settings.circles[label].first_circle for label in ("Famille", "HEC Lille")} == {True}


def test_a_network_as_of_another_day_has_its_own_dates(tmp_path):
    """The plan and the diary move with as_of."""
    write_demo(tmp_path, people=40, as_of=date(2025, 3, 5))
    assert tomllib.loads((tmp_path / "network.toml").read_text("utf-8"))["plan"]["start"] < date(2025, 3, 5)
    years = Counter(re.findall(r"DTSTART;TZID=Europe/Paris:(\d{4})", text_of(tmp_path, "calendar.ics")))
    assert set(years) <= {"2022", "2023", "2024", "2025"}


def test_lines_are_folded_at_75_octets_without_cutting_a_character(home):
    """RFC 6350 and 5545: no physical line over 75 octets, each of them UTF-8 of its own."""
    for name in ("icloud.vcf", "nextcloud.vcf", "calendar.ics"):
        lines = (home / "inbox" / name).read_bytes().split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert all(line.decode() is not None for line in lines)
    assert folded(["NOTE:" + "é" * 60]).replace("\r\n ", "") == "NOTE:" + "é" * 60 + "\r\n"


def test_every_telephone_number_is_one_set_aside_for_fiction(home):
    """Nobody's telephone rings."""
    cards = text_of(home, "icloud.vcf") + text_of(home, "nextcloud.vcf")
    numbers = {re.sub(r"[^\d+]", "", value) for value in re.findall(r"TEL[^:]*:(?:tel:)?(.+)", cards)}
    fiction = re.compile(
        r"(?:\+33|0033|0)19900\d{4}|\+442079460\d{3}|\+412255501\d{2}|\+120255501\d{2}|\+4930231250\d{2}"
    )
    assert numbers
    assert [number for number in numbers if not fiction.fullmatch(number)] == []


def test_every_address_and_site_is_under_example(home):
    """No mail leaves for anybody; LinkedIn's own profile addresses end in a number of ours."""
    everything = "".join(
        text_of(home, name)
        for name in ("icloud.vcf", "nextcloud.vcf", "calendar.ics", "linkedin/Connections.csv", "linkedin/messages.csv")
    )
    domains = set(re.findall(r"@([\w.-]+)", everything))
    assert domains
    assert [domain for domain in domains if not domain.endswith(".example")] == []


FAMOUS = re.compile(
    "Macron|Sarkozy|Hollande|Chirac|Mitterrand|Barnier|Attal|Philippe|Castex|Borne|Lagarde|Niel|Drahi|Bolloré|Arnault|Pinault|Bettencourt|Dassault|Bouygues|"
    "Mulliez|Leclerc|Pouyanné|Ghosn|Tavares|Breton|Villepin|Royal|Jospin|Fabius|Rocard|Musk|Gates|Bezos|Merkel|Scholz|Merz|Johnson|Starmer|Trump|Biden|Obama|"
    "TotalEnergies|Engie|EDF|Renault|Peugeot|Danone|Carrefour|Decathlon|Auchan|Bonduelle|Orange|Airbus|Safran|Veolia|Suez|Accor|Siemens|Bosch|Nestlé|Roche"
)


def test_no_family_and_no_house_bears_a_well_known_name():
    """The syllables cannot make one, and the houses are invented."""
    families = {head + tail for head in _HEADS for tail in _TAILS} | {
        name for _, names in _ABROAD.values() for name in names
    }
    words = families | {word for house in KNOWN for word in house.name.split()}
    assert [word for word in words if FAMOUS.fullmatch(word)] == []


def test_people_are_met_in_several_spellings_and_sources(home):
    """A good part stands in two sources, some family names in capitals, some employers changed since."""
    people = [tie.person for tie in ties(1, 400, AS_OF)] + [
        person(1, number, AS_OF, False) for number in range(160, 400)
    ]
    assert sum(one.in_icloud and one.in_linkedin for one in people) > 80
    assert sum(one.former_organisation is not None and one.in_linkedin and one.in_icloud for one in people) > 10
    assert (
        0.05 < sum(not one.is_labelled for one in people if one.in_icloud) / sum(one.in_icloud for one in people) < 0.3
    )
    assert max(Counter(one.landline for one in people if one.landline).values()) == 2
    assert max(Counter(one.switchboard for one in people if one.switchboard).values()) > 5
    assert sum(count > 1 for count in Counter(one.name for one in people).values()) >= 3
    assert re.search(r"^[^,]+,[A-ZÉÈ-]{4,},https", text_of(home, "linkedin/Connections.csv"), re.MULTILINE)


def test_this_week_ties_revive_cool_fall_dormant_are_lost_and_begin():
    """Each kind of change happens in the week that ends on the last Sunday, and not only once."""
    placed = [tie for tie in ties(1, 400, AS_OF) if tie.is_placed]
    changes = Counter((state(tie, AS_OF - timedelta(days=7)), state(tie, AS_OF)) for tie in placed)
    assert changes[("dormant", "active")] == 2
    assert changes[("cooling", "dormant")] == 3
    assert changes[("active", "cooling")] == 3
    assert changes[("dormant", "lost")] == 1
    assert changes[(None, "active")] == 2


@pytest.mark.parametrize(
    "as_of", [date(2026, 11, 22) + timedelta(days=more) for more in range(1, 8)] + [date(2024, 2, 29)]
)
def test_the_changes_fall_into_the_week_whatever_the_day_of_the_run(as_of):
    """A demo made on a Wednesday reports the week that ended on the Sunday before."""
    end = last_sunday(as_of)
    changes = Counter(
        (state(tie, end - timedelta(days=7)), state(tie, end)) for tie in ties(1, 400, as_of) if tie.is_placed
    )
    assert (changes[("dormant", "active")], changes[("cooling", "dormant")], changes[(None, "active")]) == (2, 3, 2)


def test_the_diary_holds_what_a_diary_holds(home):
    """Series with exceptions, meetings named in the title alone, refusals, a crowd, days of leave, a room, and what is
    to come.
    """
    events = text_of(home, "calendar.ics").split("BEGIN:VEVENT")[1:]
    assert sum("RECURRENCE-ID" in event for event in events) == 8
    assert any("EXDATE" in event and "RRULE:FREQ=WEEKLY" in event for event in events)
    assert sum("SUMMARY:Déj. " in event and "ATTENDEE" not in event for event in events) > 5
    assert any("PARTSTAT=DECLINED;CN=Claire Delmarquet" in event for event in events)
    assert max(event.count("ATTENDEE") for event in events) > 31
    assert any("DTSTART;VALUE=DATE" in event and "SUMMARY:Congés" in event for event in events)
    assert any("CUTYPE=RESOURCE" in event for event in events)
    assert (
        sum(re.search(r"DTSTART;TZID=Europe/Paris:(2026112[3-9]|202612|2027)", event) is not None for event in events)
        > 10
    )
    assert len(re.findall(r"^UID:", "".join(events), re.MULTILINE)) == len(events)


def test_messages_pass_both_ways_or_stay_unanswered(home):
    """Each conversation is with one connection; the export ends two days before the day of the run."""
    rows = list(csv.DictReader(text_of(home, "linkedin/messages.csv").splitlines()))
    senders = {row["CONVERSATION ID"]: set() for row in rows}
    for row in rows:
        senders[row["CONVERSATION ID"]].add(row["FROM"] == "Claire Delmarquet")
    assert {len(sides) for sides in senders.values()} == {1, 2}
    connections = text_of(home, "linkedin/Connections.csv")
    others = {row["SENDER PROFILE URL"] for row in rows} | {row["RECIPIENT PROFILE URLS"] for row in rows}
    assert [url for url in others if url not in connections] == ["https://www.linkedin.com/in/claire-delmarquet-demo"]
    assert max(row["DATE"] for row in rows)[:10] <= "2026-11-20"


def test_a_person_is_the_same_in_a_larger_network():
    """What the files say of person 20 hangs on the number, not on how many there are."""
    small, large = (next(tie for tie in ties(1, people, AS_OF) if tie.person.number == 20) for people in (60, 5000))
    assert small == large
