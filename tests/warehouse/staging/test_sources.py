"""staging.sources: the days a source speaks of, told by its records and never by the time of its file alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl

from tests.support.sql import run_model

FILES = {
    "source": pl.String, "file": pl.String, "sha256": pl.String, "kind": pl.String, "dialect": pl.String,
    "modified_on": pl.Date,
    "first_seen_on": pl.Date, "imported_at": pl.Datetime("us"), "stated_on": pl.Date, "is_current": pl.Boolean,
    "export": pl.String, "rank": pl.Int64,
}  # fmt: skip
SEEN = date(2026, 11, 20)


def sources(
    stamps: list[datetime | None], stated_on: date | None = None, starts: list[datetime] | None = None
) -> dict[str, Any]:
    """The one source of a calendar whose events were last changed then."""
    events = {
        "source": pl.String,
        "dtstamp": pl.Datetime("us"),
        "created": pl.Datetime("us"),
        "last_modified": pl.Datetime("us"),
    }
    contacts = {"source": pl.String, "rev_at": pl.Datetime("us"), "connected_on": pl.Date}
    counts = dict.fromkeys(("found", "kept", "repeated", "rejected", "ignored"), pl.Int64)
    origin = {"source": pl.String, "file": pl.String, "sha256": pl.String}
    receipts = {
        **origin,
        **counts,
        "ignored_rules": pl.String,
        "withheld_rules": pl.String,
        "repeated_elsewhere": pl.Int64,
    }
    exports = {"source": pl.String, "rank": pl.Int64, **dict.fromkeys(("new", "changed", "gone", "waiting"), pl.Int64)}
    file = (
        "agenda.ics",
        "agenda.ics",
        "aa",
        "events",
        "icalendar",
        SEEN,
        SEEN,
        datetime(2026, 11, 20, 9),
        stated_on,
        True,
        "agenda.ics",
        1,
    )
    old = (
        "agenda.ics",
        "agenda-1.ics",
        "bb",
        "events",
        "icalendar",
        SEEN,
        date(2026, 1, 1),
        datetime(2026, 1, 1),
        None,
        False,
        "agenda-1.ics",
        0,
    )
    inputs = {
        "raw.files": pl.DataFrame([file, old], schema=FILES, orient="row"),
        "raw.events": pl.DataFrame(
            [("agenda.ics", None, None, stamp) for stamp in stamps], schema=events, orient="row"
        ),
        "raw.occurrences": pl.DataFrame(
            [("agenda.ics", start) for start in starts or []],
            schema={"source": pl.String, "dtstart": pl.Datetime("us")},
            orient="row",
        ),
        "raw.receipts": pl.DataFrame(
            [("agenda.ics", "agenda.ics", "aa", 11, 7, 1, 2, 1, '{"cancelled": 1}', "{}", None)],
            schema=receipts,
            orient="row",
        ),
        "raw.exports": pl.DataFrame(
            [("agenda.ics", 0, 9, 0, 0, 0), ("agenda.ics", 1, 2, 3, 1, 0)], schema=exports, orient="row"
        ),
        "raw.messages": pl.DataFrame([], schema={"source": pl.String, "sent_at": pl.Datetime("us")}, orient="row"),
        "staging.contacts": pl.DataFrame([], schema=contacts, orient="row"),
    }
    return run_model("staging.sources", inputs).row(0, named=True)


def test_the_latest_change_dates_a_calendar() -> None:
    """The file's own time is later and does not count."""
    assert sources([datetime(2026, 10, 1, 8), datetime(2026, 11, 3, 8)])["data_through"] == date(2026, 11, 3)


def test_a_change_in_the_future_is_capped() -> None:
    """A file cannot speak of days after it was first seen."""
    assert sources([datetime(2099, 1, 1)])["data_through"] == SEEN


def test_the_date_in_the_name_counts() -> None:
    """When it is later than what the records state."""
    assert sources([datetime(2026, 10, 1)], stated_on=date(2026, 11, 15))["data_through"] == date(2026, 11, 15)


def test_a_calendar_that_states_nothing_has_no_day() -> None:
    """Unknown is null."""
    assert sources([None])["data_through"] is None


def test_stamps_that_say_nothing_leave_it_to_the_events() -> None:
    """Those of 1970, those before all of its events, and none at all: the last event that is past dates it."""
    days = [datetime(2026, 11, 3, 9), datetime(2026, 11, 17, 9)]
    for stamp in (datetime(1970, 1, 1), datetime(2020, 1, 1), None):
        assert sources([stamp], starts=days)["data_through"] == date(2026, 11, 17)
    assert sources([datetime(1970, 1, 1)], starts=[*days, datetime(2027, 1, 5)])["data_through"] == SEEN
    assert sources([datetime(2026, 11, 3, 8)], starts=days)["data_through"] == date(2026, 11, 3)


def test_a_source_has_one_row_with_its_current_file() -> None:
    """Older files of the same source are not listed; data_from is its first event."""
    row = sources([None], starts=[datetime(2024, 3, 4, 9), datetime(2025, 1, 1)])
    assert (row["file"], row["records"], row["data_from"]) == ("agenda.ics", 7, date(2024, 3, 4))


def test_a_source_says_what_its_newest_export_brought() -> None:
    """Of the exports before, nothing is told."""
    row = sources([None])
    assert [
        row[column] for column in ("new_records", "changed_records", "gone_records", "waiting_records", "files")
    ] == [2, 3, 1, 0, 1]


def test_a_source_carries_the_receipt_of_its_current_file() -> None:
    """Every record found is kept, repeated, rejected or ignored by a named rule."""
    row = sources([None])
    assert [row[column] for column in ("found", "records", "repeated", "rejected", "ignored")] == [11, 7, 1, 2, 1]
    assert row["ignored_rules"] == '{"cancelled": 1}'
