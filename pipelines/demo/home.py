"""Writes the demo's home: settings and exports, as an executive would have dropped them into the inbox."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from pipelines.demo.calendar import calendar
from pipelines.demo.cards import company_cards, icloud_card, nextcloud_card, owner_card, second_card
from pipelines.demo.connections import NOTES_AND_HEADER, connection
from pipelines.demo.events import HEAD, TAIL
from pipelines.demo.messages import HEADER, conversation
from pipelines.demo.people import Person, person
from pipelines.demo.settings import settings_text
from pipelines.demo.ties import Tie, ties

_STRANGERS = 3000  # so many that few of them are met twice
_SECOND_CARD_EVERY = 37


def write_demo(folder: Path, people: int = 400, seed: int = 1, as_of: date = date(2026, 11, 22)) -> None:
    """Writes network.toml and inbox/ into the folder, made where it is missing.

    The same arguments give the same bytes and file times.
    people: those of the address books and of LinkedIn; a diary of up to 600 of them. Memory does not grow with it.
    as_of: the day the exports were made; the diary goes from three years before to two months after.
    """
    inbox = folder / "inbox"
    (inbox / "linkedin").mkdir(parents=True, exist_ok=True)
    met = list(ties(seed, people, as_of))
    strangers = [person(seed, number, as_of, True) for number in range(people, people + _STRANGERS if people else 0)]
    (folder / "network.toml").write_text(settings_text(as_of), "utf-8", newline="")
    with (inbox / "calendar.ics").open("w", encoding="utf-8", newline="") as file:
        file.write(HEAD)
        file.writelines(event.text(as_of) for event in calendar(seed, met, strangers, as_of))
        file.write(TAIL)
    _write_people(inbox, _people(seed, people, met, as_of), seed)
    _write_messages(inbox, (person(seed, number, as_of, False) for number in range(len(met), people)), seed, as_of)
    for name, days in (
        ("calendar.ics", 0),
        ("icloud.vcf", 0),
        ("nextcloud.vcf", 40),
        ("linkedin/Connections.csv", 2),
        ("linkedin/messages.csv", 2),
    ):
        date_file(inbox / name, as_of - timedelta(days=days))


def _people(seed: int, people: int, met: Sequence[Tie], as_of: date) -> Iterator[Person]:
    """Everybody, in the order of their numbers: those met first."""
    yield from (tie.person for tie in met)
    for number in range(len(met), people):
        yield person(seed, number, as_of, False)


def _write_people(inbox: Path, people: Iterator[Person], seed: int) -> None:
    """The address books and the connections, in one pass over the people."""
    with (
        (inbox / "icloud.vcf").open("w", encoding="utf-8", newline="") as icloud,
        (inbox / "nextcloud.vcf").open("w", encoding="utf-8", newline="") as nextcloud,
        (inbox / "linkedin" / "Connections.csv").open("w", encoding="utf-8", newline="") as connections,
    ):
        icloud.writelines([owner_card(), *company_cards()])
        connections.write(NOTES_AND_HEADER)
        for one in people:
            if one.in_icloud:
                icloud.write(icloud_card(one, Random(f"{seed}/icloud/{one.number}")))
                if one.number % _SECOND_CARD_EVERY == 5:
                    icloud.write(second_card(one))
            if one.in_nextcloud:
                nextcloud.write(nextcloud_card(one, Random(f"{seed}/nextcloud/{one.number}")))
            if one.in_linkedin:
                connections.write(connection(one, Random(f"{seed}/linkedin/{one.number}")))


def _write_messages(inbox: Path, never_met: Iterator[Person], seed: int, as_of: date) -> None:
    """What passed on LinkedIn with those who are in no diary."""
    with (inbox / "linkedin" / "messages.csv").open("w", encoding="utf-8", newline="") as messages:
        messages.write(HEADER)
        messages.writelines(
            conversation(one, Random(f"{seed}/messages/{one.number}"), as_of) for one in never_met if one.in_linkedin
        )


def date_file(path: Path, day: date) -> None:
    """Gives the file the time at which it would have been exported."""
    moment = datetime.combine(day, time(7), UTC).timestamp()
    os.utime(path, (moment, moment))
