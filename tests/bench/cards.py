"""Cards to contacts: vobject reads the text card by card, all fields; ours goes through to records and rejects."""

from __future__ import annotations

import base64
import random
from datetime import date
from pathlib import Path

import vobject

from connectors import vcf
from connectors.files.listing import File, files_in
from connectors.records import Recognition, Window
from tests.bench.race import Race

VCARD = Recognition(kind="contacts", dialect="vcard", signature="BEGIN:VCARD", score=100)
WINDOW = Window(date(2026, 1, 1), date(2026, 12, 31))
FAMILIES = ["Lefèvre", "Meier", "O'Brien", "Mägi", "Núñez", "van den Berg", "Rossi", "Ødegård"]
GIVEN = ["Irène", "Anna", "Tomás", "Kristiina", "Zoë", "Jean-Luc", "Marek", "Siân"]
TOWNS = [
    ("Lyon", "69001", "France"),
    ("Genève", "1204", "Suisse"),
    ("Berlin", "10115", "Deutschland"),
    ("London", "SW1A 1AA", "United Kingdom"),
]


def races(folder: Path) -> list[Race]:
    """Ten thousand cards of text, and five thousand with a picture of 12 kB each."""
    return [
        race(folder / "plain", "cards without photos", 12, 10_000, 0),
        race(folder / "photos", "cards with photos of 12 kB", 15, 5_000, 12_000),
    ]


def race(folder: Path, name: str, needed: float, count: int, photo: int) -> Race:
    folder.mkdir()
    draw = random.Random(20261122)
    text = "".join(card(number, draw, photo) for number in range(count))
    (folder / "cards.vcf").write_text(text, "utf-8", newline="")
    (file,) = files_in(folder).files
    return Race(
        name,
        "vobject",
        needed,
        lambda: read_by_vobject(file),
        lambda: vcf.read(file, VCARD, WINDOW).contacts.height,
    )


def read_by_vobject(file: File) -> int:
    """Every field of every card.

    Checks are off and the text is given whole, which is faster than a call for each card.
    """
    text = file.read_bytes().decode()
    cards = [fields(made) for made in vobject.readComponents(text, validate=False)]
    return len(cards)


def fields(card: vobject.base.Component) -> list[tuple[str, object, dict[str, list[str]]]]:
    return [(line.name, line.value, line.params) for lines in card.contents.values() for line in lines]


def card(number: int, draw: random.Random, photo: int) -> str:
    """A made-up card as a phone writes it: 14 properties, folded at 75 bytes."""
    family, given, (town, code, country) = draw.choice(FAMILIES), draw.choice(GIVEN), draw.choice(TOWNS)
    address = f"{given}.{family}{number}@firm{number % 400}.example".lower().replace(" ", "")
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{family};{given};;;",
        f"FN:{given} {family}",
        f"ORG:Firm {number % 400}\\, Ltd;Finance",
        "TITLE:Director",
        f"EMAIL;type=INTERNET;type=WORK;type=pref:{address}",
        f"TEL;type=CELL;type=VOICE;type=pref:+33 1 99 00 {number // 100 % 100:02} {number % 100:02}",
        f"TEL;type=WORK;type=VOICE:+44 20 7946 0{number % 1000:03}",
        f"item1.ADR;type=WORK:;;{number % 90 + 1} rue du Port;{town};;{code};{country}",
        "item1.X-ABLabel:_$!<Work>!$_",
        f"BDAY:19{number % 40 + 50}-0{number % 9 + 1}-1{number % 9}",
        (
            "NOTE:Met at the fair in Lyon\\, spoke about shipping and about the choir she sings in; "
            "call back in the autumn."
        ),
        f"UID:{number:08x}-4f2a-4c1e-9d7b-{draw.getrandbits(48):012x}",
        "REV:2024-05-11T08:00:00Z",
    ]
    if photo:
        lines.append("PHOTO;ENCODING=b;TYPE=JPEG:" + base64.b64encode(draw.randbytes(photo)).decode())
    return "".join(folded(line) for line in [*lines, "END:VCARD"])


def folded(line: str) -> str:
    """At most 75 characters and a line end; what follows begins with a blank."""
    return "\r\n ".join([line[:75], *(line[at : at + 74] for at in range(75, len(line), 74))]) + "\r\n"
