"""Files of one card each that are read together say what they say when each is read by itself."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from connectors import vcf
from connectors.files.listing import File, files_in
from connectors.records import Reading, Recognition, Window

VCARD = Recognition(kind="contacts", dialect="vcard", signature="BEGIN:VCARD", score=100)
WINDOW = Window(date(2026, 1, 1), date(2026, 12, 31))

BODIES = {
    "plain": "FN:Anna Meier\r\nN:Meier;Anna;;;\r\nTEL;TYPE=CELL:+33 1 99 00 00 01\r\nUID:u-1",
    "the same again": "FN:Anna Meier\r\nN:Meier;Anna;;;\r\nTEL;TYPE=CELL:+33 1 99 00 00 01\r\nUID:u-1",
    "a birthday that says the day first": "FN:Jonas Roth\r\nBDAY:25/04/1980",
    "a program that wrote it": "PRODID:-//Orlivel//Book 3.1//EN\r\nFN:Karim Haddad\r\nEMAIL:k@haddad.example",
    "labels": "FN:Léa Brossard\r\nitem1.TEL:1\r\nitem1.X-ABLabel:_$!<Home>!$_\r\nADR:;;1 rue;Lyon;;;",
    "a folded note": "FN:Ida Thorsen\r\nNOTE:one\r\n  two\r\nNOTE;ENCODING=QUOTED-PRINTABLE:caf=C3=A9=\r\n tea",
    "a soft break at the end": "FN:Marc Vasseur\r\nNOTE;ENCODING=QUOTED-PRINTABLE:caf=",
    "base64 at the end": "FN:Nora Lindqvist\r\nPHOTO;ENCODING=b:/9j/4AAQSkZJRgABAQAAAQABAAD",
    "no name": "EMAIL:nobody@meier.example",
    "nothing": "VERSION:3.0",
}
ODD = {
    "a birthday either way": b"BEGIN:VCARD\r\nFN:Zoe Rossi\r\nBDAY:05/04/1980\r\nEND:VCARD\r\n",
    "a birthday that says no day": b"BEGIN:VCARD\r\nFN:Anna\r\nBDAY:spring\r\nEND:VCARD\r\n",
    "a line without a colon": b"BEGIN:VCARD\r\nFN:Anna\r\nstray\r\nEND:VCARD\r\n",
    "no end": b"BEGIN:VCARD\r\nFN:Anna\r\n",
    "two cards": b"BEGIN:VCARD\r\nFN:Anna\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Zoe\r\nEND:VCARD\r\n",
    "an agent": b"BEGIN:VCARD\r\nFN:Anna\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:Bo\r\nEND:VCARD\r\nEND:VCARD\r\n",
    "another encoding": "BEGIN:VCARD\r\nFN:Zoë\r\nEND:VCARD\r\n".encode("cp1252"),
    "UTF-16": "BEGIN:VCARD\r\nFN:Zoë\r\nEND:VCARD\r\n".encode("utf-16"),
    "something before it": b"FN:Bo\r\nBEGIN:VCARD\r\nFN:Anna\r\nEND:VCARD\r\n",
    "a component in it": b"BEGIN:VCARD\r\nBEGIN:X\r\nEND:X\r\nEND:VCARD\r\n",
    "empty": b"",
}


def listed(folder: Path, contents: dict[str, bytes]) -> list[File]:
    for name, content in contents.items():
        (folder / f"{name}.vcf").write_bytes(content)
    return list(files_in(folder).files)


def card(body: str) -> bytes:
    return f"BEGIN:VCARD\r\n{body}\r\nEND:VCARD\r\n".encode()


def says(reading: Reading) -> dict[str, object]:
    tables = {name: frame.to_dicts() for name, frame in vars(reading).items() if isinstance(frame, pl.DataFrame)}
    return {**vars(reading), **tables}


def test_each_card_says_what_it_says_by_itself(tmp_path: Path) -> None:
    """Positions, birthdays, writers and repeats are those of its own file."""
    files = listed(tmp_path, {name: card(body) for name, body in BODIES.items()})
    for file, reading in zip(files, vcf.read_together(files), strict=True):
        assert reading is not None, file.name
        assert says(reading) == says(vcf.read(file, VCARD, WINDOW)), file.name
        assert reading.contacts.schema == vcf.read(file, VCARD, WINDOW).contacts.schema


@pytest.mark.parametrize("name", ODD)
def test_what_is_not_one_plain_card_is_read_by_itself(name: str, tmp_path: Path) -> None:
    """Whatever it is, it changes nothing of the files beside it."""
    plain = {"a": card(BODIES["plain"]), "z": card(BODIES["a folded note"])}
    files = listed(tmp_path, {**plain, f"m {name}": ODD[name]})
    first, odd, last = vcf.read_together(files)
    assert odd is None
    assert first is not None
    assert last is not None
    assert says(first) == says(vcf.read(files[0], VCARD, WINDOW))
    assert says(last) == says(vcf.read(files[2], VCARD, WINDOW))


def test_a_file_that_has_gone_is_read_by_itself(tmp_path: Path) -> None:
    """That says what became of it; the others are read."""
    files = listed(tmp_path, {name: card(BODIES["plain"]) for name in "abc"})
    files[1].path.unlink()
    assert [reading is None for reading in vcf.read_together(files)] == [False, True, False]


def test_a_folder_of_cards_costs_little_for_each(tmp_path: Path) -> None:
    """A few milliseconds; forty or more where each is read by itself."""
    files = listed(tmp_path, {f"{at:03}": card(BODIES["plain"].replace("u-1", f"u-{at}")) for at in range(400)})
    started = time.process_time()
    vcf.read_together(files)
    assert time.process_time() - started < 4
