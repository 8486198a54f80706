"""Recurrence rules: the times they fall on, beside dateutil, and what is refused."""

from __future__ import annotations

import random
from datetime import datetime
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr

from connectors.ics.rule_texts import WEEKDAYS, read_rule, rule_parts
from connectors.ics.rules import TooOftenError

FIRST, LAST = datetime(2022, 3, 1), datetime(2024, 9, 1)


def times(text: str, start: datetime, first: datetime = FIRST, last: datetime = LAST) -> list[datetime]:
    """The times of a rule as written."""
    return list(read_rule(rule_parts(text), start, None).times(first, last).tolist())


def made_up_rule(rng: random.Random) -> str:
    """A rule of one to six parts, of those that dateutil reads as the standard has them.

    None that never falls, which it follows to the year 9999.
    """
    frequency = rng.choice(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"])
    parts = [f"FREQ={frequency}", f"WKST={rng.choice(WEEKDAYS)}"]
    in_months = frequency in ("YEARLY", "MONTHLY")
    number = rng.choice(["1", "2", "-1", "-2", "5"]) if in_months and rng.random() < 0.6 else ""
    choices = {
        "INTERVAL": (0.4, [2, 3, 5, 13], 1),
        "COUNT": (0.3, [1, 5, 20, 200], 1),
        "BYMONTH": (0.3, range(1, 13), 3),
        "BYMONTHDAY": (0.25 if in_months else 0, [1, 2, 13, 28, 29, 30, 31, -1, -2, -31], 3),
        "BYYEARDAY": (0.1 if frequency == "YEARLY" else 0, [1, 100, 200, 365, 366, -1, -100], 2),
        "BYDAY": (0.4, [number + day for day in WEEKDAYS], 3),
        "BYHOUR": (0 if frequency == "HOURLY" else 0.15, range(24), 2),
        "BYMINUTE": (0.15, range(60), 2),
        "BYSETPOS": (0.2 if in_months else 0, [1, 2, 3, -1, -2], 2),
    }
    for name, (share, values, most) in choices.items():
        if rng.random() < share:
            parts.append(f"{name}={','.join(str(value) for value in rng.sample(list(values), rng.randint(1, most)))}")
    return ";".join(parts)


@pytest.mark.parametrize("seed", range(60))
def test_a_rule_falls_on_the_times_that_dateutil_gives(seed: int):
    """Made-up rules of every frequency, with weekdays, positions and counts. A BYSETPOS needs a part to choose from."""
    rng = random.Random(seed)
    rule = made_up_rule(rng)
    start = datetime(
        rng.randrange(2019, 2024), rng.randrange(1, 13), rng.randrange(1, 29), rng.randrange(24), rng.choice([0, 30])
    )
    theirs = takewhile(
        lambda time: time <= LAST,
        rrulestr(f"{rule};UNTIL=20300101T000000" if "COUNT" not in rule else rule, dtstart=start),
    )
    assert times(rule, start) == [time for time in theirs if time >= FIRST]


def test_a_week_belongs_to_the_year_with_four_of_its_days():
    """Week 53 of 2026 begins on 28 December; 2022 has no week 53. Weeks that begin on Sunday have other numbers."""
    rule = "FREQ=YEARLY;BYWEEKNO={};BYDAY={};WKST={}"
    start, last = datetime(2020, 1, 1, 9), datetime(2027, 1, 31)
    assert times(rule.format(53, "MO", "MO"), start, start, last) == [
        datetime(2020, 12, 28, 9),
        datetime(2026, 12, 28, 9),
    ]
    assert times(rule.format(-1, "SU", "MO"), start, datetime(2022, 6, 1), last)[0] == datetime(2023, 1, 1, 9)
    assert times(rule.format(1, "SA", "SU"), start, datetime(2022, 1, 1), last)[0] == datetime(2022, 1, 8, 9)


def test_weekdays_with_and_without_a_number_are_all_meant():
    """Every Monday, and the last Friday of the month."""
    found = times("FREQ=MONTHLY;BYDAY=MO,-1FR", datetime(2024, 7, 1), datetime(2024, 7, 1), datetime(2024, 7, 31))
    assert [time.day for time in found] == [1, 8, 15, 22, 26, 29]


def test_a_position_is_one_of_the_whole_first_period():
    """The second of Monday, Wednesday and Friday of each week is Wednesday, though the series begins on it."""
    found = times("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2", datetime(2024, 7, 3), last=datetime(2024, 7, 31))
    assert [time.day for time in found] == [3, 10, 17, 24, 31]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;BYHOUR=24",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=WEEKLY;BYDAY=LU",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=x",
    ],
)
def test_a_rule_with_a_value_that_cannot_be_is_no_rule(rule: str):
    """A thirteenth month, a zeroth day."""
    with pytest.raises(ValueError):  # noqa: PT011  # the caller's sentence is the same for all
        read_rule(rule_parts(rule), FIRST, None)


def test_a_rule_of_a_thousand_times_a_day_is_refused_before_it_is_worked_out():
    """More than MOST_TIMES between the ends of the window."""
    minutes = ",".join(map(str, range(60)))
    with pytest.raises(TooOftenError):
        times(f"FREQ=HOURLY;BYMINUTE={minutes}", datetime(2022, 1, 1))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYSETPOS=2",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=HOURLY;BYMONTH=1;BYWEEKNO=20",
        "FREQ=DAILY;INTERVAL=999999999",
    ],
)
def test_a_rule_that_never_falls_has_no_times(rule: str):
    """It is found out within the window, not in the year 9999."""
    assert times(rule, datetime(2022, 1, 1)) == []


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("D2 #3", ["07-01", "07-03", "07-05"]),
        ("D1 20240703T000000", ["07-01", "07-02"]),
        ("D1", ["07-01", "07-02"]),
        ("W2 MO TH #3", ["07-01", "07-04", "07-15"]),
        ("MP1 1+ MO 2- TH #4", ["07-01", "07-18", "08-05", "08-22"]),
        ("MD1 2 15- LD #3", ["07-02", "07-17", "07-31"]),
        ("YM1 7 8 #2", ["07-01", "08-01"]),
        ("YD1 200 #1", ["07-18"]),
        ("D1 #0", [f"07-{day:02}" for day in range(1, 11)]),
    ],
)
def test_a_rule_of_vcalendar_1_0_is_understood(rule: str, days: list[str]):
    """Letters, interval, numbers and weekdays, then how often or until when: twice when it does not say."""
    last = datetime(2024, 7, 10, 23) if rule == "D1 #0" else datetime(2024, 12, 31)
    parts = rule_parts(rule)
    until = datetime(2024, 7, 3) if "UNTIL" in parts else None
    found = read_rule(parts, datetime(2024, 7, 1, 9), until).times(datetime(2024, 1, 1), last).tolist()
    assert [f"{time:%m-%d}" for time in found] == days


@pytest.mark.parametrize("rule", ["M5 #3", "YM1 1 MD1 7 #3", "W1 MO 1200 #3"])
def test_a_rule_within_a_rule_or_by_the_minute_is_no_rule(rule: str):
    """Each has words that are left over."""
    assert "FREQ" not in rule_parts(rule)
