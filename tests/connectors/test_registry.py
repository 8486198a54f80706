"""Which connector reads a file, and whether its receipt adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from connectors import registry
from connectors.contract import never_described, never_forced
from connectors.files.listing import File, files_in
from connectors.records import CONTACTS, REJECTS, Reading, Receipt, Recognition, Window, frame
from connectors.registry import Ambiguous, connector_modules, read, receipt, recognise
from connectors.versions import version_of_connector

WINDOW = Window(date(2026, 1, 1), date(2026, 12, 31))
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nFN:Anna Meier\r\nEND:VCARD\r\n"


class FakeConnector:
    """Knows every file as each of its dialects, and finds three records in it."""

    forced = staticmethod(never_forced)
    described = staticmethod(never_described)

    def __init__(self, *recognitions: Recognition) -> None:
        self.__name__ = "fake"
        self.recognitions = list(recognitions)
        self.asked = 0

    def recognises(self, file: File) -> list[Recognition]:
        self.asked += 1
        return self.recognitions

    def read(self, file: File, recognition: Recognition, window: Window) -> Reading:
        rejects = [{"is_record": True, "reason": "r"}, {"is_record": False, "reason": "s"}]
        return Reading(
            contacts=frame([{"position": 1}], CONTACTS), rejects=frame(rejects, REJECTS), ignored={"rule": 1}
        )

    def count(self, file: File, recognition: Recognition) -> int:
        return 3


def table(dialect: str, score: int) -> Recognition:
    return Recognition(kind="contacts", dialect=dialect, signature="Name", score=score, connector="fake")


def export_of(folder: Path, content: bytes, name: str = "x.txt") -> File:
    (folder / name).write_bytes(content)
    (file,) = files_in(folder).files
    return file


def use(monkeypatch: pytest.MonkeyPatch, *connectors: FakeConnector) -> None:
    monkeypatch.setattr(registry, "connector_modules", lambda: connectors)


def test_connectors_are_found_by_their_place() -> None:
    """A module of the package that recognises and reads is one; no list is kept."""
    names = {module.__name__ for module in connector_modules()}
    assert "connectors.vcf" in names
    assert "connectors.content" not in names
    assert "connectors.files" not in names


def test_cards_are_recognised_read_and_accounted_for(tmp_path: Path) -> None:
    """Whatever the name of the file; the second of two equal cards is repeated."""
    file = export_of(tmp_path, CARD * 2)
    recognition = recognise(file)
    assert isinstance(recognition, Recognition)
    reading = read(file, recognition, WINDOW)
    assert (recognition.kind, recognition.dialect) == ("contacts", "vcard")
    assert receipt(file, recognition, reading) == Receipt(found=2, kept=1, repeated=1)


def test_the_highest_score_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most signature columns."""
    use(monkeypatch, FakeConnector(table("few", 2)), FakeConnector(table("many", 5), table("some", 4)))
    assert recognise(export_of(tmp_path, b"x")) == table("many", 5)


def test_an_equal_score_of_different_dialects_is_ambiguous(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the candidates and the line to write."""
    use(
        monkeypatch,
        FakeConnector(table("outlook_desktop", 5)),
        FakeConnector(table("windows_live_mail", 5), table("x", 1)),
    )
    ambiguous = recognise(export_of(tmp_path, b"x", "contacts.csv"))
    assert isinstance(ambiguous, Ambiguous)
    assert ambiguous.sentence == (
        "Cannot tell which export contacts.csv is: it fits outlook_desktop and windows_live_mail equally well.\n"
        'Say which in network.toml: [sources."contacts.csv"] dialect = "outlook_desktop"'
    )


def test_the_dialect_the_settings_name_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a higher score."""
    use(monkeypatch, FakeConnector(table("many", 5), table("few", 2)))
    assert recognise(export_of(tmp_path, b"x"), forced="few") == table("few", 2)


def test_a_forced_dialect_nobody_reads_is_a_sentence(tmp_path: Path) -> None:
    """Not an exception, and not another dialect."""
    recognition = recognise(export_of(tmp_path, CARD), forced="outlok")
    assert isinstance(recognition, Recognition)
    assert recognition.kind == "unknown"
    assert '"outlok"' in recognition.signature


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_file_without_text_is_empty(tmp_path: Path, content: bytes) -> None:
    """A byte order mark and line ends are no text."""
    recognition = recognise(export_of(tmp_path, content))
    assert isinstance(recognition, Recognition)
    assert recognition.kind == "empty"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "is a PDF"),
        (b"<!DOCTYPE html><html>", "is a web page"),
        (b'{"a": 1}', "is JSON"),
        (b"\x1f\x8b\x08", "is a gzip archive"),
        (b"a\0b\0c", "is not text"),
        (b"Dear all", "holds no card"),
        ("\ufeffDate\tLibellé\tMontant\n02/11/2026\tPRLV ASSURANCE\t-35,20\n".encode("utf-16-le"), "is a table"),
        (b"Date;Libell\xe9;Montant\n02/11/2026;PRLV ASSURANCE;-35,20\n", "is a table"),
    ],
)
def test_an_unknown_file_gets_a_sentence_that_says_what_it_is(tmp_path: Path, content: bytes, words: str) -> None:
    """And what to do; no value of the file is in it."""
    recognition = recognise(export_of(tmp_path, content))
    assert isinstance(recognition, Recognition)
    assert recognition.kind == "unknown"
    assert words in recognition.signature


