"""The facts of the report, as frozen values: what the pages show and report.json holds.

report.schema.json is made from them (`schema`), so that neither can say what the other does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, StringConstraints, TypeAdapter

SCHEMA_VERSION: Literal[1] = 1

State = Literal["active", "cooling", "dormant", "lost", "never_met"]
Withheld = Literal["no_calendar", "old_calendar", "no_own_address"]
Week = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-W[0-9]{2}$")]

_STRICT = ConfigDict(extra="forbid", use_attribute_docstrings=True)


@dataclass(frozen=True, slots=True)
class Calendar:
    """May changes of state be stated."""

    __pydantic_config__ = _STRICT

    is_withheld: bool
    reason: Withheld | None
    data_through: date | None
    """last day the calendar speaks of"""
    age_days: int | None
    """days from it to week_end"""


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline figure or measure of reach."""

    __pydantic_config__ = _STRICT

    value: float | None
    previous: float | None
    """a week earlier"""
    change: Literal["up", "down", "stable"] | None
    """null when nothing may be said of the change"""
    numerator: float | None
    denominator: float | None
    coverage: float | None
    """numerator / denominator"""
    note: str | None
    """why there is no value"""


@dataclass(frozen=True, slots=True)
class Mean:
    """One of the plan's means."""

    __pydantic_config__ = _STRICT

    mean: str
    planned: float | None
    """a week"""
    done: float | None
    """this week"""
    mean_8_weeks: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan and its pace."""

    __pydantic_config__ = _STRICT

    has_plan: bool
    statement: str | None
    start_date: date | None
    deadline: date | None
    target_people: int | None
    matching_met: int | None
    """people who fit the plan in full, met since its start"""
    elapsed_share: float | None
    progress_share: float | None
    pace: float | None
    """progress_share / elapsed_share"""
    pace_class: Literal["late", "on_time", "ahead"] | None
    required_per_week: float | None
    """people a week until the deadline"""
    streak_weeks: int | None
    occasions_this_week: int | None
    occasions_beyond_first_circle: int | None
    means: Sequence[Mean]
    """one per mean of the plan"""


@dataclass(frozen=True, slots=True)
class OccasionWeek:
    """Meals and events of one week."""

    __pydantic_config__ = _STRICT

    week_end: date
    meals: int
    events: int


@dataclass(frozen=True, slots=True)
class Occasion:
    """One kind of meal or event in the week."""

    __pydantic_config__ = _STRICT

    occasion: str
    n: int
    n_beyond_first_circle: int | None


@dataclass(frozen=True, slots=True)
class TargetCell:
    """One of the plan's targets, or two crossed."""

    __pydantic_config__ = _STRICT

    row_axis: str
    row_value: str
    column_axis: str | None
    """any when the row is not crossed"""
    column_value: str | None
    people: int
    reachable_people: int
    active_people: int


@dataclass(frozen=True, slots=True)
class Reconnect:
    """Somebody to call."""

    __pydantic_config__ = _STRICT

    rank: int
    """by score"""
    shown_rank: int
    """in the list: who fits the plan in full first"""
    fits_plan: bool
    """in full"""
    person_id: str
    display_name: str | None
    organisation: str | None
    score: float | None
    """0-100"""
    trust: float | None
    novelty: float | None
    objective: float | None
    reachability: float | None
    reason: str
    """what is said of the person, in the order it is worded, separated by commas"""
    state: State
    days_since_contact: int | None
    last_contact_date: date | None
    meals: int | None
    """past meals, coffees and drinks"""
    usual_meal: str | None
    """kind of meal most often shared"""
    usual_meals: int | None
    """past interactions of that kind"""
    usual_meal_first_year: int | None
    """year of the first of them"""
    usual_meal_last_year: int | None
    """year of the last of them"""
    meetings: int | None
    """past interactions of other kinds"""
    first_year: int | None
    last_year: int | None
    sector: str | None
    """code"""
    country: str | None
    """ISO 3166 code"""
    best_channel: str | None
    best_value: str | None
    is_only_in_country: bool | None
    is_only_in_organisation: bool | None


@dataclass(frozen=True, slots=True)
class StateCount:
    """Ties in one state."""

    __pydantic_config__ = _STRICT

    state: State
    n: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Movement:
    """A named change of state."""

    __pydantic_config__ = _STRICT

    name: str
    from_state: str
    to_state: str
    n: int


@dataclass(frozen=True, slots=True)
class Cooling:
    """Somebody whose tie entered cooling, dormant or lost."""

    __pydantic_config__ = _STRICT

    rank: int
    person_id: str
    display_name: str | None
    organisation: str | None
    state: State
    previous_state: str | None
    days_since_contact: int | None
    last_contact_date: date | None
    is_bridge: bool | None


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Somebody by name."""

    __pydantic_config__ = _STRICT

    person_id: str
    display_name: str | None


@dataclass(frozen=True, slots=True)
class Diversity:
    """Diversity of one population (active, known) by one axis."""

    __pydantic_config__ = _STRICT

    population: str
    axis: str
    n: int
    n_classified: int
    coverage: float | None
    d0: float | None
    """groups"""
    d1: float | None
    """effective number of groups"""
    d2: float | None
    low90: float | None
    high90: float | None
    evenness: float | None
    blau: float | None
    iqv: float | None
    lowest_d1: float | None
    """all unclassified in the biggest group"""
    highest_d1: float | None
    """each unclassified a group of its own"""
    status: Literal["ok", "insufficient"]
    delta_low: float | None
    delta_high: float | None
    change: Literal["up", "down", "stable"] | None


@dataclass(frozen=True, slots=True)
class CircleShares:
    """One circle's shares."""

    __pydantic_config__ = _STRICT

    circle_id: str
    label: str | None
    kind: str | None
    is_first_circle: bool | None
    active_people: float | None
    """someone in k circles counts 1/k in each"""
    known_people: float | None
    share_of_active: float | None
    share_of_known: float | None
    attention: float | None
    hours_90_days: float | None


