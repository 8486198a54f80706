"""A whole run, from the inbox to the report, and what it says of what it cannot read."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from connectors import registry, vcf
from connectors.files import listing
from connectors.files.listing import File
from connectors.records import Reading, Recognition
from pipelines.building import models
from pipelines.home import Home
from pipelines.run import Run
from pipelines.settings.settings import read_settings
from pipelines.weekly import weekly
from tests.pipelines.conftest import CALENDAR, CONNECTIONS, Called
from warehouse.query import table
from warehouse.state import State

Entregent = Callable[..., Called]
AS_OF = ("--as-of", "2026-11-22")


def receipt(out: str, file: str) -> list[str]:
    """The numbers of a file's line in the receipt: found, kept, repeated, rejected, ignored."""
    return next(line for line in out.splitlines() if line.startswith(file)).split()[-5:]


def test_exports_go_in_and_a_report_comes_out(first_run: tuple[Path, Called]) -> None:
    """Every record is accounted for, one person in three files is one person, and both languages are written."""
    home, called = first_run
    assert called.exit_code == 0
    assert [line.split(" (")[0] for line in called.err.splitlines()] == ["cards.vcf: 1 contact has no name"]
    assert receipt(called.out, "cards.vcf") == ["3", "3", "0", "0", "0"]
    assert receipt(called.out, "calendar.ics") == ["1", "1", "0", "0", "0"]
    people = table(home / "network.duckdb", "core.persons").filter(~pl.col("is_ego"))
    assert people.filter(display_name="Karim Haddad").height == 1
    folder = home / "reports" / "2026-W47"
    assert {path.name for path in folder.iterdir()} == {
        "report.fr.html",
        "report.en.html",
        "report.fr.md",
        "report.en.md",
        "report.json",
    }
    (tie,) = (
        table(home / "network.duckdb", "mart.tie_weeks")
        .filter(pl.col("week_end") == date(2026, 11, 22), display_name="Karim Haddad")
        .to_dicts()
    )
    assert (tie["state"], tie["days_since_contact"]) == ("active", 4)


def test_messages_reach_the_figures_and_their_text_reaches_nothing(home: Path, entregent: Entregent) -> None:
    """A conversation that goes both ways is contact with the connection of that profile.

    What it says stands in no file of the home.
    """
    me, ida, unknown = (
        f"https://www.linkedin.com/in/{slug}"
        for slug in ("claire-moreau-example", "ida-thorsen-example", "ann-lee-example")
    )
    talks = (
        ("1", "Claire Moreau", me, "Ida Thorsen", ida),
        ("1", "Ida Thorsen", ida, "Claire Moreau", me),
        ("2", "Ann Lee", unknown, "Claire Moreau", me),
    )
    rows = [(*talk, day) for day, talk in enumerate(talks, start=16)]
    lines = [
        f"{talk},,{name},{url},{to},{to_url},2026-11-{day} 10:00:00 UTC,,zibeline obscure,INBOX"
        for talk, name, url, to, to_url, day in rows
    ]
    header = (
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE "
        "URLS,DATE,SUBJECT,CONTENT,FOLDER"
    )
    (home / "inbox" / "linkedin" / "messages.csv").write_text("\n".join([header, *lines]), "utf-8")
    called = entregent("run", home, *AS_OF)
    assert called.exit_code == 0, called.err
    assert "Read over and not stored (message text: 3)" in called.out.splitlines()
    (tie,) = (
        table(home / "network.duckdb", "mart.tie_weeks")
        .filter(pl.col("week_end") == date(2026, 11, 22), display_name="Ida Thorsen")
        .to_dicts()
    )
    assert (tie["state"], tie["days_since_contact"], tie["encounters"]) == ("active", 5, 1)
    shown = entregent("who", "thorsen", "--home", home).out
    assert "last contact 5 days before the reporting Sunday (2026-11-17)" in shown
    assert "Messages: on 2 days of conversations that go both ways, the last on 2026-11-17\n" in shown
    ann = table(home / "network.duckdb", "core.persons").row(
        by_predicate=pl.col("display_name") == "Ann Lee", named=True
    )
    assert (ann["is_contact"], ann["formed_date"]) == (False, None)
    written = [path for path in home.rglob("*") if path.is_file() and "inbox" not in path.parts]
    # what is stored can be found there
    assert [path.name for path in written if b"ann-lee-example" in path.read_bytes()]
    assert not [path for path in written if b"zibeline" in path.read_bytes()]


