"""entregent status: the last run and the next, the sources, and what could not be read."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from connectors.records import CONTACTS, EVENTS, OCCURRENCES, REJECTS, frame
from pipelines.commands.status import reject_lines, status_lines
from pipelines.home import Home
from pipelines.importing.storing import RAW_SCHEMAS
from pipelines.scheduling.served import announced, next_run, server_file
from pipelines.sources.record_keys import keyed
from tests.pipelines.conftest import Called
from warehouse.duck import connect
from warehouse.state import State
from warehouse.store import Store

Entregent = Callable[..., Called]
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
RAN_AT = datetime(2026, 11, 22, 17, 5, tzinfo=UTC)


@pytest.fixture
def published(empty_home: Path) -> Home:
    """A home whose published file holds an address book and an old calendar, as of Sunday 22 November 2026."""
    home = Home(empty_home)
    with connect(home.published) as connection:
        connection.execute("create schema core")
        connection.execute("create schema mart")
        connection.execute(
            "create table core.weeks as select date '2026-11-22' as week_end, '2026-W47' as iso_week, "
            "true as is_reporting, date '2026-11-22' as as_of"
        )
        connection.execute(
            """create table mart.source_freshness as
            select * from (values
                ('agenda.ics', 'icalendar', 12, 9, 1, 2, 0, '{}', '{}', date '2026-10-01', 52, true),
                ('cards.vcf', 'vcard', 3, 1, 0, 0, 2, '{"not_a_person": 2}', '{"message_text": 4}', null, 0, false)
            ) as sources(source, dialect, found, records, repeated, rejected, ignored,
                ignored_rules, withheld_rules, data_through, age_days, is_stale)"""
        )
        connection.execute("""create table core.sources as
            select * from (values
                ('agenda.ics', 'agenda.ics', 9, 9, 0, 0, 0), ('cards.vcf', 'cards-2.vcf', 1, 0, 1, 0, 4))
            as sources(source, file, records, new_records, changed_records, gone_records, waiting_records)""")
    os.utime(home.published, (RAN_AT.timestamp(), RAN_AT.timestamp()))
    return home


def serving(home: Home) -> AbstractContextManager[None]:
    """What a serving process leaves, held as long as it serves."""
    server_file(home).parent.mkdir(parents=True)
    return announced(home, "http://127.0.0.1:4200", "entregent:word", "0 7 * * 1", "Europe/Paris")


def line(home: Home, start: str) -> str:
    return next(text for text in status_lines(home, NOW) if text.startswith(start))


def test_the_last_run_is_told_with_its_week(published: Home) -> None:
    """The time of the published file in the home's zone, and the day it reports for."""
    assert line(published, "Last run:") == "Last run:  Sunday 22 November 2026, 18:05 (Europe/Paris), as of 2026-11-22"
    assert line(published, "Week:") == "Week:      2026-W47 (16 Nov to 22 Nov 2026)"


def test_each_source_shows_its_receipt_and_its_age_today(published: Home) -> None:
    """found = kept + repeated + rejected + ignored; two days have gone by since the run."""
    lines = list(status_lines(published, NOW))
    agenda, cards = (
        next(text.split() for text in lines if text.startswith(name)) for name in ("agenda.ics  ", "cards.vcf  ")
    )
    assert agenda == ["agenda.ics", "icalendar", "12", "9", "1", "2", "0", "2026-10-01", "54", "days"]
    assert cards == ["cards.vcf", "vcard", "3", "1", "0", "0", "2", "-", "2", "days"]
    assert "cards.vcf: 2 ignored (not a person: 2)" in lines
    assert "cards.vcf: not stored (message text: 4)" in lines
    assert "agenda.ics is out of date: export it again into the inbox." in lines


def test_nothing_scheduled_says_how_to(published: Home) -> None:
    """No process will start the next run."""
    assert line(published, "Next run:").startswith("Next run:  none is scheduled. entregent serve runs it")


def test_the_next_run_is_the_schedules(published: Home) -> None:
    """The coming Monday at seven in the home's zone."""
    with serving(published):
        assert line(published, "Next run:").startswith(
            "Next run:  Monday 30 November 2026, 07:00 (Europe/Paris), by entregent serve"
        )


def test_a_schedule_whose_process_has_gone_runs_nothing(published: Home) -> None:
    """It was set up, but who would start the run has ended; that its number is another's now is no matter."""
    with serving(published):
        pass
    assert (
        line(published, "Next run:")
        == "Next run:  none, for entregent serve has stopped (it ran by '0 7 * * 1'). Start it again: entregent serve"
    )


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"url": "", "pid": 1, "cron": "x", "time_zone": "Europe/Paris"}']
)
def test_a_schedule_that_cannot_be_read_hides_nothing_else(published: Home, text: str) -> None:
    """The rest of the status is told."""
    server_file(published).parent.mkdir(parents=True)
    server_file(published).write_text(text, "utf-8")
    assert line(published, "Next run:").startswith("Next run:  unknown.")
    assert line(published, "agenda.ics")


