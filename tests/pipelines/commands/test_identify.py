"""entregent identify: what files are, without a home."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectors.files import listing
from tests.pipelines.conftest import CALENDAR, CARDS, CONNECTIONS, SETTINGS, Called

Entregent = Callable[..., Called]


@pytest.fixture(autouse=True)
def outside_of_any_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ENTREGENT_HOME", raising=False)


def objects(called: Called) -> list[dict[str, Any]]:
    return [json.loads(line) for line in called.out.splitlines()]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.vcf", CARDS, {"kind": "contacts", "dialect": "vcard", "signature": "BEGIN:VCARD", "records": 3}),
        ("a.ics", CALENDAR, {"kind": "events", "dialect": "icalendar", "signature": "BEGIN:VCALENDAR", "records": 1}),
        (
            "a.ics",
            "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
            {"kind": "events", "dialect": "icalendar", "signature": "BEGIN:VCALENDAR", "records": 0},
        ),
    ],
)
def test_a_file_is_said_with_its_five_fields(
    name: str, text: str, expected: dict[str, Any], entregent: Entregent
) -> None:
    """file, kind, dialect, signature, records and nothing else; also without a record."""
    Path(name).write_text(text, "utf-8")
    called = entregent("identify", name, "--json")
    assert (called.exit_code, called.err) == (0, "")
    assert objects(called) == [{"file": name, **expected}]


def test_a_table_is_known_by_its_columns(entregent: Entregent) -> None:
    """The signature names them; the header alone is enough, and the notes above it are no record."""
    Path("full.csv").write_text(CONNECTIONS, "utf-8")
    Path("bare.csv").write_text("".join(CONNECTIONS.splitlines(keepends=True)[3:4]), "utf-8")
    full, bare = objects(entregent("identify", "full.csv", "bare.csv", "--json"))
    assert (full["kind"], full["dialect"], full["records"]) == ("contacts", "linkedin_connections", 2)
    assert (bare["kind"], bare["dialect"], bare["records"]) == ("contacts", "linkedin_connections", 0)
    assert {"First Name", "Connected On"} <= set(full["signature"].split(", "))


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"", "empty"), (b"\xef\xbb\xbf\r\n", "empty"), (b"%PDF-1.7 made up", "unknown"), (b"hello", "unknown")],
)
def test_a_file_nobody_reads_has_a_kind_and_a_dialect_too(content: bytes, kind: str, entregent: Entregent) -> None:
    """empty or unknown, with a sentence that says what was found and what to do."""
    Path("a.csv").write_bytes(content)
    (row,) = objects(entregent("identify", "a.csv", "--json"))
    assert (row["kind"], row["dialect"], row["records"]) == (kind, kind, 0)
    assert row["signature"].startswith("a.csv ")


def test_two_dialects_that_fit_equally_are_named(monkeypatch: pytest.MonkeyPatch, entregent: Entregent) -> None:
    """The file is unknown, and the sentence says how to settle it."""
    from connectors import registry
    from connectors.records import Recognition

    class Either:
        __name__ = "either"

        def recognises(self, file: object) -> list[Recognition]:
            return [Recognition("contacts", dialect, "Name", 1) for dialect in ("outlook_desktop", "windows_live_mail")]

    monkeypatch.setattr(registry, "connector_modules", lambda: (Either(),))
    Path("a.csv").write_text("Name\nKarim\n", "utf-8")
    (row,) = objects(entregent("identify", "a.csv", "--json"))
    assert (row["kind"], row["dialect"], row["records"]) == ("unknown", "unknown", 0)
    assert "outlook_desktop and windows_live_mail" in row["signature"]
    assert '[sources."a.csv"] dialect = "outlook_desktop"' in row["signature"]


def test_archives_and_folders_are_looked_into(entregent: Entregent) -> None:
    """Each member as archive/member, each file of a folder as folder/file.

    What is no export is left out with a word.
    """
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.writestr("inner/b.vcf", CARDS)
        archive.writestr("__MACOSX/inner/._b.vcf", "x")
        archive.writestr("more.zip", "x")
    Path("folder/deep").mkdir(parents=True)
    Path("folder/deep/c.ics").write_text(CALENDAR, "utf-8")
    called = entregent("identify", "a.zip", "folder", "--json")
    assert [(row["file"], row["kind"]) for row in objects(called)] == [
        ("a.zip/inner/b.vcf", "contacts"),
        ("folder/deep/c.ics", "events"),
        ("a.zip/more.zip", "unknown"),
    ]
    assert "macos_archive_data" in called.err


def test_a_member_of_an_archive_can_be_named(entregent: Entregent) -> None:
    """As it is listed."""
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.writestr("inner/b.vcf", CARDS)
        archive.writestr("c.ics", CALENDAR)
    assert [row["file"] for row in objects(entregent("identify", "a.zip/inner/b.vcf", "--json"))] == [
        "a.zip/inner/b.vcf"
    ]
    assert entregent("identify", "a.zip/missing.vcf").exit_code == 2


def test_all_missing_files_are_told_at_once(entregent: Entregent) -> None:
    """A user's mistake: exit 2, one sentence each, and nothing is said of the others."""
    Path("a.vcf").write_text(CARDS, "utf-8")
    called = entregent("identify", "b.vcf", "a.vcf", "c.vcf")
    assert (called.exit_code, called.out) == (2, "")
    assert [line.split()[0] for line in called.err.splitlines()] == ["b.vcf", "c.vcf"]


