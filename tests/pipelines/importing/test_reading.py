"""Reading an export that goes or changes between the listing of the inbox and its reading."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from connectors import vcf
from connectors.files.listing import File, files_in
from connectors.records import Reading, Recognition, Window
from pipelines.importing.inbox import Known, look_into
from pipelines.importing.outcome import Import, imported
from pipelines.importing.reading import read_file, unread
from pipelines.importing.storing import RAW_SCHEMAS, store
from pipelines.settings.settings import Settings
from pipelines.sources.file_names import stated_date
from pipelines.sources.settling import Word, settle
from warehouse.state import State

AS_OF = date(2026, 11, 22)
CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna Meier\r\nEND:VCARD\r\n"
NOTHING_KNOWN = Known({}, {}, frozenset())


@pytest.fixture
def file(tmp_path: Path) -> File:
    """One listed card."""
    (tmp_path / "cards.vcf").write_text(CARD, "utf-8")
    (listed,) = files_in(tmp_path).files
    return listed


def test_a_file_that_changes_while_it_is_read_is_left_to_the_next_run(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read of it is neither its first content nor its second, so none of it is kept."""
    honest = vcf.read

    def read_late(listed: File, recognition: Recognition, window: Window) -> Reading:
        listed.path.write_text(CARD * 3, "utf-8")
        return honest(listed, recognition, window)

    monkeypatch.setattr(vcf, "read", read_late)
    done = read_file(file, NOTHING_KNOWN, Settings(), AS_OF)
    assert isinstance(done, Import)
    assert done.receipt is None
    assert done.sentences == ("cards.vcf was moved or changed while it was being read: run again to read it.",)


def test_an_error_over_a_file_that_changed_is_no_fault_of_the_program(file: File) -> None:
    """A reader may trip over anything when the header it was recognised by is gone."""
    file.path.write_text("", "utf-8")
    assert "run again" in unread(file, LookupError("no header")).sentences[0]


def test_an_error_over_a_file_as_it_was_listed_is_a_fault_of_the_program(file: File) -> None:
    """It names the place in the program and no value of the file."""
    (sentence,) = unread(file, _raised()).sentences
    assert "a fault of the program (ValueError in test_reading.py" in sentence
    assert "Anna" not in sentence


def _raised() -> Exception:
    try:
        raise ValueError("Anna Meier")
    except ValueError as error:
        return error


def run_over(inbox: Path, state: State) -> dict[str, Import]:
    """What became of each file of the inbox, by its name."""
    looked = look_into(inbox, state)
    read = [read_file(listed, looked.known, Settings(), AS_OF) for listed in looked.files]
    imports = [
        one
        for read in read
        for one in ([read] if isinstance(read, Import) else store([read], state, AS_OF, datetime(2026, 11, 22)))
    ]
    settled = settle(state, looked.present, Word({}), AS_OF, datetime(2026, 11, 22))
    return {done.name: done for done in imported([*looked.done, *imports], {}, settled, state).imports}


