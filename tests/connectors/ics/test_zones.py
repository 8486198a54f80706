"""Time zones: a column of times at once as one by one, and what a TZID stands for."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from connectors.ics.own_zones import Observance, ZoneText, own_zone, zones_by_calendar
from connectors.ics.zones import Zone, Zones, fixed_zone, named_zone

SUMMER, WINTER = datetime(2024, 7, 3, 10), datetime(2024, 1, 3, 10)

LAST_SUNDAY = "FREQ=YEARLY;BYDAY=-1SU;BYMONTH="


def own(daylight: str = LAST_SUNDAY + "3", start: str = "16010101T020000") -> ZoneText:
    """A zone of the file: +01:00, and +02:00 in summer."""
    return ZoneText(
        None,
        [
            Observance(False, "16010101T030000", "+0200", "+0100", [LAST_SUNDAY + "10"], []),
            Observance(True, start, "+0100", "+0200", [daylight], []),
        ],
    )


def hours(zone: Zone | None, wall: datetime) -> float | None:
    """How far the clock of the zone is ahead of UTC."""
    return (wall - zone.to_utc(wall)).total_seconds() / 3600 if zone else None


@pytest.mark.parametrize(
    "name",
    ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Asia/Kolkata"],
)
def test_a_column_of_times_goes_to_utc_as_each_of_them(name: str):
    """Every half hour around the changes of the clock, and the ends of the calendar."""
    zone = named_zone(name)
    assert zone is not None
    walls = [
        datetime(year, 1, 1) + timedelta(minutes=30 * step)
        for year in (1899, 1916, 2011, 2024, 2101)
        for step in range(0, 17_520, 7)
    ]
    walls += [datetime(2024, 3, 31) + timedelta(minutes=10 * step) for step in range(300)] + [
        datetime(1, 1, 5),
        datetime(9999, 12, 20),
    ]
    assert zone.all_to_utc(np.array(walls, dtype="M8[us]")).tolist() == [zone.to_utc(wall) for wall in walls]


def test_a_column_of_times_of_an_own_zone_goes_to_utc_as_each_of_them():
    """The same for a zone that only the file describes."""
    zone = own_zone(own())
    assert zone is not None
    walls = [datetime(2024, month, 25) + timedelta(minutes=30 * step) for month in (3, 10) for step in range(400)]
    assert zone.all_to_utc(np.array(walls, dtype="M8[us]")).tolist() == [zone.to_utc(wall) for wall in walls]


@pytest.mark.parametrize(
    ("tzid", "summer"),
    [
        ("Europe/Paris", 2),
        ("europe/paris", 2),
        ("America/New York", -4),
        ('"Romance Standard Time"', 2),
        ("Romance", 2),
        ("W. Europe Standard Time 1", 2),
        ("/freeassociation.sourceforge.net/Europe/Paris", 2),
        ("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris", 2),
        (r"(UTC+01:00) Bruxelles\, Copenhague\, Madrid\, Paris", 2),
        ("(GMT+01.00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna", 2),
        ("(UTC-05:00) Eastern Time (US & Canada)", -4),
        ("Pacific Time (US & Canada), Tijuana", -7),
        ("(UTC) Coordinated Universal Time", 0),
        ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", 1),
        ("tzone://Microsoft/Utc", 0),
        ("GMT+0530", 5.5),
        ("UTC-03:00", -3),
        ("+02:00", 2),
        ("Etc/GMT+5", -5),
        ("Nulle Part", None),
        ("tzone://Microsoft/Custom", None),
        ("localtime", None),
        ("(UTC+01:00)", 1),
    ],
)
def test_a_zone_is_found_under_the_names_that_programs_write(tzid: str, summer: float | None):
    """Of IANA and of Windows, shown or stored, with or without a vendor, by places or by an offset.

    Else nobody knows it.
    """
    assert hours(Zones({}).find(tzid), SUMMER) == summer


def test_a_zone_of_the_file_explains_a_word_but_not_an_iana_or_windows_name():
    """`EST` is what the file says.

    Europe/Paris and Romance Standard Time have the laws of every year, the file those of one.
    """
    text = own()
    zones, _ = zones_by_calendar([(1, "EST", text), (1, "America/New_York", text), (1, "Eastern Standard Time", text)])
    assert [hours(zones.find(tzid), WINTER) for tzid in ("EST", "America/New_York", "Eastern Standard Time")] == [
        1,
        -5,
        -5,
    ]


def test_two_calendars_of_one_file_may_mean_two_zones_by_one_name():
    """The second keeps its own, and knows the others of the file."""
    fixed = ZoneText(None, [Observance(False, "16010101T000000", "+0530", "+0530", [], [])])
    first, others = zones_by_calendar([(1, "Custom", own()), (1, "Other", own()), (9, "Custom", fixed)])
    assert [
        hours(first.find("Custom"), SUMMER),
        hours(others[9].find("Custom"), SUMMER),
        hours(others[9].find("Other"), SUMMER),
    ] == [2, 5.5, 2]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY",
        "BYMONTH=3",
        "FREQ=YEARLY;BYMONTH=15",
        "FREQ=YEARLY;BYHOUR=99",
        "FREQ=YEARLY;BYDAY=MO,TU,WE",
    ],
)
def test_a_zone_whose_rule_makes_no_sense_is_none(rule: str):
    """Its times stay local."""
    assert own_zone(own(rule)) is None


def test_a_zone_without_summer_is_one_offset():
    """Before, on and after its only change."""
    zone = own_zone(ZoneText(None, [Observance(False, "19700101T000000", "+0100", "+0100", [], [])]))
    assert [hours(zone, wall) for wall in (datetime(1950, 1, 1), WINTER, SUMMER)] == [1, 1, 1]
    assert hours(fixed_zone(timedelta(hours=-3)), SUMMER) == -3


@pytest.mark.parametrize("line", ["RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\n", "RDATE:20260329T020000\n"])
def test_a_zone_that_tells_more_than_any_place_has_had_is_none(line: str):
    """A hundred thousand rules are no zone: its times are local ones, as those of any zone that cannot be read."""
    assert own_zone(_told(line * 100)) is not None
    assert own_zone(_told(line * 10_000)) is None


def _told(lines: str) -> ZoneText:
    values = [line.partition(":")[2] for line in lines.splitlines()]
    rules, dates = (values, ()) if lines.startswith("RRULE") else ((), values)
    return ZoneText(None, [Observance(True, "19700329T020000", "+0100", "+0200", rules, dates)])