def test_the_dialect_that_a_home_sets_is_the_files(entregent: Entregent) -> None:
    """For a file of its inbox, under its name there."""
    Path("home/inbox/old").mkdir(parents=True)
    Path("home/network.toml").write_text(
        SETTINGS + '[sources."old/a.csv"]\ndialect = "linkedin_connections"\n', "utf-8"
    )
    Path("home/inbox/old/a.csv").write_text("First Name,Last Name\nIda,Thorsen\n", "utf-8")
    (row,) = objects(entregent("identify", "home/inbox/old/a.csv", "--home", "home", "--json"))
    assert (row["dialect"], row["records"]) == ("linkedin_connections", 1)


def test_a_table_for_people_needs_no_flag(entregent: Entregent) -> None:
    """Control characters of a file's name are shown, not obeyed."""
    Path("a\x1b[31m.vcf").write_text(CARDS, "utf-8")
    called = entregent("identify", "a\x1b[31m.vcf")
    assert called.out.splitlines() == [
        "file           kind      dialect  records  signature",
        "-------------  --------  -------  -------  -----------",
        "a\\x1b[31m.vcf  contacts  vcard    3        BEGIN:VCARD",
    ]


def test_a_long_signature_is_cut_in_a_table_only(entregent: Entregent) -> None:
    """A line stays a line; what to do with a file that nobody reads is said to its end."""
    header = (
        "First Name,Last Name,Phonetic First Name,File As,Organization Name,Organization Title,Organization "
        "Department,Labels,E-mail 1 - Value"
    )
    Path("full.csv").write_text(header + "\n", "utf-8")
    Path("note.txt").write_text("Ring Ida about Thursday, and bring the figures of the plant\n", "utf-8")
    known, unknown = entregent("identify", "full.csv", "note.txt").out.splitlines()[2:]
    whole, sentence = (row["signature"] for row in objects(entregent("identify", "full.csv", "note.txt", "--json")))
    assert (known.endswith("…"), len(whole) > 60) == (True, True)
    assert unknown.endswith(sentence)


def test_it_starts_without_the_warehouse_and_without_prefect(tmp_path: Path) -> None:
    """Neither DuckDB nor Prefect nor the report is loaded to say what a file is."""
    (tmp_path / "a.vcf").write_text(CARDS, "utf-8")
    code = (
        "import sys\nfrom pipelines.cli import main\n"
        "try:\n    main(['identify', sys.argv[1]])\nexcept SystemExit: pass\n"
        "print(sorted({'duckdb', 'prefect', 'jinja2', 'phonenumbers'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.vcf")], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_file_that_goes_while_it_is_looked_at_is_said(entregent: Entregent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found a moment ago, and not there when it is opened: a sentence and no traceback."""
    Path("a.vcf").write_text(CARDS, "utf-8")
    Path("b.vcf").write_text(CARDS, "utf-8")
    honest = listing.sha256_of

    def hashed_before(path: Path, *place: str | None) -> str:
        sha256 = honest(path, *place)
        if path.name == "a.vcf":
            path.unlink()
        return sha256

    monkeypatch.setattr(listing, "sha256_of", hashed_before)
    gone, there = objects(entregent("identify", "a.vcf", "b.vcf", "--json"))
    assert (gone["kind"], there["kind"]) == ("unknown", "contacts")
    assert gone["signature"] == "a.vcf was moved or changed while it was being read. Look where it is and try again."
