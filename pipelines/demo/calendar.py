"""The executive's diary over three years and two months to come.

Meetings of two, series, evenings of a circle, and what is no meeting at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from pipelines.demo import gatherings
from pipelines.demo.events import Event, Guest
from pipelines.demo.people import Person
from pipelines.demo.ties import Tie

_HOURS = {
    "Petit": (8, 0, 60), "Déj": (12, 30, 90), "Lunch": (12, 30, 90), "Brunch": (11, 30, 120), "Dîner": (20, 0, 150),
    "Apéro": (19, 0, 90),
    "Verre": (18, 30, 75), "Café": (9, 0, 45), "RDV": (14, 0, 60), "Visio": (16, 0, 45), "1:1": (11, 0, 30),
    "Point": (10, 0, 45),
}  # fmt: skip
_PLACES = (
    "",
    "",
    "",
    "Le Tournebise, Lille",
    "Chez Épinard",
    "Siège Brevanne",
    "Café du Beffroi",
    "12 quai du Wault; Lille",
)


def calendar(seed: int, ties: Sequence[Tie], strangers: Sequence[Person], as_of: date) -> Iterator[Event]:
    """Every event, in no order that matters. strangers: people who stand in no address book."""
    for tie in ties:
        yield from _meetings(seed, tie, as_of)
    yield from gatherings.series(seed, ties, as_of)
    yield from gatherings.evenings(seed, ties, strangers, as_of)
    yield from gatherings.odds_and_ends(seed, ties, strangers, as_of)


def _meetings(seed: int, tie: Tie, as_of: date) -> Iterator[Event]:
    """The meetings of two, and for some of those met lately one in the weeks to come."""
    rng = Random(f"{seed}/meetings/{tie.person.number}")
    for day in tie.days:
        yield meeting(rng, tie.person, day, is_certain=tie.is_placed)
    is_recent = bool(tie.days) and (as_of - tie.days[-1]).days < 60
    if is_recent and not tie.is_placed and rng.random() < 0.3:
        yield meeting(
            rng, tie.person, gatherings.working_day(as_of + timedelta(days=rng.randint(2, 55))), is_certain=False
        )


def meeting(rng: Random, one: Person, day: date, is_certain: bool) -> Event:
    """A meeting of two on that day.

    is_certain: with an invitation that was accepted; else people are also named in the title alone, or answer late.
    """
    pattern = rng.choice(one.circle.occasions)
    hour, minute, minutes = next(times for word, times in _HOURS.items() if pattern.startswith(word))
    summary = pattern.format(name=one.name, family=one.family)
    start = datetime.combine(day, time(hour, minute)) + timedelta(minutes=15 * rng.randint(0, 2))
    uid = str(UUID(int=rng.getrandbits(128), version=4)).upper()
    place = rng.choice(_PLACES)
    is_named_only = not one.is_namesake and rng.random() < 0.2 and "{name}" in pattern
    if is_named_only and not is_certain:
        return Event(uid, start, minutes, summary, location=place)
    answer = "ACCEPTED" if is_certain else rng.choices(("ACCEPTED", "NEEDS-ACTION", "TENTATIVE"), (85, 11, 4))[0]
    address = one.personal_email if one.personal_email and one.circle.kind in ("family", "friends") else one.work_email
    guest = Guest(address, _as_calendars_write(rng, one), answer)
    return Event(uid, start, minutes, summary, (guest,), guest if rng.random() < 0.3 else None, location=place)


def _as_calendars_write(rng: Random, one: Person) -> str:
    return rng.choices(
        (one.name, f"{one.family.upper()} {one.given}", "", f"{one.family}, {one.given}"), (70, 12, 12, 6)
    )[0]
