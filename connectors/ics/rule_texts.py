"""RRULE values as written, those of vCalendar 1.0 (`W1 MO TH #10`) included → rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from connectors.ics.rules import Rule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

# The greatest number each may have; below zero the same counts from the end where the standard allows it.
RANGES = {
    "BYMONTH": 12,
    "BYMONTHDAY": 31,
    "BYYEARDAY": 366,
    "BYWEEKNO": 53,
    "BYSETPOS": 366,
    "BYHOUR": 23,
    "BYMINUTE": 59,
    "BYSECOND": 60,
}
FROM_ZERO = ("BYHOUR", "BYMINUTE", "BYSECOND")
FROM_THE_END = ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")

LONGEST_INTERVAL = 10**9  # beyond any calendar, in whatever period

NUMBERED_DAY = re.compile(r"([+-]?\d{0,3})\s*(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)


# vCalendar 1.0 §Basic and Extended Recurrence Rule Grammar: the letters, and the parts that the numbers after them are
# of.
OLD_RULE = re.compile(r"(YM|YD|MP|MD|D|W)([0-9]{1,4})((?:\s+[^\s]+)*)\s*", re.ASCII)
OLD_FREQUENCIES = {"D": "DAILY", "W": "WEEKLY", "MP": "MONTHLY", "MD": "MONTHLY", "YM": "YEARLY", "YD": "YEARLY"}
OLD_NUMBERS = {"MD": "BYMONTHDAY", "YM": "BYMONTH", "YD": "BYYEARDAY"}
OLD_NUMBER, OLD_END = re.compile(r"([0-9]{1,3})([+-]?)", re.ASCII), re.compile(r"[0-9]{8}(T[0-9]{6}Z?)?", re.ASCII)


def rule_parts(text: str) -> dict[str, str]:
    """NAME → VALUE of a rule, in upper case. Some writers escape its semicolons and commas."""
    if old := OLD_RULE.fullmatch(text.strip().upper()):
        return _old_parts(old[1], old[2], old[3].split())
    return {
        name: value.strip()
        for name, value in re.findall(r"(?<![A-Z-])([A-Z-]+)\s*=\s*([^;]*)", text.upper().replace("\\", ""))
    }


def _old_parts(letters: str, interval: str, words: Sequence[str]) -> dict[str, str]:
    """The same as a rule of today; empty when a word is none of this grammar, as in rules within rules.

    Without an end it happens twice.
    """
    parts = {"FREQ": OLD_FREQUENCIES[letters], "INTERVAL": interval, "COUNT": "2"}
    numbers: list[str] = []
    days: list[str] = []
    is_after_day = False
    for word in words:
        number = OLD_NUMBER.fullmatch("1-" if word == "LD" else word)
        if word.startswith("#") and word[1:].isdecimal():
            parts["COUNT"] = word[1:] if int(word[1:]) else ""
        elif OLD_END.fullmatch(word):
            parts |= {"UNTIL": word, "COUNT": ""}
        elif word in WEEKDAYS:
            days += [number + word for number in numbers] if letters == "MP" else [word]
            is_after_day = True
        elif number:
            numbers = [] if is_after_day else numbers
            numbers.append(("-" if number[2] == "-" else "") + number[1])
            is_after_day = False
        else:
            return {}
    if letters in OLD_NUMBERS and numbers:
        parts[OLD_NUMBERS[letters]] = ",".join(numbers)
    return {**parts, "BYDAY": ",".join(days)} if days else parts


GREGORIAN = "GREGORIAN"
SHORTEST_MONTH = 28


def with_skip(parts: Mapping[str, str], start: datetime) -> tuple[dict[str, str], bool]:
    """The rule with what SKIP asks for said by other parts (RFC 7529), and whether all of it could be said.

    A day that a month lacks is left out without SKIP, becomes the last day before with BACKWARD, the next with FORWARD.
    """
    skip, frequency = parts.get("SKIP", "OMIT"), parts.get("FREQ")
    days = parts.get("BYMONTHDAY") or str(start.day)
    months = parts.get("BYMONTH") or str(start.month)
    is_plain = not any(parts.get(name) for name in ("BYDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO")) and days.isdecimal()
    if skip not in ("BACKWARD", "FORWARD") or frequency not in ("MONTHLY", "YEARLY"):
        return dict(parts), True
    if is_plain and int(days) <= SHORTEST_MONTH:
        return dict(parts), True
    if is_plain and skip == "BACKWARD":
        every = ",".join(str(day) for day in range(SHORTEST_MONTH, int(days) + 1))
        of_year = {"BYMONTH": months} if frequency == "YEARLY" else {}
        return {**parts, **of_year, "BYMONTHDAY": every, "BYSETPOS": "-1"}, True
    if is_plain and frequency == "YEARLY" and (months, days) == ("2", "29"):
        # 29 February, and 1 March where there is none, are both the sixtieth day of their year
        rest = {name: value for name, value in parts.items() if name not in ("BYMONTH", "BYMONTHDAY")}
        return {**rest, "BYYEARDAY": "60"}, True
    return dict(parts), False


def read_rule(parts: Mapping[str, str], start: datetime, until: datetime | None) -> Rule:
    """The rule of these parts. start, until: on the clock of the series. Raises ValueError on what is no rule."""
    frequency = parts["FREQ"]
    interval = min(int(parts.get("INTERVAL") or 1), LONGEST_INTERVAL)
    if interval < 1:
        raise ValueError("an interval below 1")
    by = {name: _numbers(name, parts[name]) for name in RANGES if parts.get(name)}
    weekdays = [_weekday(text, frequency) for text in parts.get("BYDAY", "").split(",") if text.strip()]
    if not weekdays and not by.keys() & {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY"}:
        if frequency == "YEARLY":
            by.setdefault("BYMONTH", [start.month])
        if frequency in ("YEARLY", "MONTHLY"):
            by["BYMONTHDAY"] = [start.day]
        if frequency == "WEEKLY":
            weekdays = [(0, start.weekday())]
    count = int(parts["COUNT"]) if parts.get("COUNT") else -1  # some write COUNT=-1 for an endless series
    week_start = WEEKDAYS.index(parts["WKST"]) if parts.get("WKST") in WEEKDAYS else 0
    return Rule(frequency, start, interval, count if count >= 0 else None, until, week_start, by, weekdays)


def _numbers(name: str, text: str) -> list[int]:
    numbers = [int(part) for part in text.split(",") if part.strip()]
    for number in numbers:
        lowest = 0 if name in FROM_ZERO else 1
        if not lowest <= (abs(number) if name in FROM_THE_END else number) <= RANGES[name]:
            raise ValueError(f"{name} out of range")
    return [min(number, 59) for number in numbers] if name == "BYSECOND" else numbers  # 60: a leap second


def _weekday(text: str, frequency: str) -> tuple[int, int]:
    """Its number counts in months and years only, and is passed over elsewhere."""
    found = NUMBERED_DAY.fullmatch(text.strip())
    if found is None:
        raise ValueError("no weekday")
    number = int(found[1]) if found[1].strip("+-") else 0
    return number if frequency in ("YEARLY", "MONTHLY") else 0, WEEKDAYS.index(found[2])
