"""Who is met, and on which days: the histories that make the demo's report worth reading.

Most ties have a rhythm drawn at random; a few are placed so that this very week they revive, cool, fall dormant, are
lost, or begin. A tie is placed with the arithmetic of docs/metrics.md: expected gap from the circle's default and the
tie's own gaps, cuts at 1.5, 3 and 8 of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, floor, log
from random import Random

from pipelines.demo.people import Person, in_address_book, known_since, person
from pipelines.weeks import last_sunday

MOST_PEOPLE_MET = 600
_YEARS = 3 * 365
_LATELY = 80  # days within which a tie has just begun: connected on the day of the first meeting
_COOLING, _DORMANT, _LOST = 1.5, 3.0, 8.0

# For each circle in the order of its people: what happens this week, or always. Ties without a line have a rhythm of
# their own.
_PLACED: dict[str, tuple[str, ...]] = {
    "Clients": ("often", "revived", "falls_dormant", "often", "cools", "new"),
    "Anciens Cotrelle": ("often", "falls_dormant", "once_strong", "is_lost"),
    "HEC Lille": ("revived", "once_strong", "cools"),
    "Rotary": ("often", "falls_dormant"),
    "Cercle des Dirigeantes": ("new",),
    "Amis": ("cools",),
}


@dataclass(frozen=True, slots=True)
class Tie:
    """Somebody the owner meets.

    days: of their meetings, the oldest first; is_placed: not to be met in company, so that the history stays as placed.
    """

    person: Person
    days: tuple[date, ...]
    is_placed: bool

    def is_alive(self, day: date) -> bool:
        """Whether the person may be met in company on that day."""
        return bool(self.days) and not self.is_placed and self.days[0] - timedelta(days=60) <= day <= self.days[-1]


def is_met(number: int, people: int) -> bool:
    """Whether person `number` takes part in the calendar: two in five, as far as a diary has room."""
    return number < min(people * 2 // 5, MOST_PEOPLE_MET)


def ties(seed: int, people: int, as_of: date) -> Iterator[Tie]:
    """The tie to each person met, in the order of their numbers."""
    week_end = last_sunday(as_of)
    seen: dict[str, int] = {}
    for number in range(people):
        if not is_met(number, people):
            return
        one = person(seed, number, as_of, True)
        place = seen[one.circle.label] = seen.get(one.circle.label, -1) + 1
        placed = _PLACED.get(one.circle.label, ())
        rng = Random(f"{seed}/tie/{number}")
        if place < len(placed):
            days = _placed_days(rng, placed[place], one.circle.gap_days, week_end)
            known = known_since(one, days[-1]) if placed[place] == "new" else one
            yield Tie(in_address_book(known), days, placed[place] != "often")
        else:
            days = _days_with_rhythm(rng, week_end)
            is_recent = (week_end - days[0]).days <= _LATELY
            yield Tie(known_since(one, days[0]) if is_recent else one, days, False)


def expected_gap(default_gap: float, gap: float, gaps: int) -> float:
    """The gap to expect, in days, of a tie whose `gaps` gaps were all of `gap` days."""
    return min(365.0, max(30.0, exp((3 * log(default_gap) + gaps * log(gap)) / (3 + gaps))))


def _placed_days(rng: Random, fate: str, default_gap: int, week_end: date) -> tuple[date, ...]:
    if fate == "new":
        return (week_end - timedelta(days=rng.randint(2, 5)),)
    if fate == "once_strong":
        return _every(rng, week_end - timedelta(days=rng.randint(430, 520)), 18, 12)
    if fate == "often":
        return _every(rng, week_end - timedelta(days=rng.randint(3, 12)), 30, 30)
    gap, count = 56, rng.randint(4, 7)
    usual = expected_gap(default_gap, gap, count - 1)
    if fate == "revived":
        earlier = _exactly_every(_working_day(week_end - timedelta(days=floor(4.5 * usual))), gap, count)
        return (*earlier, week_end - timedelta(days=rng.randint(3, 6)))
    cut = {"cools": _COOLING, "falls_dormant": _DORMANT, "is_lost": _LOST}[fate]
    return _exactly_every(_just_past(week_end, cut * usual), gap, count)


def _just_past(week_end: date, days: float) -> date:
    """A working day more than `days` before the end of the week and not more than that before the end of the week
    before.
    """
    candidates = [week_end - timedelta(days=floor(days) + more) for more in range(2, 6)]
    return next(day for day in candidates if day.weekday() < 5)


def _days_with_rhythm(rng: Random, week_end: date) -> tuple[date, ...]:
    kind = rng.random()
    if kind < 0.42:
        return _every(
            rng, week_end - timedelta(days=rng.randint(1, 40)), rng.choice((28, 35, 49, 63, 84)), rng.randint(4, 24)
        )
    if kind < 0.55:
        return _every(
            rng, week_end - timedelta(days=rng.randint(60, 130)), rng.choice((35, 49, 63)), rng.randint(3, 10)
        )
    if kind < 0.80:
        return _every(
            rng, week_end - timedelta(days=rng.randint(180, 420)), rng.choice((35, 49, 77)), rng.randint(2, 9)
        )
    if kind < 0.88:
        return _every(
            rng, week_end - timedelta(days=rng.randint(450, 800)), rng.choice((28, 42, 63)), rng.randint(2, 8)
        )
    if kind < 0.95:
        return _every(rng, week_end - timedelta(days=rng.randint(0, _LATELY - 12)), 12, 1)
    return (week_end - timedelta(days=rng.randint(20, 900)),)


def _every(rng: Random, last: date, gap: int, count: int) -> tuple[date, ...]:
    """Some `count` working days about `gap` days apart, as far back as the diary goes."""
    days, day = [], last
    for _ in range(count):
        if (last - day).days > _YEARS:
            break
        days.append(_working_day(day))
        day -= timedelta(days=max(5, round(gap * rng.uniform(0.6, 1.5))))
    return tuple(sorted(set(days)))


def _exactly_every(last: date, gap: int, count: int) -> tuple[date, ...]:
    return tuple(last - timedelta(days=gap * back) for back in reversed(range(count)))


def _working_day(day: date) -> date:
    """The day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
