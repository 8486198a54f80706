"""Agreement with icalendar and recurring-ical-events.

On made-up events, and on a folder of real files named by ENTREGENT_SAMPLES. Where they are known to differ on purpose,
the test says so: a date with a TZID is a day, Z is UTC whatever TZID says, a DTEND without a zone is on the clock of
its DTSTART, the hours of a DURATION are elapsed time, the IANA name at the end of /vendor/name wins over the file's own
copy, and a name that only says an offset or places (`(UTC+01:00) Madrid, Paris`), without a VTIMEZONE, is understood.
"""

from __future__ import annotations

import os
import random
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from icalendar.timezone import tzp

from connectors.ics.connector import count_events, read_events
from connectors.records import Window

WINDOW = Window(date(2023, 1, 1), date(2024, 12, 31))

SAMPLES = sorted(
    path
    for path in Path(os.environ.get("ENTREGENT_SAMPLES", "/nonexistent")).rglob("*")
    if path.suffix.lower() in (".ics", ".vcs")
)

ZONES = (
    "Europe/Paris",
    "America/New_York",
    "W. Europe Standard Time",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Customized Time Zone",
)

OWN_ZONE = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""

RULES = (
    "FREQ=DAILY;INTERVAL=3;COUNT=20",
    "FREQ=WEEKLY;BYDAY=MO,TH",
    "FREQ=WEEKLY;INTERVAL=2;UNTIL=20240601T000000Z",
    "FREQ=MONTHLY;BYDAY=-1FR;COUNT=15",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
)


@pytest.fixture(autouse=True)
def _fresh_zones() -> Iterator[None]:
    """icalendar carries the zones of one file to the next."""
    tzp.use_default()
    yield
    tzp.use_default()


def made_up(seed: int, events: int) -> bytes:
    """A calendar of random events, one in three recurring, without times that do not exist."""
    rng = random.Random(seed)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Agenda//FR", *OWN_ZONE.strip().splitlines()]
    for number in range(events):
        start = datetime(2023, 1, 1, 4) + timedelta(minutes=15 * rng.randrange(60_000))
        start = start.replace(hour=rng.randrange(4, 24))  # clocks change before four in the morning
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@agenda.example",
            f"SUMMARY:Rendez-vous n° {number}\\, {'é' * rng.randrange(60)}",
            *times(rng, start),
        ]
        if rng.random() < 0.33:
            lines.append(f"RRULE:{rng.choice(RULES)}")
        lines.append("END:VEVENT")
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def times(rng: random.Random, start: datetime) -> list[str]:
    """DTSTART and, mostly, an end, in one of the forms the standard has."""
    end = start + timedelta(minutes=rng.choice([0, 30, 90, 600, 4320]))
    form = rng.choice(["date", "utc", "floating", "zone", "zone", "duration"])
    if form == "date":
        return [
            f"DTSTART;VALUE=DATE:{start:%Y%m%d}",
            f"DTEND;VALUE=DATE:{start + timedelta(days=rng.randrange(1, 4)):%Y%m%d}",
        ]
    if form == "duration":
        return [
            f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
            f"DURATION:{rng.choice(['PT1H', 'P1D', 'P1W', 'P1DT2H30M', 'PT45M'])}",
        ]
    suffix, param = ("Z", "") if form == "utc" else ("", f";TZID={rng.choice(ZONES)}" if form == "zone" else "")
    lines = [f"DTSTART{param}:{start:%Y%m%dT%H%M%S}{suffix}", f"DTEND{param}:{end:%Y%m%dT%H%M%S}{suffix}"]
    return lines if rng.random() < 0.9 else lines[:1]


def told(value: date) -> tuple[str, datetime]:
    """The form and instant of a time as icalendar has it."""
    if not isinstance(value, datetime):
        return "date", datetime(value.year, value.month, value.day)
    return ("floating", value) if value.tzinfo is None else ("utc", value.astimezone(UTC).replace(tzinfo=None))


def readable(data: bytes) -> list[Any]:
    """The events icalendar finds in a file; none where it gives up."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return [
                event
                for calendar in icalendar.Calendar.from_ical(data, multiple=True)
                for event in calendar.walk("VEVENT")
            ]
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            return []


def differences(data: bytes) -> list[tuple[int, str]]:
    """Position and property where the connector and icalendar disagree on an event both can read."""
    ours = {event["position"]: event for event in read_events(data, WINDOW).events.iter_rows(named=True)}
    found: list[tuple[int, str]] = []
    for position, event in enumerate(readable(data), 1):
        start = event.get("DTSTART")
        if (
            not isinstance(start, icalendar.vDDDTypes)
            or not isinstance(start.dt, date)
            or position not in ours
            or is_on_purpose(start, ours[position])
        ):
            continue
        end = event.get("DTEND")
        if (ours[position]["time_form"], ours[position]["dtstart"]) != told(start.dt):
            found.append((position, "DTSTART"))
        elif (
            isinstance(end, icalendar.vDDDTypes)
            and told(end.dt)[0] == told(start.dt)[0]
            and ours[position]["dtend"] != told(end.dt)[1]
        ):
            found.append((position, "DTEND"))
        elif (
            str(event.get("LOCATION", "")) not in (ours[position]["location"] or "", "")
            and "\ufffd" not in event["LOCATION"]
        ):
            found.append((position, "LOCATION"))
    return found


def is_on_purpose(start: Any, ours: dict[str, Any]) -> bool:
    """Whether the two are known to differ on such a start."""
    tzid = str(start.params.get("TZID", ""))
    is_day = tzid != "" and ours["time_form"] == "date"
    is_utc = (
        tzid != "" and ours["dtstart"] == start.dt.replace(tzinfo=None) if isinstance(start.dt, datetime) else False
    )
    is_understood = tzid != "" and told(start.dt)[0] == "floating" and ours["time_form"] == "utc"
    return is_day or is_utc or is_understood or tzid.startswith("/")


@pytest.mark.parametrize("seed", range(3))
def test_events_agree_with_icalendar(seed: int):
    """DTSTART, DTEND and text of made-up events in every form."""
    data = made_up(seed, 200)
    assert len(readable(data)) == read_events(data, WINDOW).events.height == 200
    assert differences(data) == []


@pytest.mark.parametrize("seed", range(3))
def test_occurrences_agree_with_recurring_ical_events(seed: int):
    """The starts of all series within the window, each told by icalendar's own zones."""
    data = made_up(seed, 90)
    table = read_events(data, WINDOW)
    recurring = set(table.events.filter(table.events["rrule"].is_not_null())["uid"])
    calendar = icalendar.Calendar.from_ical(data)
    expected = {
        (str(event["UID"]), told(event["DTSTART"].dt)[1])
        for event in recurring_ical_events.of(calendar).between(WINDOW.first, WINDOW.last + timedelta(days=1))
        if str(event["UID"]) in recurring
    }
    ours = {(uid, start) for uid, start in table.occurrences.select("uid", "dtstart").iter_rows() if uid in recurring}
    assert ours == expected


@pytest.mark.slow
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_real_files_add_up_and_agree_with_icalendar(path: Path):
    """No crash; found = kept + repeated + rejected; no event that icalendar reads is read otherwise."""
    data = path.read_bytes()
    found = read_events(data, WINDOW)
    assert count_events(data) == found.events.height + found.repeated + found.rejects.filter("is_record").height
    if len(readable(data)) == count_events(data):
        assert differences(data) == []