@pytest.mark.parametrize(
    ("name", "content", "limit"),
    [
        ("x.vcf", b"BEGIN:VCARD\nFN:Anna Meier\nEND:VCARD\n", "500 MB"),
        ("x.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "250 MB"),
        ("x.csv", b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n", "500 MB"),
    ],
)
def test_a_file_larger_than_memory_can_hold_is_told_and_not_read(
    tmp_path: Path, name: str, content: bytes, limit: str
) -> None:
    """One sentence before it is read: how large it is, how large it may be, and what to do."""
    file = replace(export_of(tmp_path, content, name), size=5 * 10**9)
    recognition = registry.recognise(file)
    assert isinstance(recognition, Recognition)
    assert recognition.kind == "unknown"
    assert recognition.signature == (
        f"{name} has 5,000 MB, and no more than {limit} can be read at once. "
        "Export it in parts, or without its pictures."
    )
    assert registry.read(file, recognition, WINDOW).contacts.is_empty()
    assert registry.recognise(replace(file, size=250 * 10**6)) != recognition


def test_an_unknown_file_reads_as_nothing(tmp_path: Path) -> None:
    """Its receipt is zeros, and adds up."""
    file = export_of(tmp_path, b"Dear all")
    recognition = recognise(file)
    assert isinstance(recognition, Recognition)
    reading = read(file, recognition, WINDOW)
    assert reading.contacts.height == 0
    assert receipt(file, recognition, reading) == Receipt(found=0, kept=0)


def test_the_receipt_counts_whole_records_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """3 found = 1 kept + 1 rejected + 1 ignored; a reject of one property is no record."""
    use(monkeypatch, FakeConnector(table("fake", 5)))
    file = export_of(tmp_path, b"x")
    reading = read(file, table("fake", 5), WINDOW)
    accounted = receipt(file, table("fake", 5), reading)
    assert (accounted.kept, accounted.rejected, accounted.ignored, accounted.ignored_rules) == (1, 1, 1, {"rule": 1})
    assert accounted.adds_up


def test_a_receipt_with_a_lost_record_does_not_add_up() -> None:
    """One found that is nowhere."""
    assert not Receipt(found=3, kept=2).adds_up


def test_a_file_is_recognised_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The recognition knows its connector: reading and counting ask no other, and no file again."""
    fake = FakeConnector(table("fake", 5))
    use(monkeypatch, fake)
    file = export_of(tmp_path, b"x")
    recognition = recognise(file)
    assert isinstance(recognition, Recognition)
    receipt(file, recognition, read(file, recognition, WINDOW))
    assert (recognition.connector, fake.asked) == ("fake", 1)


def test_the_version_is_that_of_the_connector_and_of_the_users_description() -> None:
    """So that a file is read again when either changes; what nobody reads has none."""
    cards = Recognition("contacts", "vcard", "", 100, connector="connectors.vcf")
    assert registry.version_of(cards) == version_of_connector("connectors.vcf")
    assert registry.version_of(replace(cards, description="{}")) != registry.version_of(cards)
    assert registry.version_of(Recognition("unknown", "", "", 0)) == 0


def test_frames_of_a_reading_that_holds_nothing_have_their_schemas() -> None:
    """They can be stored like any other."""
    assert Reading().contacts.schema == CONTACTS
    assert isinstance(Reading().rejects, pl.DataFrame)