def test_files_are_for_their_owner_only(first_run: tuple[Path, Called]) -> None:
    """The state is 0600, the published network 0400, and nothing else of the run is readable by others."""
    home, _ = first_run
    assert stat.S_IMODE((home / ".entregent" / "state.duckdb").stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "network.duckdb").stat().st_mode) == 0o400
    assert stat.S_IMODE((home / ".entregent").stat().st_mode) == 0o700
    assert all(not path.stat().st_mode & 0o077 for path in (home / "reports").rglob("*"))


def test_a_second_run_reads_nothing_again_and_changes_no_figure(
    first_run: tuple[Path, Called], ran_home: Path, entregent: Entregent
) -> None:
    """Unchanged files are taken from the state, and every mart is the same."""
    before = {name: table(ran_home / "network.duckdb", name) for name in ("mart.figures", "link.person_records")}
    second = entregent("run", ran_home, *AS_OF)
    assert second.out.count("(unchanged)") == 3
    folder, first = first_run
    assert (
        second.out.replace(" (unchanged)", "").replace(str(ran_home), str(folder)).split()
        == first.out.replace(" (new source)", "").split()
    )
    assert all(table(ran_home / "network.duckdb", name).equals(frame) for name, frame in before.items())


def test_each_bad_file_costs_itself_and_says_what_to_do(home: Path, entregent: Entregent) -> None:
    """A directory named x.vcf, a zero-byte file, a bank statement.

    One sentence each, a picture counted, the rest imported, exit 0.
    """
    inbox = home / "inbox"
    (inbox / "x.vcf").mkdir()
    (inbox / "zero.ics").touch()
    (inbox / "holiday.jpg").write_bytes(b"\xff\xd8\xff\xe0 no contact here")
    (inbox / "statement.csv").write_text("Date;Libellé;Montant\n02/11/2026;PRLV ASSURANCE;-35,20\n", "utf-8")
    called = entregent("run", home, *AS_OF)
    assert called.exit_code == 0
    assert "1 other file left alone (picture: 1)" in called.out.splitlines()
    for name in ("x.vcf", "zero.ics", "statement.csv"):
        (sentence,) = [line for line in called.err.splitlines() if line.startswith(name)]
        assert sentence.endswith(".")
    assert "ASSURANCE" not in called.err
    assert [line.split()[1] for line in called.out.splitlines() if line.startswith(("zero.ics", "statement.csv"))] == [
        "unknown",
        "empty",
    ]
    assert receipt(called.out, "cards.vcf") == ["3", "3", "0", "0", "0"]


def test_an_empty_inbox_says_what_to_drop_there(empty_home: Path, entregent: Entregent) -> None:
    """Nothing could be done: exit 1, nothing published."""
    called = entregent("run", empty_home, *AS_OF)
    assert called.exit_code == 1
    assert ".vcf, .csv, .ics, .zip" in called.err
    assert not (empty_home / "network.duckdb").exists()


def test_an_inbox_of_unknown_files_only_publishes_nothing(empty_home: Path, entregent: Entregent) -> None:
    """Each file has its sentence, and the run ends with 1."""
    (empty_home / "inbox" / "notes.txt").write_text("Call back on Monday.", "utf-8")
    called = entregent("run", empty_home, *AS_OF)
    assert called.exit_code == 1
    assert "notes.txt" in called.err
    assert not (empty_home / "network.duckdb").exists()


def test_what_was_imported_stays_when_the_inbox_is_emptied(ran_home: Path, entregent: Entregent) -> None:
    """Nothing is lost: the network is rebuilt from the state."""
    for path in (ran_home / "inbox").rglob("*.*"):
        path.unlink()
    called = entregent("run", ran_home, *AS_OF)
    assert called.exit_code == 0
    assert called.out.count("(earlier run)") == 3
    assert table(ran_home / "network.duckdb", "core.persons").filter(display_name="Léa Brossard").height == 1


def test_the_same_content_twice_is_counted_once(home: Path, entregent: Entregent) -> None:
    """A copy under another name is named, and adds nobody."""
    (home / "inbox" / "copy.csv").write_text(CONNECTIONS, "utf-8")
    called = entregent("run", home, *AS_OF)
    assert "the same content" in called.err
    assert table(home / "network.duckdb", "core.persons").filter(display_name="Ida Thorsen").height == 1


def test_a_changed_file_takes_the_place_of_its_forerunner(ran_home: Path) -> None:
    """A newer export under the same path: its records count, the earlier ones do not."""
    path = ran_home / "inbox" / "linkedin" / "Connections.csv"
    path.write_text(CONNECTIONS.replace("Ida,Thorsen", "Ida,Thorsen-Lund"), "utf-8")
    first_day = _seen_karim(ran_home)
    home = Home(ran_home)
    weekly(Run(home, read_settings(home.settings), date(2026, 11, 29), datetime(2100, 1, 1)))
    names = table(ran_home / "network.duckdb", "core.persons")["display_name"].to_list()
    assert "Ida Thorsen-Lund" in names
    assert "Ida Thorsen" not in names
    assert _seen_karim(ran_home) == first_day < date(2100, 1, 1)  # a record that stays keeps its first day


