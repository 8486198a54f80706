"""One frozen Settings from network.toml; all that is wrong with the file is said at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from pipelines.errors import UserError
from pipelines.settings.own_tables import OwnTables, own_tables
from pipelines.settings.problems import sentence
from pipelines.settings.values import (
    Address,
    CircleName,
    Count,
    Country,
    Days,
    Deadline,
    IsoWeek,
    Occasion,
    Pattern,
    PhoneRegion,
    Positive,
    Rule,
    Share,
    Text,
    Texts,
    TimeZone,
    above,
)  # fmt: skip

CircleKind = Literal["family", "friends", "school", "employer", "client", "club", "professional", "other"]
Seniority = Literal["owner", "c_level", "director", "manager", "staff", "other"]
FIRST_CIRCLE_KINDS: frozenset[str] = frozenset({"family", "friends", "school", "employer"})
DEFAULT_GAP_DAYS: Mapping[str, int] = {
    "employer": 30, "friends": 60, "client": 60, "club": 60, "family": 90, "school": 90, "professional": 120,
    "other": 120,
}  # fmt: skip


class Section(BaseModel):
    """A table of network.toml: unknown keys are errors, nothing is coerced, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Owner(Section):
    """Who the owner of the network is."""

    names: Texts = ()
    addresses: tuple[Address, ...] = ()
    organisations: Texts = ()


class Circle(Section):
    """A circle the owner moves in; without first_circle and default_gap_days those of its kind hold.

    counts_alone: an event without guests whose title names the circle is an occasion.
    """

    kind: CircleKind = "other"
    labels: Texts = ()
    rules: tuple[Rule, ...] = ()
    first_circle: bool | None = None
    default_gap_days: Days | None = None
    counts_alone: bool = True


class Means(Section):
    """What the plan asks for in a week; none: not planned."""

    meal: Annotated[float, Field(ge=0)] | None = None
    event: Annotated[float, Field(ge=0)] | None = None
    new_people: Annotated[float, Field(ge=0)] | None = None
    reconnect: Annotated[float, Field(ge=0)] | None = None


class Plan(Section):
    """What the owner wants to reach, and by when."""

    statement: Text
    start: date
    deadline: Deadline
    target_people: Annotated[int, Field(ge=1, le=999_999)]
    sectors: Texts = ()
    functions: Texts = ()
    seniority: tuple[Seniority, ...] = ()
    organisations: Texts = ()
    places: Texts = ()
    people: Texts = ()
    circle_mix: Mapping[str, Share] = {}
    share_beyond_first_circle: Share | None = None
    leave_weeks: tuple[IsoWeek, ...] = ()
    per_week: Means = Means()


class Organisation(Section):
    """What is known of an organisation. country: ISO 3166 code."""

    sector: Text | None = None
    country: Country | None = None


class FileSetting(Section):
    """What a file of the inbox is, and of which source, where a run cannot tell.

    ignore: it is not read; also for a folder, an archive or a whole source.
    """

    dialect: Text | None = None
    source: Text | None = None
    columns: Mapping[str, str] = {}
    ignore: bool = False


class Measures(Section):
    """Each convention of the measures by its name; docs/metrics.md says what each does."""

    half_life_days: Days = 180
    strong_threshold: Positive = 4.0
    mass_event_size: Annotated[int, Field(ge=2, le=999_999)] = 30
    small_event_size: Annotated[int, Field(ge=2, le=999_999)] = 8
    meal_factor: Positive = 1.5
    series_factor: Positive = 0.5
    series_free: Count = 3
    tentative_answer: Share = 0.5
    minimum_hours: Positive = 0.25
    message_hours: Positive = 0.25
    maximum_hours: Annotated[float, Field(gt=0, validate_default=True), above("minimum_hours", or_equal=True)] = 4.0
    all_day_hours: Positive = 2.0
    active_ratio: Positive = 1.5
    cooling_ratio: Annotated[float, Field(gt=0, validate_default=True), above("active_ratio")] = 3.0
    dormant_ratio: Annotated[float, Field(gt=0, validate_default=True), above("cooling_ratio")] = 8.0
    encounter_gap_days: Days = 3
    prior_gap_weight: Positive = 3.0
    shortest_gap_days: Days = 30
    longest_gap_days: Annotated[Days, Field(validate_default=True), above("shortest_gap_days", or_equal=True)] = 365
    diversity_minimum: Count = 20
    coverage_minimum: Share = 0.6
    left_censor_days: Count = 28
    planned_days: Days = 30
    name_window_days: Days = 400
    infer_from_titles: bool = True


class Settings(Section):
    """The whole of network.toml, every key with its default."""

    language: Literal["fr", "en"] = "fr"
    time_zone: TimeZone = "Europe/Paris"
    phone_region: PhoneRegion = "FR"
    owner: Owner = Owner()
    circles: Mapping[CircleName, Circle] = {}
    plan: Plan | None = None
    organisations: Mapping[str, Organisation] = {}
    occasions: Mapping[Occasion, tuple[Pattern, ...]] = {}
    sources: Mapping[str, FileSetting] = {}
    measures: Measures = Measures()
    _own_tables: OwnTables = PrivateAttr(OwnTables())

    @property
    def source_names(self) -> Mapping[str, str]:
        """The source of each file, folder or export of which the user names it."""
        return {name: one.source for name, one in self.sources.items() if one.source}

    @property
    def ignored(self) -> frozenset[str]:
        """Files, folders, archives and sources of the inbox that are not to be read."""
        return frozenset(name for name, one in self.sources.items() if one.ignore)

    @property
    def own_tables(self) -> OwnTables:
        """The tables that the owner describes: in files of the folder dialects, and by columns of [sources]."""
        return self._own_tables


def read_settings(path: Path) -> Settings:
    """The settings of a home.

    Raises UserError with every problem of the file: key, what is wrong, what to write instead.
    """
    try:
        written = _tuples(tomllib.loads(path.read_text("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise UserError(f"{path.name} is not UTF-8 text. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise UserError(
            f"{path.name} is not TOML: {error}. Strings stand in double quotes, lists in square brackets."
        ) from error
    except RecursionError as error:
        raise UserError(
            f"{path.name} has lists or tables within each other hundreds of levels deep. "
            "No setting has more than three."
        ) from error
    try:
        settings = Settings.model_validate(written)
        settings._own_tables = own_tables(path.parent, settings.sources)
        return settings
    except ValidationError as error:
        raise UserError(*(f"{path.name}: {sentence(problem, Settings)}" for problem in error.errors())) from error


def _tuples(value: Any) -> Any:
    """TOML arrays as tuples, since strict models keep lists and tuples apart."""
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    return value