def held(state: State) -> list[str]:
    """The names on the cards that count."""
    return sorted(state.read("contacts", current_only=True)["formatted_name"])


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def test_a_file_whose_receipt_does_not_add_up_costs_only_itself(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is left out with one sentence, what it held before stays, and the other files are read."""
    (inbox / "cards.vcf").write_text(CARD, "utf-8")
    honest = vcf.count

    def miscount(listed: File, recognition: Recognition) -> int:
        return honest(listed, recognition) + (listed.name == "cards.vcf")

    with State.open(tmp_path / "state.duckdb", RAW_SCHEMAS) as state:
        run_over(inbox, state)
        (inbox / "cards.vcf").write_text(CARD.replace("Anna", "Lina"), "utf-8")
        (inbox / "others.vcf").write_text(CARD.replace("Anna", "Jonas"), "utf-8")
        monkeypatch.setattr(vcf, "count", miscount)
        done = run_over(inbox, state)
        assert held(state) == ["Anna Meier", "Jonas Meier"]
    assert not done["others.vcf"].sentences
    assert done["cards.vcf"].sentences == (
        "cards.vcf: 2 records were found, but 1 kept, 0 repeated, 0 rejected and 0 ignored do not make that number. "
        "It was left out. This is a fault of the program: please report it, or export the file again. "
        "What it held before still counts.",
    )


def test_every_empty_file_is_told_to_be_empty(inbox: Path, tmp_path: Path) -> None:
    """Two of them are no copies of each other: there is nothing to count once."""
    for name in ("a.csv", "b.vcf"):
        (inbox / name).write_bytes(b"")
    with State.open(tmp_path / "state.duckdb", RAW_SCHEMAS) as state:
        done = run_over(inbox, state)
    assert [done[name].sentences for name in ("a.csv", "b.vcf")] == [
        ("a.csv is empty. Export it again, or remove it.",),
        ("b.vcf is empty. Export it again, or remove it.",),
    ]


def test_two_files_with_the_same_content_count_once(inbox: Path, tmp_path: Path) -> None:
    """Either may go: what they hold stays."""
    (inbox / "cards.vcf").write_text(CARD, "utf-8")
    (inbox / "copy.vcf").write_text(CARD, "utf-8")
    with State.open(tmp_path / "state.duckdb", RAW_SCHEMAS) as state:
        assert run_over(inbox, state)["copy.vcf"].sentences == (
            "copy.vcf has the same content as cards.vcf: it is counted once. You may delete one.",
        )
        (inbox / "cards.vcf").unlink()
        done = run_over(inbox, state)
        assert list(done) == ["copy.vcf"]
        assert done["copy.vcf"].is_unchanged
        assert held(state) == ["Anna Meier"]


def test_a_copy_of_what_a_file_held_before_counts_again(inbox: Path, tmp_path: Path) -> None:
    """The file itself holds something else by now, so the copy is the only one left."""
    (inbox / "cards.vcf").write_text(CARD, "utf-8")
    with State.open(tmp_path / "state.duckdb", RAW_SCHEMAS) as state:
        run_over(inbox, state)
        (inbox / "cards.vcf").rename(inbox / "old.vcf")
        (inbox / "cards.vcf").write_text(CARD.replace("Anna", "Jonas"), "utf-8")
        run_over(inbox, state)
        assert held(state) == ["Anna Meier", "Jonas Meier"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"<!DOCTYPE html>\n<html><title>Sign in</title></html>\n", "is a web page or XML"), (b"", "is empty")],
)
def test_what_a_file_held_stays_when_a_bad_one_takes_its_place(
    inbox: Path, tmp_path: Path, content: bytes, said: str
) -> None:
    """A download that asked for a password costs nothing that was there."""
    (inbox / "cards.vcf").write_text(CARD, "utf-8")
    with State.open(tmp_path / "state.duckdb", RAW_SCHEMAS) as state:
        run_over(inbox, state)
        (inbox / "cards.vcf").write_bytes(content)
        (sentence,) = run_over(inbox, state)["cards.vcf"].sentences
        assert sentence.startswith(f"cards.vcf {said}")
        assert sentence.endswith(" What it held before still counts.")
        assert held(state) == ["Anna Meier"]


def test_what_an_archive_held_stays_when_it_is_cut_short(inbox: Path, tmp_path: Path) -> None:
    """A download that broke off is a sentence; its members of the last run still count."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("inner/cards.vcf", CARD)
    (inbox / "export.zip").write_bytes(whole.getvalue())
    with State.open(tmp_path / "state.duckdb", RAW_SCHEMAS) as state:
        run_over(inbox, state)
        (inbox / "export.zip").write_bytes(whole.getvalue()[:-40])
        done = run_over(inbox, state)
        assert len(done["export.zip"].sentences) == 1
        assert done["export.zip/inner/cards.vcf"].is_absent
        assert held(state) == ["Anna Meier"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_utf_16_file_is_read(inbox: Path, tmp_path: Path, encoding: str) -> None:
    """With and without its mark, accents included."""
    (inbox / "cards.vcf").write_bytes(CARD.replace("Anna", "Zoé").encode(encoding))
    table = (
        "First Name,Last Name,URL,Email Address,Company,Position,Connected "
        "On\nÉlodie,Brun,https://www.linkedin.com/in/x-example,,,,03 Jul 2024\n"
    )
    (inbox / "Connections.csv").write_bytes(table.encode(encoding))
    with State.open(tmp_path / "state.duckdb", RAW_SCHEMAS) as state:
        assert not [sentence for done in run_over(inbox, state).values() for sentence in done.sentences]
        contacts = state.read("contacts", current_only=True)
    assert sorted(contacts["formatted_name"].drop_nulls()) == ["Zoé Meier"]
    assert contacts["given_name"].drop_nulls().to_list() == ["Élodie"]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Basic_LinkedInDataExport_11-04-2026.zip/messages.csv", date(2026, 11, 4)),
        ("contacts-04-11-2026.csv", date(2026, 11, 4)),
        ("agenda_20261104.ics", date(2026, 11, 4)),
        ("Contacts.csv", None),
    ],
)
def test_a_date_in_the_name_is_read_as_its_service_writes_it(name: str, day: date | None) -> None:
    """LinkedIn writes the month first; everybody else the year or the day."""
    assert stated_date(name) == day


@pytest.mark.parametrize(
    ("as_of", "seen"),
    [
        (date(2026, 6, 28), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2027, 1, 3), date(2027, 1, 3)),
    ],
)
def test_a_file_is_first_seen_when_it_is_read(file: File, tmp_path: Path, as_of: date, seen: date) -> None:
    """Not on the past day a run is made for: its calendar would end there, and its people be known since.

    A run for a day to come sees it then.
    """
    read = read_file(file, NOTHING_KNOWN, Settings(), as_of)
    assert not isinstance(read, Import)
    with State.open(tmp_path / "state.duckdb", RAW_SCHEMAS, {}) as state:
        store([read], state, as_of, datetime(2026, 11, 23, 6, 30))
        assert state.files()["first_seen_on"].to_list() == [seen]
