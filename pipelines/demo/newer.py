"""The demo's exports of a month later.

Of each source some records changed, some new and some gone, with a list of what was done.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from pipelines.demo.calendar import meeting
from pipelines.demo.cards import icloud_card, nextcloud_card
from pipelines.demo.connections import connection
from pipelines.demo.contents import escaped, folded
from pipelines.demo.home import date_file
from pipelines.demo.messages import first_message
from pipelines.demo.people import Person, person

CHANGED, NEW, GONE = 0.05, 0.03, 0.02
"""Shares of the records of each export."""

LIST = "expected-changes.csv"
_NEW_TITLES = ("Directrice de la stratégie", "Présidente du directoire", "Associé gérant", "Secrétaire générale")
_FIRST_NEW = 500_000  # numbers of people that no demo has

Revised = tuple[list[str], dict[str, int]]


@dataclass(frozen=True)
class _Form:
    """How an export is taken apart and put together again.

    ending: of a record; is_kept: what is neither changed nor gone.
    may_go: records may be missing from a newer export; what was once written was written.
    """

    file: str
    ending: str
    change: Callable[[str, Random, date], str]
    make: Callable[[Person, Random, date], str]
    is_kept: Callable[[str], bool]
    may_go: bool = True


def write_newer(folder: Path, seed: int, day: date) -> Path:
    """Writes an export of that day beside each of the demo in the folder, and the list of what it changes.

    Returns the list: source, new, changed, gone. The same arguments give the same bytes. Raises OSError where an export
    of the demo is missing.
    """
    rows = []
    for form in _FORMS:
        old = folder / "inbox" / form.file
        head, records, tail = _apart(old.read_bytes().decode(), form)
        rng = Random(f"{seed}/newer/{form.file}/{day}")
        newer, counts = _revised(records, form, rng, seed, day)
        new = old.with_stem(f"{old.stem}-{day}")
        new.write_text("".join([head, *newer, tail]), "utf-8", newline="")
        date_file(new, day)
        rows.append({"source": form.file, **counts})
    with (folder / LIST).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder / LIST


def _apart(text: str, form: _Form) -> tuple[str, list[str], str]:
    """What stands before the records, the records, and what stands after them."""
    if form.file.endswith(".csv"):
        head, mark, rows = re.split(r"(Connected On\n|IS MESSAGE DRAFT\n)", text, maxsplit=1)
        return head + mark, rows.splitlines(keepends=True), ""
    first = text.index("BEGIN:VEVENT" if form.file.endswith(".ics") else "BEGIN:VCARD")
    end = text.rindex(form.ending) + len(form.ending)
    return text[:first], [record + form.ending for record in text[first:end].split(form.ending)[:-1]], text[end:]


def _revised(records: Sequence[str], form: _Form, rng: Random, seed: int, day: date) -> Revised:
    free = [place for place, record in enumerate(records) if not form.is_kept(record)]
    changed, new, gone = (max(1, round(share * len(records))) for share in (CHANGED, NEW, GONE))
    gone = gone if form.may_go else 0
    drawn = rng.sample(free, changed + gone)
    to_change, to_go = set(drawn[:changed]), set(drawn[changed:])
    revised = [
        form.change(record, rng, day) if place in to_change else record
        for place, record in enumerate(records)
        if place not in to_go
    ]
    people = (person(seed, _FIRST_NEW + number, day, False) for number in range(new))
    return [*revised, *(form.make(one, rng, day) for one in people)], {"new": new, "changed": changed, "gone": gone}


def _with_title(card: str, rng: Random, day: date) -> str:
    """The card with another job, and the day it was changed."""
    title, stamp = f"TITLE:{escaped(rng.choice(_NEW_TITLES))}\r\n", f"REV:{day:%Y%m%d}T090000Z\r\n"
    plain = re.sub(r"(TITLE|REV):.*\r\n(?: .*\r\n)*", "", card)
    return plain.replace("UID:", title + stamp + "UID:", 1)


def _with_position(row: str, rng: Random, day: date) -> str:
    """The connection in another job; the day it was made stays."""
    cells = next(csv.reader([row]))
    cells[5] = rng.choice(_NEW_TITLES)
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in cells) + "\n"


def _archived(row: str, rng: Random, day: date) -> str:
    """The message in another folder."""
    return row.replace(",INBOX,", ",ARCHIVE,")


def _moved(event: str, rng: Random, day: date) -> str:
    """The event under another title, a revision later."""
    touched = re.sub(r"LAST-MODIFIED:.*\r\n", f"LAST-MODIFIED:{day:%Y%m%d}T080000Z\r\nSEQUENCE:1\r\n", event)
    return re.sub(
        r"SUMMARY:.*\r\n(?: .*\r\n)*", folded([f"SUMMARY:Rendez-vous déplacé ({rng.randrange(1000)})"]), touched
    )


_FORMS = (
    _Form(
        "icloud.vcf",
        "END:VCARD\r\n",
        _with_title,
        lambda one, rng, day: icloud_card(one, rng),
        lambda card: "UID:DEMO-OWNER" in card,
    ),
    _Form(
        "nextcloud.vcf",
        "END:VCARD\r\n",
        _with_title,
        lambda one, rng, day: nextcloud_card(one, rng),
        lambda card: False,
    ),
    _Form(
        "linkedin/Connections.csv",
        "\n",
        _with_position,
        lambda one, rng, day: connection(one, rng),
        lambda row: row.startswith(",,"),
    ),
    _Form(
        "linkedin/messages.csv",
        "\n",
        _archived,
        lambda one, rng, day: first_message(one, rng, day - timedelta(days=4)),
        lambda row: False,
        False,
    ),
    _Form(
        "calendar.ics",
        "END:VEVENT\r\n",
        _moved,
        lambda one, rng, day: meeting(rng, one, day, False).text(day),
        lambda event: "RECURRENCE-ID" in event,
    ),
)