@dataclass(frozen=True, slots=True)
class FirstCircle:
    """Within and beyond the first circle."""

    __pydantic_config__ = _STRICT

    ei_people: float | None
    """(beyond - within) / (beyond + within)"""
    ei_attention: float | None
    people_beyond: float | None
    people_within: float | None
    attention_beyond: float | None
    attention_within: float | None
    share_of_people_beyond: float | None
    share_of_attention_beyond: float | None
    weak_share: float | None
    """weak / (weak + strong)"""


@dataclass(frozen=True, slots=True)
class Unclassified:
    """An assignment to a circle that would classify people."""

    __pydantic_config__ = _STRICT

    rank: int
    field: str
    value: str
    people: int | None
    known_people: int | None
    cumulative_share: float | None


@dataclass(frozen=True, slots=True)
class TrendSeries:
    """One figure over half a year."""

    __pydantic_config__ = _STRICT

    figure: str
    values: Sequence[float | None]
    """one per week; null where none can be given"""


@dataclass(frozen=True, slots=True)
class Trend:
    """Half a year, every week computed at this run."""

    __pydantic_config__ = _STRICT

    weeks: Sequence[date]
    """Sundays, oldest first"""
    series: Sequence[TrendSeries]
    """one per figure that has two values at least"""


@dataclass(frozen=True, slots=True)
class Structure:
    """Structure of one week."""

    __pydantic_config__ = _STRICT

    week_end: date
    size: int | None
    effective_size: float | None
    """upper bound"""
    efficiency: float | None
    constraint: float | None
    """lower bound"""
    hierarchy: float | None


@dataclass(frozen=True, slots=True)
class Bridge:
    """Somebody who joins contacts otherwise apart."""

    __pydantic_config__ = _STRICT

    rank: int
    person_id: str
    display_name: str | None
    betweenness: float | None
    brokered_pairs: int | None
    links: str | None


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Ties under other settings."""

    __pydantic_config__ = _STRICT

    half_life_days: float
    strong_threshold: float | None
    strong: int | None
    weak: int | None
    people_changing_class: int | None


@dataclass(frozen=True, slots=True)
class Source:
    """What was imported from one source."""

    __pydantic_config__ = _STRICT

    source: str
    dialect: str | None
    kind: str
    found: int | None
    """number of records found"""
    records: int | None
    repeated: int | None
    """records that stand twice"""
    rejected: int | None
    """records that could not be read"""
    ignored: int | None
    """records left out by a rule"""
    ignored_rules: str | None
    """JSON: records left out, by rule"""
    withheld_rules: str | None
    """JSON: values of kept records that are not stored, by rule"""
    imported_at: datetime | None
    """UTC"""
    data_from: date | None
    data_through: date | None
    age_days: int | None
    """to the day of the run"""
    is_stale: bool | None


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one weekly report.

    Shares are 0-1, days are calendar days, strengths are discounted hours. Null means not known or not stated, never 0.
    A later version may add keys to version 1 only by adding them here; a changed meaning is a new version.
    """

    __pydantic_config__ = _STRICT

    schema: Literal["entregent.report"]
    version: Literal[1]
    week: Week
    """ISO week of the report"""
    week_start: date
    """its Monday"""
    week_end: date
    """its Sunday"""
    as_of: date
    """the day of the run"""
    is_empty: bool
    """nobody known and nothing imported"""
    calendar: Calendar
    """may changes of state be stated"""
    figures: Mapping[str, Figure]
    """headline figures and measures of reach by name"""
    plan: Plan
    """the plan and its pace"""
    planned_occasions_per_week: float | None
    """meals and events the plan sets for a week"""
    occasion_history: Sequence[OccasionWeek]
    """the last twelve weeks, oldest first"""
    occasions: Sequence[Occasion]
    """the week's meals and events by kind"""
    target_cells: Sequence[TargetCell]
    """the plan's targets"""
    reconnect: Sequence[Reconnect]
    """people to call, best first, at most five"""
    states: Sequence[StateCount]
    """ties by state"""
    movements: Sequence[Movement]
    """named changes of state; empty when withheld"""
    formerly_strong: int
    """dormant or lost ties that were once strong"""
    cooling: Sequence[Cooling]
    """ties that entered cooling, dormant or lost, bridges first; empty when withheld"""
    new_people: Sequence[NamedPerson]
    """whose tie was formed this week"""
    revived_people: Sequence[NamedPerson]
    """who came back from cooling, dormant or lost to active; empty when withheld"""
    people_planned: int
    """people in the calendar of the next thirty days"""
    diversity: Sequence[Diversity]
    """by population (active, known) and axis"""
    circles: Sequence[CircleShares]
    """biggest share of active ties first"""
    first_circle: FirstCircle
    """within and beyond the first circle"""
    unclassified: Sequence[Unclassified]
    """assignments to a circle that would classify most people"""
    structure: Sequence[Structure]
    """the last thirteen weeks, oldest first"""
    bridges: Sequence[Bridge]
    """at most three"""
    sensitivity: Sequence[Sensitivity]
    """ties under other settings"""
    trend: Trend
    """half a year, every week computed at this run"""
    sources: Sequence[Source]
    """what was imported"""


def schema() -> dict[str, Any]:
    """The JSON schema of report.json."""
    described = TypeAdapter(Report).json_schema(mode="serialization")
    title = f"entregent.report, version {SCHEMA_VERSION}"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described, "title": title}
