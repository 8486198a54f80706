"""The measures once more, in plain Python straight from their definitions: no SQL, no frames, no running values.

Slow and simple on purpose; the marts are compared with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from math import exp, log, sqrt
from statistics import median


@dataclass(frozen=True)
class Person:
    """A contact.

    formed: the exact day of the tie, None when only an upper bound is known; circles: ids, each weighing 1/k.
    """

    person_id: str
    formed: date | None
    circles: tuple[str, ...] = ()
    sector: str | None = None


@dataclass(frozen=True)
class Touch:
    """An interaction with a contact. kind: what it was; of a message or a call nobody is met."""

    person_id: str
    day: date
    weight: float
    kind: str = "meeting"


@dataclass(frozen=True)
class AlterTouch:
    """Two contacts seen together."""

    people: frozenset[str]
    day: date
    weight: float


@dataclass(frozen=True)
class World:
    """All that is known. gaps and first: default gap and first-circle mark of each circle."""

    people: tuple[Person, ...]
    touches: tuple[Touch, ...]
    alter_touches: tuple[AlterTouch, ...] = ()
    gaps: Mapping[str, int] = field(default_factory=dict)
    first: frozenset[str] = frozenset()


HALF_LIFE, THRESHOLD = 180, 4


def known(world: World, day: date) -> list[Person]:
    return [person for person in world.people if person.formed is None or person.formed <= day]


def decayed(touches: Iterable[Touch] | Iterable[AlterTouch], day: date) -> float:
    return sum(touch.weight * 2 ** (-(day - touch.day).days / HALF_LIFE) for touch in touches if touch.day <= day)


def touches_of(world: World, person: Person, day: date) -> list[Touch]:
    return [touch for touch in world.touches if touch.person_id == person.person_id and touch.day <= day]


def peak(touches: list[Touch]) -> float:
    return max((decayed(touches, touch.day) for touch in touches), default=0.0)


def encounters(days: Iterable[date]) -> list[tuple[date, date]]:
    """(first day, last day) of each: days at most three apart are one."""
    found: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if found and (day - found[-1][1]).days <= 3:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def expected_gap(world: World, person: Person, met: list[tuple[date, date]]) -> float:
    default = min((world.gaps[circle] for circle in person.circles), default=120)
    gaps = [(later[0] - earlier[1]).days for earlier, later in pairwise(met)]
    value = exp((3 * log(default) + len(gaps) * log(median(gaps))) / (3 + len(gaps))) if gaps else default
    return min(max(value, 30), 365)


def overdue(world: World, person: Person, day: date) -> float | None:
    met = encounters(touch.day for touch in touches_of(world, person, day))
    return (day - met[-1][1]).days / expected_gap(world, person, met) if met else None


def state(world: World, person: Person, day: date) -> str:
    ratio = overdue(world, person, day)
    if ratio is None:
        return "never_met"
    for name, cut in (("active", 1.5), ("cooling", 3), ("dormant", 8)):
        if ratio <= cut + 1e-9:
            return name
    return "lost"


def active(world: World, day: date) -> list[Person]:
    return [person for person in known(world, day) if state(world, person, day) in {"active", "cooling"}]


def shares(people: Iterable[Person]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for person in people:
        for circle in person.circles:
            weights[circle] = weights.get(circle, 0) + 1 / len(person.circles)
    total = sum(weights.values())
    return {circle: weight / total for circle, weight in weights.items()}


def effective_number(people: list[Person]) -> tuple[float, float, float] | None:
    """d1 and its 90 % interval; None when nobody has a circle."""
    p = list(shares(people).values())
    if not p:
        return None
    n = sum(1 for person in people if person.circles)
    entropy = -sum(x * log(x) for x in p)
    centre = entropy + (len(p) - 1) / (2 * n)
    spread = 1.645 * sqrt(sum(x * (log(x) + entropy) ** 2 for x in p) / n)
    return exp(entropy), exp(centre - spread), exp(centre + spread)


def external_internal(world: World, people: list[Person], weights: list[float]) -> float | None:
    within = beyond = 0.0
    for person, weight in zip(people, weights, strict=True):
        for circle in person.circles:
            share = weight / len(person.circles)
            within, beyond = (within + share, beyond) if circle in world.first else (within, beyond + share)
    return (beyond - within) / (beyond + within) if beyond + within else None


def alter_weights(world: World, names: list[str], day: date) -> dict[frozenset[str], float]:
    pairs = {touch.people for touch in world.alter_touches if touch.day <= day and touch.people <= set(names)}
    return {pair: decayed([touch for touch in world.alter_touches if touch.people == pair], day) for pair in pairs}


def structure(world: World, day: date) -> tuple[int, float | None, float | None, float | None]:
    """size, effective size, constraint, hierarchy (Burt), over the full matrix of the owner and the alters."""
    strength = {person.person_id: decayed(touches_of(world, person, day), day) for person in known(world, day)}
    alters = sorted(name for name, value in strength.items() if value > 0)
    if not alters:
        return 0, None, None, None
    ties = alter_weights(world, alters, day)
    weight = {(a, b): ties.get(frozenset((a, b)), 0.0) for a in alters for b in alters if a != b}
    weight |= {("", a): strength[a] for a in alters} | {(a, ""): strength[a] for a in alters}
    everyone = ["", *alters]
    total = {a: sum(weight[a, b] for b in everyone if b != a) for a in everyone}
    p = {pair: value / total[pair[0]] for pair, value in weight.items()}
    parts = [(p["", j] + sum(p["", q] * p[q, j] for q in alters if q != j)) ** 2 for j in alters]
    n, whole = len(alters), sum(parts)
    ratios = [part / (whole / n) for part in parts]
    hierarchy = sum(ratio * log(ratio) for ratio in ratios) / (n * log(n)) if n > 1 else None
    return n, n - 2 * len(ties) / n, whole, hierarchy


def met(world: World, first: date, last: date) -> set[str]:
    """Everybody met from one day to the other: a message or a call, logged ones too, is no meeting."""
    return {
        touch.person_id
        for touch in world.touches
        if touch.kind not in {"message", "call"} and first <= touch.day <= last
    }


def first_meetings(world: World, day: date) -> int:
    """People met for the first time in the week that ends on the day."""
    earlier = met(world, date.min, week_before(day))
    return len(met(world, week_before(day) + timedelta(days=1), day) - earlier)


def pace(reached: int, target: int, start: date, deadline: date, day: date) -> tuple[float | None, float | None]:
    """Pace of a plan, null until it has started, and people required a week, null when its time is over."""
    elapsed = (day - start).days / (deadline - start).days
    weeks_left = (deadline - day).days / 7
    return (
        reached / target / elapsed if elapsed > 0 else None,
        max(target - reached, 0) / weeks_left if weeks_left > 0 else None,
    )


def clustering(world: World, name: str, day: date) -> float:
    """Share of the pairs of somebody's acquaintances who were seen together themselves by that day."""
    pairs = {touch.people for touch in world.alter_touches if touch.day <= day}
    around = sorted({other for pair in pairs if name in pair for other in pair} - {name})
    possible = [frozenset((a, b)) for place, a in enumerate(around) for b in around[place + 1 :]]
    return sum(pair in pairs for pair in possible) / len(possible) if possible else 0.0


def week_before(day: date) -> date:
    return day - timedelta(days=7)