def _seen_karim(home: Path) -> date:
    seen = table(home / "network.duckdb", "staging.contacts").filter(
        uid="https://www.linkedin.com/in/karim-haddad-example"
    )
    day: date = seen["first_seen_on"].item()
    return day


def test_a_reader_that_loses_a_record_costs_the_file_and_no_other(
    home: Path, entregent: Entregent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receipt counts what the file holds by another path, so a loss cannot pass; nor does it hold up the rest."""
    honest = vcf.read

    def loses_one(*arguments: object) -> Reading:
        reading = honest(*arguments)  # type: ignore[arg-type]
        return Reading(
            contacts=reading.contacts.head(-1),
            rejects=reading.rejects,
            ignored=reading.ignored,
            repeated=reading.repeated,
        )

    monkeypatch.setattr(vcf, "read", loses_one)
    called = entregent("run", home, *AS_OF)
    assert called.exit_code == 0
    assert "cards.vcf: 3 records were found, but 2 kept" in called.err
    assert receipt(called.out, "linkedin/Connections.csv") == ["2", "2", "0", "0", "0"]


def test_a_file_the_program_fails_on_costs_only_itself(
    home: Path, entregent: Entregent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault is named without a value of the file, and all other files are read."""

    def fails(*_arguments: object) -> Reading:
        raise KeyError("Karim Haddad")

    monkeypatch.setattr(vcf, "read", fails)
    called = entregent("run", home, *AS_OF)
    assert called.exit_code == 0
    assert "cards.vcf could not be read: a fault of the program (KeyError in registry.py, line" in called.err
    assert "Karim" not in called.err
    assert receipt(called.out, "linkedin/Connections.csv") == ["2", "2", "0", "0", "0"]


def test_a_file_that_goes_during_the_run_is_said(
    home: Path, entregent: Entregent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was there when the inbox was looked at, and is not when it is read."""
    recognise = registry.recognise

    def gone(file: File, forced: str | None = None, own: Sequence[str] = ()) -> Recognition | registry.Ambiguous:
        if file.name == "cards.vcf":
            file.path.unlink()
        return recognise(file, forced, own)

    monkeypatch.setattr(registry, "recognise", gone)
    called = entregent("run", home, *AS_OF)
    assert called.exit_code == 0
    assert called.err == "cards.vcf was moved or changed while it was being read: run again to read it.\n"


def _unlink(path: Path) -> None:
    path.unlink()


def _make_a_folder_of(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("change", [_unlink, _make_a_folder_of])
def test_a_file_that_goes_while_the_inbox_is_looked_at_costs_only_itself(
    home: Path, entregent: Entregent, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    """It is gone, or a folder, between its hash and what is noted of it; the other files are read."""
    honest = listing.sha256_of

    def hashed_before(path: Path, *place: str | None) -> str:
        sha256 = honest(path, *place)
        if path.name == "cards.vcf" and path.is_file():
            change(path)
        return sha256

    monkeypatch.setattr(listing, "sha256_of", hashed_before)
    called = entregent("run", home, *AS_OF)
    assert called.exit_code == 0
    assert called.err == "cards.vcf was moved or changed while it was being read: run again to read it.\n"
    assert receipt(called.out, "linkedin/Connections.csv") == ["2", "2", "0", "0", "0"]


def test_files_that_differ_in_their_ending_are_two_sources(home: Path, entregent: Entregent) -> None:
    """contacts.vcf does not take the place of contacts.csv."""
    (home / "inbox" / "cards.csv").write_text(CONNECTIONS.replace("Ida,Thorsen", "Nora,Lindqvist"), "utf-8")
    entregent("run", home, *AS_OF)
    names = table(home / "network.duckdb", "core.persons")["display_name"].to_list()
    assert {"Nora Lindqvist", "Léa Brossard"} <= set(names)


def test_a_bad_setting_stops_before_anything_is_written(home: Path, entregent: Entregent) -> None:
    """Exit 2, a sentence, no traceback, no state."""
    (home / "network.toml").write_text('langage = "fr"\n', "utf-8")
    called = entregent("run", home, *AS_OF)
    assert (called.exit_code, called.err) == (2, "network.toml: langage is not a known key. Did you mean language?\n")
    assert not (home / ".entregent").exists()


def test_an_owner_that_is_not_set_is_inferred_and_shown(home: Path, entregent: Entregent) -> None:
    """The address in most events, with the line to paste; network.toml is not touched."""
    (home / "network.toml").write_text("", "utf-8")
    lunch = CALENDAR.split("BEGIN:VEVENT\n")[1].split("END:VCALENDAR")[0]
    lunches = [
        "BEGIN:VEVENT\n"
        + lunch.replace("lunch-1", f"lunch-{day}")
        .replace("20261118T", f"202611{day}T")
        .replace("karim.haddad", f"guest{day}")
        for day in (10, 11, 12, 13)
    ]
    calendar = CALENDAR.split("BEGIN:VEVENT")[0] + "".join(lunches) + "END:VCALENDAR\n"
    (home / "inbox" / "calendar.ics").write_text(calendar, "utf-8")
    called = entregent("run", home, *AS_OF)
    assert 'addresses = ["claire@moreau.example"]' in called.err
    assert (home / "network.toml").read_text("utf-8") == ""


def test_without_evidence_of_the_owner_calendar_figures_are_withheld(home: Path, entregent: Entregent) -> None:
    """One event says nothing of who is who: no interaction, and a sentence that says so."""
    (home / "network.toml").write_text("", "utf-8")
    called = entregent("run", home, *AS_OF)
    assert "calendar figures are withheld" in called.err
    assert table(home / "network.duckdb", "core.interactions").is_empty()


def test_a_second_run_at_the_same_time_is_told_so(home: Path, entregent: Entregent) -> None:
    """One writer: exit 3."""
    from warehouse.store import Store

    with Store(home).locked():
        called = entregent("run", home, *AS_OF)
    assert called.exit_code == 3
    assert called.err.startswith("Another run")


def test_a_decision_about_an_unknown_record_is_said(home: Path, entregent: Entregent) -> None:
    """With its line; the other decisions are replayed."""
    (home / "decisions.csv").write_text(
        "decided_at,verb,subject,object,note\n2026-11-02,suppress,cards/card-lea,,\n2026-11-02,suppress,cards.vcf/card-lea,,\n",
        "utf-8",
    )
    called = entregent("run", home, *AS_OF)
    assert [line.split(":")[0] for line in called.err.splitlines() if line.startswith("decisions")] == [
        "decisions.csv, line 2"
    ]
    assert table(home / "network.duckdb", "core.persons").filter("is_suppressed")["display_name"].to_list() == [
        "Léa Brossard"
    ]


def test_person_ids_stay_from_run_to_run(ran_home: Path, entregent: Entregent) -> None:
    """A run that adds people renumbers nobody, and the published figures are kept in the state."""
    before = table(ran_home / "network.duckdb", "link.person_records").select("record_id", "person_id")
    extra = "BEGIN:VCARD\nVERSION:3.0\nUID:aaa\nFN:Abel Armand\nN:Armand;Abel;;;\nEND:VCARD\n"
    (ran_home / "inbox" / "aaa.vcf").write_text(extra, "utf-8")
    entregent("run", ran_home, *AS_OF)
    after = table(ran_home / "network.duckdb", "link.person_records").select("record_id", "person_id")
    assert after.join(before, on=["record_id", "person_id"], how="inner").height == before.height
    with State.open(ran_home / ".entregent" / "state.duckdb", {}) as state:
        assert "known" in state.read("published")["figure"].to_list()


def test_a_report_written_again_leaves_the_users_own_files(ran_home: Path, entregent: Entregent) -> None:
    """Notes put beside a report stay there; the report itself is the new one."""
    folder = ran_home / "reports" / "2026-W47"
    (folder / "notes.txt").write_text("call on Monday", "utf-8")
    (folder / "report.json").write_text("old", "utf-8")
    entregent("run", ran_home, *AS_OF)
    assert (folder / "notes.txt").read_text("utf-8") == "call on Monday"
    assert json.loads((folder / "report.json").read_text("utf-8"))
    assert {path.name for path in (ran_home / ".entregent").iterdir()} == {"lock", "state.duckdb", "earlier"}


def test_a_report_names_its_week_in_json(first_run: tuple[Path, Called]) -> None:
    """report.json is for programs: it says which week and day it speaks of."""
    report = json.loads((first_run[0] / "reports" / "2026-W47" / "report.json").read_text("utf-8"))
    assert "2026-11-22" in json.dumps(report)


def test_every_model_stands_in_one_order() -> None:
    """The whole graph loads: no model reads what nobody makes."""
    assert {model.layer for model in models()} >= {"staging", "link", "core", "mart"}