def test_the_next_run_keeps_its_hour_when_the_clocks_change() -> None:
    """Seven in the morning is an hour later in UTC once summer time has ended."""
    before, after = (next_run("0 7 * * *", "Europe/Paris", datetime(2026, 10, day, 12, tzinfo=UTC)) for day in (23, 24))
    assert (before.astimezone(UTC).hour, after.astimezone(UTC).hour) == (5, 6)


def test_before_the_first_run_it_says_how_to_make_it(empty_home: Path, entregent: Entregent) -> None:
    """Exit 0: a home that has never run is in order."""
    called = entregent("status", "--home", empty_home)
    assert (called.exit_code, called.err) == (0, "")
    assert f"Last run:  never. Drop your exports into {empty_home / 'inbox'}" in called.out
    assert "Nothing was imported yet." in entregent("status", "--home", empty_home, "--rejects").out
    assert not (empty_home / ".entregent").exists()  # looking writes nothing


def test_it_answers_while_a_run_is_at_work(published: Home, entregent: Entregent) -> None:
    """Only --rejects needs the state, and says that it must wait."""
    with Store(published.folder).locked():
        assert line(published, "Now:") == f"Now:       a run is at work (process {os.getpid()})"
        Store(published.folder).state.touch()
        called = entregent("status", "--home", published.folder, "--rejects")
    assert (called.exit_code, called.out) == (3, "")
    assert called.err.startswith("Another run")


def test_a_file_of_another_version_is_said(published: Home, entregent: Entregent) -> None:
    """Exit 1 and what to do, no traceback."""
    with connect(published.published) as connection:
        connection.execute("alter table mart.source_freshness drop column rejected")
    called = entregent("status", "--home", published.folder)
    assert called.exit_code == 1
    assert "Make it anew: entregent run" in called.err


def test_what_the_newest_export_brought_is_said(published: Home, entregent: Callable[..., Called]) -> None:
    """With the command that settles what waits for a yes; nothing is said of first exports."""
    lines = entregent("status", "--home", published.folder).out.splitlines()
    told = (
        "cards.vcf: its newest export (cards-2.vcf) brought 1 changed; 4 missing wait for: entregent run --accept"
        ' "cards.vcf"'
    )
    assert [line for line in lines if "newest export" in line] == [told]


def with_rejects(home: Home, rejects: list[dict[str, object]]) -> None:
    """The state of a home that read one file with these rejects."""
    home.internal.mkdir()
    file = {
        "source": "cards.vcf",
        "file": "cards.vcf",
        "sha256": "aa",
        "dialect": "vcard",
        "kind": "contacts",
        "first_seen_on": date(2026, 11, 22),
        "imported_at": datetime(2026, 11, 22),
    }
    records = {
        "contacts": keyed(frame([], CONTACTS), "contacts"),
        "events": keyed(frame([], EVENTS), "events"),
        "occurrences": frame([], OCCURRENCES),
        "rejects": frame(rejects, REJECTS),
    }
    with State.open(home.state, RAW_SCHEMAS) as state:
        state.add_files([(file, records, frame([], REJECTS).select())])


def test_rejects_come_with_file_line_reason_and_text(empty_home: Path) -> None:
    """In the order of the file; control characters are written out and long texts cut, so that a terminal stays as it
    is.
    """
    home = Home(empty_home)
    with_rejects(
        home,
        [
            {"line": 9, "is_record": True, "reason": "The card has no end.", "raw_text": "FN:" + "x" * 500},
            {"line": 4, "is_record": False, "reason": "No colon.", "raw_text": "TEL \x1b[31m\r\n\u202e"},
            {"position": 3, "is_record": False, "reason": "No date.", "raw_text": None},
        ],
    )
    lines = list(reject_lines(home))
    assert lines[:5] == [
        "cards.vcf, line 4: No colon. (the rest of the record was read)",
        r"    TEL \x1b[31m\r\n\u202e",
        "cards.vcf, line 9: The card has no end. (record left out)",
        "    FN:" + "x" * 96 + "…",
        "cards.vcf, record 3: No date. (the rest of the record was read)",
    ]
    assert lines[-1].startswith("To try again:")


def test_no_rejects_is_a_sentence(empty_home: Path) -> None:
    """Nothing was lost."""
    with_rejects(Home(empty_home), [])
    assert list(reject_lines(Home(empty_home))) == ["Every record and value of the files could be read."]


def test_numbers_and_addresses_that_cannot_be_used_are_listed(home: Path, entregent: Entregent) -> None:
    """With their file, record and reason; the run says how many, and shows none."""
    lines = ["VERSION:3.0", "UID:odd", "FN:Zoé Quesnel", "TEL:12 34 56 78 90 12 34 56", "EMAIL:zoe(at)quesnel"]
    card = "\n".join(["BEGIN:VCARD", *lines, "END:VCARD", ""])
    (home / "inbox" / "odd.vcf").write_text(card, "utf-8")
    done = entregent("run", home, "--as-of", "2026-11-22")
    assert "Not usable as written: telephone numbers 1, e-mail addresses 1" in done.err
    assert "zoe(at)" not in done.err
    listed = entregent("status", "--rejects", "--home", home).out
    assert "odd.vcf, record 1: a telephone number cannot be used" in listed
    assert "odd.vcf, record 1: an e-mail address cannot be used" in listed
    assert "zoe(at)quesnel" in listed
