"""Recurring events: which occurrences there are, of which VEVENT, and what is refused."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from connectors.ics.connector import read_events
from connectors.ics.occurrences import MOST_OF_A_FILE
from connectors.records import Reading, Window

WINDOW = Window(date(2024, 1, 1), date(2024, 12, 31))

PARIS = "TZID=Europe/Paris"

ALL_HOURS, ALL_MINUTES = (",".join(map(str, range(size))) for size in (24, 60))


def reading(*events: str, window: Window = WINDOW) -> Reading:
    """What the connector reads of a calendar of these VEVENT bodies, of one series unless they say otherwise."""
    bodies = (body if "UID:" in body else f"UID:serie\n{body}" for body in events)
    text = "".join(f"BEGIN:VEVENT\n{body}\nEND:VEVENT\n" for body in bodies)
    return read_events(f"BEGIN:VCALENDAR\nVERSION:2.0\n{text}END:VCALENDAR\n".replace("\n", "\r\n").encode(), window)


def starts(*events: str) -> list[datetime]:
    """The starts of all occurrences, in order."""
    return reading(*events).occurrences["dtstart"].sort().to_list()


def days(*events: str) -> list[str]:
    """The days of all occurrences as MM-DD, in order."""
    return [f"{start:%m-%d}" for start in starts(*events)]


def test_a_weekly_meeting_keeps_its_hour_over_a_clock_change():
    """09:00 in Paris is 08:00 UTC in winter and 07:00 in summer."""
    found = starts(f"DTSTART;{PARIS}:20240325T090000\nDTEND;{PARIS}:20240325T100000\nRRULE:FREQ=WEEKLY;COUNT=2")
    assert found == [datetime(2024, 3, 25, 8), datetime(2024, 4, 1, 7)]


def test_a_series_is_expanded_within_the_window_only():
    """A yearly event of 1990 has one occurrence in 2024; a single event has its own, whenever it is."""
    assert starts("DTSTART:19900703T100000Z\nRRULE:FREQ=YEARLY") == [datetime(2024, 7, 3, 10)]
    assert starts("DTSTART:19900703T100000Z") == [datetime(1990, 7, 3, 10)]


def test_both_days_at_the_ends_of_the_window_are_in_it():
    """Days on the clock of the series."""
    found = reading(
        f"DTSTART;{PARIS}:20240101T000000\nRRULE:FREQ=DAILY", window=Window(date(2024, 2, 1), date(2024, 2, 3))
    )
    assert found.occurrences["dtstart"].to_list() == [
        datetime(2024, 1, 31, 23),
        datetime(2024, 2, 1, 23),
        datetime(2024, 2, 2, 23),
    ]


def test_exdate_and_rdate_are_applied_whatever_zone_they_are_told_in():
    """An EXDATE in UTC, one that is a day, an RDATE in another zone, an RDATE that is a period with its own end."""
    found = reading(
        f"DTSTART;{PARIS}:20240701T090000\nDTEND;{PARIS}:20240701T100000\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE:20240702T070000Z\n"
        "EXDATE;VALUE=DATE:20240704\nRDATE;TZID=America/New_York:20240710T030000\nRDATE;VALUE=PERIOD:20240711T070000Z/PT3H"
    ).occurrences
    assert found.select("dtstart", "dtend").rows() == [
        (datetime(2024, 7, 1, 7), datetime(2024, 7, 1, 8)),
        (datetime(2024, 7, 3, 7), datetime(2024, 7, 3, 8)),
        (datetime(2024, 7, 10, 7), datetime(2024, 7, 10, 8)),
        (datetime(2024, 7, 11, 7), datetime(2024, 7, 11, 10)),
    ]


def test_an_exrule_leaves_out_what_it_falls_on():
    """Withdrawn from the standard in 2009, and still written."""
    found = days("DTSTART:20240701T090000Z\nRRULE:FREQ=DAILY;COUNT=6\nEXRULE:FREQ=DAILY;INTERVAL=2")
    assert found == ["07-02", "07-04", "07-06"]


def test_an_exdate_leaves_out_its_own_hour_only():
    """11:00 UTC is 13:00 in Paris: the occurrence at 11:00 in Paris stays."""
    found = starts(f"DTSTART;{PARIS}:20240701T110000\nRRULE:FREQ=HOURLY;COUNT=3\nEXDATE:20240701T110000Z")
    assert found == [datetime(2024, 7, 1, 9), datetime(2024, 7, 1, 10)]


def test_a_changed_occurrence_takes_the_place_of_its_original():
    """The occurrence keeps the name of its start in the series, and takes time and properties from the override."""
    found = reading(
        f"DTSTART;{PARIS}:20240701T090000\nDTEND;{PARIS}:20240701T100000\nRRULE:FREQ=DAILY;COUNT=2",
        f"RECURRENCE-ID:20240702T070000Z\nDTSTART;{PARIS}:20240703T150000\nDTEND;{PARIS}:20240703T180000",
    ).occurrences
    assert found.drop("uid", "time_form").rows() == [
        (1, "2024-07-01T07:00:00Z", datetime(2024, 7, 1, 7), datetime(2024, 7, 1, 8)),
        (2, "2024-07-02T07:00:00Z", datetime(2024, 7, 3, 13), datetime(2024, 7, 3, 16)),
    ]


def test_a_changed_occurrence_named_by_its_day_is_that_of_the_day():
    """RECURRENCE-ID;VALUE=DATE in a series of timed events."""
    found = reading(
        "DTSTART:20240701T090000Z\nRRULE:FREQ=DAILY;COUNT=2",
        "RECURRENCE-ID;VALUE=DATE:20240702\nDTSTART:20240702T150000Z",
    ).occurrences
    assert found["occurrence"].to_list() == ["2024-07-01T09:00:00Z", "2024-07-02T09:00:00Z"]


def test_a_changed_occurrence_without_its_series_stands_alone():
    """An invitation to one occurrence, whether in the window or not."""
    found = reading("RECURRENCE-ID:20200702T090000Z\nDTSTART:20200702T150000Z\nDTEND:20200702T160000Z").occurrences
    assert found.drop("time_form").rows() == [
        (1, "serie", "2020-07-02T09:00:00Z", datetime(2020, 7, 2, 15), datetime(2020, 7, 2, 16))
    ]


def test_this_and_future_moves_what_follows():
    """From the second occurrence on an hour later and half an hour longer; the names stay those of the series."""
    found = reading(
        f"DTSTART;{PARIS}:20240701T090000\nDTEND;{PARIS}:20240701T100000\nRRULE:FREQ=DAILY;COUNT=3",
        f"RECURRENCE-ID;RANGE=THISANDFUTURE;{PARIS}:20240702T090000\nDTSTART;{PARIS}:20240702T100000\nDTEND;{PARIS}:20240702T113000",
    ).occurrences
    assert found.drop("uid", "time_form").rows() == [
        (1, "2024-07-01T07:00:00Z", datetime(2024, 7, 1, 7), datetime(2024, 7, 1, 8)),
        (2, "2024-07-02T07:00:00Z", datetime(2024, 7, 2, 8), datetime(2024, 7, 2, 9, 30)),
        (2, "2024-07-03T07:00:00Z", datetime(2024, 7, 3, 8), datetime(2024, 7, 3, 9, 30)),
    ]


def test_all_day_and_floating_series_stay_what_they_are():
    """A date stays a date, a local time a local time, and their names say so."""
    found = reading(
        "UID:a\nDTSTART;VALUE=DATE:20240701\nDTEND;VALUE=DATE:20240703\nRRULE:FREQ=YEARLY",
        "UID:b\nDTSTART:20240701T090000\nRRULE:FREQ=DAILY;COUNT=1",
    )
    assert found.occurrences.select("occurrence", "dtend", "time_form").rows() == [
        ("2024-07-01", datetime(2024, 7, 3), "date"),
        ("2024-07-01T09:00:00", None, "floating"),
    ]


@pytest.mark.parametrize(
    ("start", "until", "last"),
    [
        (f"DTSTART;{PARIS}:20240701T090000", "20240703T070000Z", "07-03"),
        (f"DTSTART;{PARIS}:20240701T090000", "20240703T065959Z", "07-02"),
        (f"DTSTART;{PARIS}:20240701T090000", "20240703T090000", "07-03"),
        (f"DTSTART;{PARIS}:20240701T090000", "20240703", "07-03"),
        ("DTSTART;VALUE=DATE:20240701", "20240703", "07-03"),
        ("DTSTART;VALUE=DATE:20240701", "20240702T220000Z", "07-03"),
        ("DTSTART;VALUE=DATE:20240701", "20240703T235959Z", "07-03"),
        ("DTSTART;VALUE=DATE:20240701", "20240703T050000Z", "07-03"),
    ],
)
def test_until_is_included_on_the_clock_of_the_series(start: str, until: str, last: str):
    """UTC, local, a whole day; for days, midnight told in UTC is the day it begins."""
    assert days(f"{start}\nRRULE:FREQ=DAILY;UNTIL={until}")[-1] == last


def test_elapsed_time_is_that_of_the_first_for_dtend_and_the_clock_for_days_of_duration():
    """RFC 5545 §3.8.5.3: two hours stay two when the clock changes, a day ends at the same time of day."""
    night = f"DTSTART;{PARIS}:20240330T010000\nRRULE:FREQ=DAILY;COUNT=2\n"
    found = reading(f"UID:a\n{night}DTEND;{PARIS}:20240330T030000", f"UID:b\n{night}DURATION:P1D").occurrences
    assert (found["dtend"] - found["dtstart"]).dt.total_hours().to_list() == [2, 2, 24, 23]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=30",
        "FREQ=SOMETIMES",
        "M5 #4",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=XX",
    ],
)
def test_a_rule_that_is_refused_costs_the_rule(rule: str):
    """The start remains, the reason is reported, and the event is no reject."""
    found = reading(f"DTSTART:20240701T090000Z\nRRULE:{rule}")
    assert found.occurrences["dtstart"].to_list() == [datetime(2024, 7, 1, 9)]
    assert found.rejects["is_record"].to_list() == [False]


def test_a_rule_of_centuries_is_followed_within_the_window():
    """Without COUNT what came before need not be gone through; with it, it ends where it ends."""
    assert reading("DTSTART:16010101T000000Z\nRRULE:FREQ=DAILY").occurrences.height == 366
    assert reading("DTSTART:16010101T000000Z\nRRULE:FREQ=HOURLY;COUNT=3").occurrences.height == 0


@pytest.mark.parametrize(
    "rule",
    [
        f"FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR={ALL_HOURS};BYMINUTE={ALL_MINUTES}",
        "FREQ=HOURLY;COUNT=999999999",
        f"FREQ=HOURLY;BYMINUTE={ALL_MINUTES}",
    ],
)
def test_a_rule_that_repeats_too_often_is_refused(rule: str):
    """By the minute under another name, or three million hours to count.

    The start is kept, and the refusal is reported.
    """
    found = reading(f"DTSTART:16010101T000000Z\nRRULE:{rule}", window=Window(date(1601, 1, 1), date(2024, 12, 31)))
    assert found.occurrences["dtstart"].to_list() == [datetime(1601, 1, 1)]
    assert "too often" in found.rejects["reason"][0]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30,31",
        "FREQ=DAILY;BYMONTH=2;BYYEARDAY=300",
    ],
)
def test_a_rule_that_never_falls_is_not_looked_for_until_the_year_9999(rule: str):
    """30 February: the start is the only occurrence, at once."""
    assert starts(f"DTSTART:20240701T090000Z\nRRULE:{rule}") == [datetime(2024, 7, 1, 9)]


def test_of_too_many_occurrences_the_latest_are_kept():
    """5,000 of the 8,784 hours of 2024, and the cut is reported."""
    found = reading("DTSTART:20240101T000000Z\nRRULE:FREQ=HOURLY")
    assert found.occurrences.height == 5000
    assert found.occurrences["dtstart"].max() == datetime(2024, 12, 31, 23)
    assert found.rejects["is_record"].to_list() == [False]


def test_a_cancelled_occurrence_is_an_occurrence_of_its_own_event():
    """STATUS:CANCELLED is on the override; whoever reads the occurrences sees it there."""
    found = reading(
        "DTSTART:20240701T090000Z\nRRULE:FREQ=DAILY;COUNT=2",
        "RECURRENCE-ID:20240702T090000Z\nDTSTART:20240702T090000Z\nSTATUS:CANCELLED",
    )
    assert found.occurrences["event_position"].to_list() == [1, 2]
    assert found.events["status"].to_list() == [None, "CANCELLED"]


def test_only_the_newest_version_of_a_series_takes_place():
    """The old rule of a moved series gives nothing."""
    assert days(
        "SEQUENCE:1\nDTSTART:20240701T090000Z\nRRULE:FREQ=DAILY;COUNT=3",
        "SEQUENCE:2\nDTSTART:20240801T090000Z\nRRULE:FREQ=DAILY;COUNT=1",
    ) == ["08-01"]


def test_a_changed_occurrence_whose_recurrence_id_cannot_be_read_does_not_replace_the_series():
    """It is kept under its own start."""
    found = reading(
        "DTSTART:20240701T090000Z\nRRULE:FREQ=DAILY;COUNT=2",
        "SEQUENCE:9\nRECURRENCE-ID:demain\nDTSTART:20240709T090000Z",
    )
    assert found.occurrences["occurrence"].to_list() == [
        "2024-07-01T09:00:00Z",
        "2024-07-02T09:00:00Z",
        "2024-07-09T09:00:00Z",
    ]


def test_count_and_until_together_end_at_the_first_of_the_two():
    """Not iCalendar, but some programs write both."""
    assert days("DTSTART:20240701T090000Z\nRRULE:FREQ=DAILY;COUNT=5;UNTIL=20240702T090000Z") == ["07-01", "07-02"]
    assert days("DTSTART:20240701T090000Z\nRRULE:FREQ=DAILY;COUNT=2;UNTIL=20240709T090000Z") == ["07-01", "07-02"]


@pytest.mark.parametrize(
    ("start", "rule", "expected"),
    [
        ("20200229", "FREQ=YEARLY", ["2024-02-29"]),
        ("20200703", "FREQ=YEARLY;INTERVAL=2", ["2024-07-03"]),
        ("20200703", "FREQ=YEARLY;INTERVAL=3", []),
        ("20200703", "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=3", ["2024-07-03"]),
        ("20201129", "FREQ=YEARLY;BYMONTH=11;BYDAY=-1SU", ["2024-11-24"]),
        ("20200703", "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3", ["2024-08-03"]),
        ("20201231", "FREQ=YEARLY;BYDAY=-1MO", ["2024-12-30"]),
        ("20200113", "FREQ=YEARLY;BYMONTHDAY=13;COUNT=60", [f"2024-{month:02}-13" for month in range(1, 13)]),
    ],
)
def test_yearly_rules_fall_on_their_days(start: str, rule: str, expected: list[str]):
    """On the day of the start, on a day of a month, on a weekday of a month or of the year, on a day of every month."""
    assert reading(f"DTSTART;VALUE=DATE:{start}\nRRULE:{rule}").occurrences["occurrence"].sort().to_list() == expected


def test_thousands_of_endless_series_share_what_a_file_may_have():
    """2,000 daily series: each keeps its latest 500 occurrences, and says so; no event is lost."""
    series = [f"UID:{number}\nDTSTART:20200101T090000Z\nRRULE:FREQ=DAILY" for number in range(2_000)]
    found = reading(*series, window=Window(date(2020, 1, 1), date(2024, 12, 31)))
    assert (found.events.height, found.occurrences.height, found.rejects.height) == (2_000, MOST_OF_A_FILE, 2_000)
    assert not found.rejects["is_record"].any()
    assert found.occurrences["dtstart"].max() == datetime(2024, 12, 31, 9)


@pytest.mark.parametrize(
    "lines",
    [
        "RRULE:FREQ=YEARLY;INTERVAL=99999999999999999999",
        "RRULE:FREQ=DAILY;COUNT=99999999999999999999",
        "RRULE:FREQ=DAILY;UNTIL=99991231T235959Z",
        "RRULE:FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 50_000),
        "RRULE:FREQ=DAILY;BYSECOND=" + ",".join(map(str, range(60))) + ";BYMINUTE=" + ",".join(map(str, range(60))),
        "RDATE:" + ",".join(["20240702T090000Z"] * 20_000),
        "EXDATE:" + ",".join(["20240702T090000Z"] * 20_000) + "\nRRULE:FREQ=DAILY;COUNT=3",
        "RDATE;VALUE=PERIOD:20240702T090000Z/P999999W\nRRULE:FREQ=DAILY;COUNT=2",
        "DURATION:P999999W\nRRULE:FREQ=DAILY;COUNT=2",
        "DTEND:99991231T000000Z\nRRULE:FREQ=YEARLY",
        "RRULE:FREQ=DAILY\n" * 200,
        "EXDATE;TZID=America/New_York:99991231T230000\nRDATE:00010101T000000Z\nRRULE:FREQ=DAILY;COUNT=2",
    ],
)
def test_values_beyond_all_reason_are_read_or_refused(lines: str):
    """The event is kept, its start takes place, and nothing raises."""
    found = reading(f"DTSTART:20240701T090000Z\n{lines}")
    assert found.events.height == 1
    assert datetime(2024, 7, 1, 9) in found.occurrences["dtstart"]


@pytest.mark.parametrize(
    ("start", "rule", "expected"),
    [
        ("20240131", "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;COUNT=4", ["01-31", "02-29", "03-31", "04-30"]),
        ("20240130", "FREQ=MONTHLY;SKIP=BACKWARD;BYMONTHDAY=30;COUNT=3", ["01-30", "02-29", "03-30"]),
        ("20240229", "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD;COUNT=3", ["02-29", "03-01", "03-01"]),
        ("20240229", "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD;COUNT=3", ["02-29", "02-28", "02-28"]),
        ("20240131", "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT;COUNT=3", ["01-31", "03-31", "05-31"]),
    ],
)
def test_days_that_a_month_lacks_are_skipped_as_the_rule_says(start: str, rule: str, expected: list[str]) -> None:
    """RFC 7529: left out, the last day before, or the day after."""
    window = Window(date(2024, 1, 1), date(2026, 12, 31))
    read = reading(f"DTSTART;VALUE=DATE:{start}\nRRULE:{rule}", window=window)
    assert [f"{day:%m-%d}" for day in read.occurrences["dtstart"].sort()] == expected


def test_a_rule_of_another_calendar_is_refused_with_a_sentence() -> None:
    """Read by ours, it would fall on days that nobody meant."""
    read = reading("DTSTART;VALUE=DATE:20240210\nRRULE:RSCALE=CHINESE;FREQ=YEARLY;COUNT=3")
    assert read.occurrences.height == 1
    assert "RSCALE" in read.rejects["reason"][0]


def test_a_skip_that_cannot_be_followed_says_so() -> None:
    """The 31st moved into the next month: those occurrences are missing, and told."""
    read = reading("DTSTART;VALUE=DATE:20260131\nRRULE:FREQ=MONTHLY;SKIP=FORWARD;COUNT=2")
    assert "SKIP" in read.rejects["reason"][0]


def test_a_series_with_the_recurrence_id_of_another_recurs() -> None:
    """Exchange writes RRULE and RECURRENCE-ID into one event that has no series: four Mondays, not one."""
    body = "DTSTART:20240101T150000Z\nDTEND:20240101T153000Z\nRRULE:FREQ=WEEKLY;COUNT=4\nRECURRENCE-ID:20240101T140000Z"
    assert days(body) == ["01-01", "01-08", "01-15", "01-22"]


def test_a_changed_occurrence_with_a_rule_stays_one_where_its_series_is_there() -> None:
    """Its rule is the series', written again."""
    series = "DTSTART:20240101T140000Z\nDTEND:20240101T143000Z\nRRULE:FREQ=WEEKLY;COUNT=3"
    moved = "DTSTART:20240108T160000Z\nRRULE:FREQ=WEEKLY;COUNT=3\nRECURRENCE-ID:20240108T140000Z"
    assert starts(series, moved) == [datetime(2024, 1, 1, 14), datetime(2024, 1, 8, 16), datetime(2024, 1, 15, 14)]
