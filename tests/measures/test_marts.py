"""The marts agree with the plain Python measures on networks made at random."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import duckdb
import polars as pl
import pytest

from tests.measures import measures
from tests.measures.measures import AlterTouch, Person, Touch, World
from tests.warehouse.mart.network import SUNDAY, Network, days_ago, lay, make, marts

CLOSE = 1e-9
CIRCLES = {
    "famille": (90, True),
    "amis": (60, True),
    "rotary": (60, False),
    "clients": (60, False),
    "autres": (120, False),
}
KINDS = ("meeting", "lunch", "call", "message")
HOW = {"meeting": "calendar", "lunch": "title", "call": "log", "message": "messages"}
PLAN = {"start_date": SUNDAY - timedelta(days=70), "deadline": SUNDAY + timedelta(days=100), "target_people": 5}
WEEKS = [SUNDAY - timedelta(days=7 * number) for number in (0, 1, 9, 26)]


def random_world(seed: int) -> World:
    """Up to 40 contacts, touches in bursts over five years, some ties formed lately, some people without a circle."""
    rng = random.Random(seed)
    people, touches = [], []
    for number in range(rng.choice([1, 2, 8, 40])):
        circles = tuple(rng.sample(sorted(CIRCLES), rng.choice([0, 1, 1, 2, 3])))
        ages = [
            rng.randrange(0, rng.choice([20, 300, 1800])) + step
            for _ in range(rng.choice([0, 1, 2, 6]))
            for step in range(0, rng.choice([1, 4, 9]), 2)
        ]
        formed = rng.choice([None, days_ago(max(ages, default=rng.randrange(0, 400)))])
        people.append(Person(f"p{number:02}", formed, circles, rng.choice([None, "energy", "law"])))
        touches += [
            Touch(f"p{number:02}", days_ago(age), rng.choice([0.125, 0.5, 2.25]), rng.choice(KINDS)) for age in ages
        ]
    names = [person.person_id for person in people]
    pairs = [frozenset(rng.sample(names, 2)) for _ in range(rng.randrange(0, 2 * len(names)))] if len(names) > 1 else []
    alter_touches = [
        AlterTouch(pair, days_ago(rng.randrange(0, 900)), rng.choice([0.25, 1.0]))
        for pair in pairs
        for _ in range(rng.choice([1, 2]))
    ]
    gaps = {circle: gap for circle, (gap, _) in CIRCLES.items()}
    return World(
        tuple(people),
        tuple(touches),
        tuple(alter_touches),
        gaps,
        frozenset(c for c, (_, first) in CIRCLES.items() if first),
    )


def network_of(world: World) -> Network:
    network = Network().add("raw.plan", **PLAN).add("raw.plan_targets", axis="sector", value="energy")
    for circle, (gap, is_first) in CIRCLES.items():
        network.circle(circle, default_gap_days=gap, is_first_circle=is_first)
    for person in world.people:
        precision = "by" if person.formed is None else "exact"
        network.person(
            person.person_id,
            person.circles,
            sector=person.sector,
            formed_date=person.formed or SUNDAY,
            formed_precision=precision,
        )
    for number, touch in enumerate(world.touches):
        network.add(
            "core.interactions",
            person_id=touch.person_id,
            interaction_id=f"e{number}",
            event_id=f"e{number}" if touch.kind in ("meeting", "lunch") else None,
            source=HOW[touch.kind],
            occasion=touch.kind,
            interaction_date=touch.day,
            weight=touch.weight,
        )
    for number, tie in enumerate(world.alter_touches):
        first, second = sorted(tie.people)
        network.add(
            "core.alter_ties",
            person_a=first,
            person_b=second,
            event_id=f"t{number}",
            interaction_date=tie.day,
            weight=tie.weight,
        )
    return network


Built = tuple[World, dict[str, pl.DataFrame]]


@pytest.fixture(scope="module", params=range(12))
def built(request: pytest.FixtureRequest) -> Built:
    world = random_world(request.param)
    with duckdb.connect() as connection:
        lay(connection, network_of(world))
        for model in marts():
            make(connection, model)
        return world, {model.name.removeprefix("mart."): connection.sql(f"from {model.name}").pl() for model in marts()}


def same(found: float | None, expected: float | None) -> bool:
    return (
        found == expected
        if found is None or expected is None
        else abs(found - expected) <= CLOSE * max(1, abs(expected))
    )


def test_ties_agree(built: Built) -> None:
    """Strength, peak, number of encounters, expected gap, overdue ratio and state of each contact, week by week."""
    world, tables = built
    for day in WEEKS:
        held = {
            row["person_id"]: row for row in tables["tie_weeks"].filter(pl.col("week_end") == day).iter_rows(named=True)
        }
        for person in measures.known(world, day):
            touches = measures.touches_of(world, person, day)
            if not touches and day < measures.week_before(SUNDAY):
                assert person.person_id not in held
                continue
            row = held.pop(person.person_id)
            met = measures.encounters(touch.day for touch in touches)
            assert same(row["strength"], measures.decayed(touches, day))
            assert same(row["peak_strength"], measures.peak(touches))
            assert row["encounters"] == len(met)
            assert same(row["expected_gap_days"], measures.expected_gap(world, person, met) if met else None)
            assert same(row["overdue_ratio"], measures.overdue(world, person, day))
            assert row["state"] == measures.state(world, person, day)
        assert not held


def test_states_agree(built: Built) -> None:
    """The number of contacts in each state, never met included, in old weeks as in new ones."""
    world, tables = built
    for day in WEEKS:
        counted = Counter(measures.state(world, person, day) for person in measures.known(world, day))
        held = dict(tables["state_weeks"].filter(pl.col("week_end") == day).select("state", "n").iter_rows())
        assert held == {name: counted[name] for name in ("active", "cooling", "dormant", "lost", "never_met")}


def test_transitions_agree(built: Built) -> None:
    """The matrix of moves between the states of two weeks, ties not yet formed being absent."""
    world, tables = built
    for day in WEEKS[:3]:
        before = measures.week_before(day)
        earlier = {person.person_id for person in measures.known(world, before)}
        moves = Counter(
            (
                measures.state(world, person, before) if person.person_id in earlier else "absent",
                measures.state(world, person, day),
            )
            for person in measures.known(world, day)
        )
        rows = (
            tables["transition_weeks"]
            .filter(pl.col("week_end") == day)
            .select("from_state", "to_state", "n")
            .iter_rows()
        )
        assert {(old, new): n for old, new, n in rows} == dict(moves)


@pytest.mark.parametrize("population", ["active", "known"])
def test_effective_numbers_agree(built: Built, population: str) -> None:
    """d1 of the circles and its closed-form interval, among active ties and among all known."""
    world, tables = built
    for day in WEEKS:
        people = measures.active(world, day) if population == "active" else measures.known(world, day)
        row = tables["diversity_weeks"].row(
            by_predicate=(pl.col("week_end") == day)
            & (pl.col("population") == population)
            & (pl.col("axis") == "circle"),
            named=True,
        )
        expected = measures.effective_number(people) or (None, None, None)
        assert all(same(row[name], value) for name, value in zip(("d1", "low90", "high90"), expected, strict=True))
        assert row["n"] == len(people)


def test_first_circle_agrees(built: Built) -> None:
    """E–I by people and by attention, fractional, over active and cooling ties."""
    world, tables = built
    for day in WEEKS:
        people = measures.active(world, day)
        strengths = [measures.decayed(measures.touches_of(world, person, day), day) for person in people]
        row = tables["first_circle_weeks"].row(by_predicate=pl.col("week_end") == day, named=True)
        assert same(row["ei_people"], measures.external_internal(world, people, [1.0] * len(people)))
        assert same(row["ei_attention"], measures.external_internal(world, people, strengths))


def test_structure_agrees(built: Built) -> None:
    """Size, effective size, constraint and hierarchy, computed over the full matrix."""
    world, tables = built
    for day in WEEKS:
        row = tables["structure_weeks"].row(by_predicate=pl.col("week_end") == day, named=True)
        size, effective, constraint, hierarchy = measures.structure(world, day)
        assert row["size"] == size
        assert same(row["effective_size"], effective)
        assert same(row["constraint"], constraint)
        assert same(row["hierarchy"], hierarchy)


def test_the_plan_agrees(built: Built) -> None:
    """People of the sector met since its start, pace and what is required; first meetings of the week."""
    world, tables = built
    fitting = {person.person_id for person in world.people if person.sector == "energy"}
    for day in WEEKS:
        row = tables["plan_progress"].row(by_predicate=pl.col("week_end") == day, named=True)
        reached = len(measures.met(world, PLAN["start_date"], day) & fitting)
        pace, required = measures.pace(reached, PLAN["target_people"], PLAN["start_date"], PLAN["deadline"], day)
        assert row["matching_met"] == reached
        assert same(row["pace"], pace)
        assert same(row["required_per_week"], required)
        metrics = tables["reach_weeks"].filter(pl.col("week_end") == day, pl.col("metric") == "first_meetings")
        assert metrics["value"].item() == measures.first_meetings(world, day)


def test_clustering_agrees(built: Built) -> None:
    """Acquaintances who know each other, by the pairs seen together up to each week."""
    world, tables = built
    for day in WEEKS:
        held = tables["brokerage"].filter(pl.col("week_end") == day)
        assert set(held["person_id"]) == {
            name for touch in world.alter_touches if touch.day <= day for name in touch.people
        }
        for name, value in held.select("person_id", "clustering").iter_rows():
            assert same(value, measures.clustering(world, name, day))
